"""A practice's own version of a guide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.directory.actions import GuideWords
from reverie.directory.queries import Guide


class GuideForm(forms.Form):
    """The words of a guide; what a mark of plain writing means stands beside the field."""

    title = forms.CharField(label=_("Title"), max_length=120)
    summary = forms.CharField(label=_("The first sentence, shown in the list"), max_length=300)
    text = forms.CharField(
        label=_("Text"),
        max_length=40_000,
        help_text=_(
            "An empty line begins a paragraph, ## a heading, - a list, 1. a step, > something somebody said. "
            "*Weight* stands between stars, a link is [words](/find/)."
        ),
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    sources = forms.CharField(
        label=_("What it rests on, one source a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    change = forms.CharField(label=_("What you changed, for the history"), max_length=200)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @classmethod
    def typed(cls, guide: Guide) -> dict[str, object]:
        """A guide as the form shows it."""
        return {
            "title": guide.title,
            "summary": guide.summary,
            "text": guide.text,
            "sources": "\n".join(guide.source_keys),
            "seen": guide.number,
        }

    def words(self) -> GuideWords:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        lines = [line.strip() for line in data["sources"].splitlines()]
        text = data["text"].replace("\r\n", "\n").strip()
        return GuideWords(data["title"], data["summary"], text, tuple(filter(None, lines)), data["change"])
