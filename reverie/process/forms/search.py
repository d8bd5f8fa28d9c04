"""Finding passages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.process.forms.fields import choice, kind_choices, text
from reverie.process.queries.search import Wanted


class SearchForm(forms.Form):
    """What to look for; all fields narrow, one is needed."""

    phrase = text(label=_("Words"), longest=200)
    client = choice((), label=_("Whose hours"))
    kind = choice((), label=_("Kind of moment"))
    thread = choice((), label=_("Thread"))
    person = text(label=_("Who it is about"), longest=80, help_text=_("mother, Tomas"))
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1900,
        max_value=2200,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )

    def __init__(
        self, *args: Any, clients: Mapping[UUID, str], threads: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everyone, any_kind, any_thread = ("", _("Everybody’s")), ("", _("Any")), ("", _("Any"))
        named = [(str(key), name) for key, name in clients.items()]
        self.fields["client"].choices = [everyone, *named]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [any_kind, *kind_choices()]  # type: ignore[attr-defined]
        titles = [(str(key), title) for key, title in threads.items()]
        self.fields["thread"].choices = [any_thread, *titles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something must be looked for."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("phrase", "kind", "thread", "person")):
            raise forms.ValidationError(_("Write some words, or choose a kind, a thread or a person."))
        return cleaned

    def wanted(self) -> Wanted:
        """The clean values."""
        found = self.cleaned_data
        thread = UUID(found["thread"]) if found["thread"] else None
        return Wanted(found["phrase"].strip(), found["kind"], thread, found["year"], found["person"].strip())
