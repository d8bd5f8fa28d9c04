"""The gallery `/components/`: every part of the look, made from the folder of components itself."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.core.form_style import explained

CORE = Path(__file__).parent
TEMPLATES = CORE / "templates" / "components"
STYLES = CORE / "static" / "core" / "css" / "components"
SIGNATURE = re.compile(r"\A\{# (?P<use><c-(?P<tag>[a-z-]+)[^#]*?) : (?P<says>[^#]+) #\}")

GROUPS: dict[str, str] = {
    "The frame": "crisis_line top_bar account_menu notices page_head pager foot",
    "Words and sections": "section said kv rows row_item data_table portrait icon",
    "States": "tag note strip empty_state idle_lock save_state",
    "Asking and choosing": "button form field choices privacy_choice switch chips chip popover steps doors",
    "Sheets": "sheet private_sheet record_sheet desk desk_bar",
    "The hour and the week": "hour week week_day week_slot",
    "Moments and threads": "turn moment margin_note legend trail trail_step chart_frame",
}


@dataclass(frozen=True)
class Part:
    """One component: how it is written, what it is, where its live example is."""

    name: str
    use: str
    says: str
    example: str


class ExampleForm(forms.Form):
    """The form that the examples show; never saved."""

    email = forms.EmailField(label="E-mail", help_text="Only the practice sees it.")
    phone = forms.CharField(label="Phone", required=False)
    words = forms.CharField(
        label="What brings you, if you want to say",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    met = forms.ChoiceField(
        label="How you would meet",
        choices=[("room", "In person"), ("online", explained("Online", "By video, in the browser"))],
        widget=forms.RadioSelect,
    )
    readers = forms.ChoiceField(
        label="Who can read this page",
        initial="me",
        choices=[
            ("me", explained("Only me", "Locked with your own key. Not your therapist, not the practice.")),
            ("both", explained("Me and Dr Lindqvist", "You can take it back, but not what she has read.")),
        ],
        widget=forms.RadioSelect,
    )


@cache
def parts() -> dict[str, Part]:
    """Every component by name. Raises ValueError for one without a signature comment at its head."""
    return {path.stem: _part(path) for path in sorted(TEMPLATES.glob("*.html"))}


def _part(path: Path) -> Part:
    found = SIGNATURE.match(path.read_text())
    if found is None or found["tag"].replace("-", "_") != path.stem:
        raise ValueError(f"{path.name} does not begin with a signature {{# <c-name …> : what it is #}}.")
    return Part(path.stem, found["use"], found["says"], f"components/examples/{path.name}")


def grouped() -> list[tuple[str, list[Part]]]:
    """The parts as the gallery shows them; what no group names comes last."""
    named = {name for names in GROUPS.values() for name in names.split()}
    rest = [part for name, part in parts().items() if name not in named]
    shown = [(title, [parts()[name] for name in names.split()]) for title, names in GROUPS.items()]
    return [*shown, *([("More", rest)] if rest else [])]


def gallery(request: HttpRequest) -> HttpResponse:
    """The page of all parts, in the public layout."""
    sent = ExampleForm({"email": "elena", "phone": "503-555", "met": "room", "readers": "me"})
    hours = [(1 + 2 * step, f"{9 + step}:00") for step in range(3)]
    context = {
        "groups": grouped(),
        "form": ExampleForm(),
        "sent": sent,
        "hours": hours,
        "steps": ["Who you are", "How to reach you", "The estimate"],
        "doors": [
            ("A dream", "#doors", "As you remember it, before it goes."),
            ("Whatever comes to mind", "#doors", "Keep going, no crossing out."),
            ("A reflection", "#doors", "Something you noticed."),
        ],
    }
    return render(request, "core/gallery.html", context)
