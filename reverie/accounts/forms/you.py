"""One's own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import User
from reverie.core import zones

THEME_WORDS = [("system", _("As the device says")), ("light", _("Light")), ("dark", _("Dark"))]


class YouForm(forms.ModelForm):  # type: ignore[type-arg]
    """How one is called, where one lives, how pages look."""

    zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones.choices, help_text=_("Hours are shown to you in this zone.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Light or dark"), choices=THEME_WORDS, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["name", "pronouns", "zone", "language", "theme"]
        labels = {"name": _("Name"), "pronouns": _("Pronouns")}
