"""What a search found, in words."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.directory.queries import Found, Search


def headline(found: Found, search: Search) -> str:
    """How many there are, or what had to be left open to find anybody."""
    count = found.count
    people = ngettext("%(n)s therapist", "%(n)s therapists", count) % {"n": count}
    if not found.relaxed:
        return people
    names = {
        "when": _("the time of day"),
        "days": _("the day of the week"),
        "most_cents": _("the price"),
        "insurer": _("the insurance"),
        "language": _("the language"),
        "access": _("what has to be there"),
        "age": _("the age"),
        "format": _("who would come"),
        "state": _("the place"),
        "places": _("how you would meet"),
        "approaches": _("the way of working"),
        "concerns": _("what brings you"),
        "everything": _("all of it"),
    }
    words = {"what": names[found.relaxed], "people": people}
    return _("Nobody matches all of this. Leaving open %(what)s, there are %(people)s.") % words


def address(pairs: list[tuple[str, str]]) -> str:
    """The address of a search, for whoever wants to keep or share it; empty when nothing was asked."""
    return f"{reverse('directory:find')}?{urlencode(pairs)}" if pairs else ""
