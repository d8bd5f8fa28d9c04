"""One's own account."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import User

THEME_WORDS = [("system", _("As the device says")), ("light", _("Light")), ("dark", _("Dark"))]


def zones() -> list[tuple[str, str]]:
    """IANA zones of places, by name; fixed offsets are left out, since a place keeps summer time."""
    fixed = {"Etc", "SystemV", "US", "Canada", "Brazil", "Chile", "Mexico"}
    names = [zone for zone in available_timezones() if "/" in zone and zone.split("/")[0] not in fixed]
    return [(zone, zone.replace("_", " ")) for zone in sorted(names)]


class YouForm(forms.ModelForm):  # type: ignore[type-arg]
    """How one is called, where one lives, how pages look."""

    zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("Hours are shown to you in this zone.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Light or dark"), choices=THEME_WORDS, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["name", "pronouns", "zone", "language", "theme"]
        labels = {"name": _("Name"), "pronouns": _("Pronouns")}
