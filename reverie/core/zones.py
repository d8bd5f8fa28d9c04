"""The time zones that a person or a practice can live in."""

from functools import cache
from importlib.resources import files

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@cache
def choices() -> list[tuple[str, str | Promise]]:
    """IANA zones of places, an empty one first; no fixed offsets, since a place keeps summer time."""
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    names = {line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")}
    return [("", _("Choose one"))] + [(zone, zone.replace("_", " ")) for zone in sorted(names)]


def place_of(zone: str) -> str:
    """ "Los Angeles" of an IANA zone; empty for none."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def zone_words(zone: str) -> str:
    """ "Los Angeles time" of an IANA zone."""
    return gettext("{place} time").format(place=place_of(zone))
