"""Licences in words: what their holder states, and apart from it who looked them up, when and where."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.dateformat import format as django_date
from django.utils.translation import gettext as _

from reverie.core import clock, dates
from reverie.directory.models import Credential
from reverie.directory.queries.credentials import Checked

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Line:
    """One licence: what is stated, how far that is checked, and whether it still holds."""

    id: UUID
    name: str
    stated: str
    checked: str
    state: str
    kind: str
    is_checked: bool


def licence(credential: Credential) -> str:
    """`Oregon, psychologist no. 0000-EX, valid to April 30, 2027, online only.`"""
    words = _("%(state)s, %(kind)s no. %(number)s, valid to %(date)s") % {
        "state": credential.jurisdiction,
        "kind": credential.kind,
        "number": credential.number,
        "date": django_date(credential.valid_until, "F j, Y"),
    }
    return words + (", " + _("online only.") if credential.is_online_only else ".")


def looked_up(one: Checked, zone: str) -> str:
    """Who looked a licence up, when and in what; said plainly when nobody has."""
    at = one.credential.verified_at
    if at is None:
        return _("Nobody of the practice has looked this license up yet.")
    return _("Looked up by %(name)s on %(date)s: %(against)s.") % {
        "name": one.by or _("the practice"),
        "date": django_date(dates.local(at, zone), "F j, Y"),
        "against": one.credential.verified_against.rstrip("."),
    }


def line(one: Checked, zone: str) -> Line:
    """A licence for a list."""
    row = one.credential
    state, kind = standing(one)
    name = row.profile.therapist.name
    return Line(row.pk, name, licence(row), looked_up(one, zone), state, kind, row.verified_at is not None)


def standing(one: Checked) -> tuple[str, str]:
    """How a licence stands, in words and as the kind of a label."""
    if one.has_expired:
        return _("Expired: not shown"), "risk"
    if one.credential.verified_at is None:
        return _("To look up"), "open"
    if one.credential.valid_until < clock.now().date() + SOON:
        return _("Ends within 60 days"), "open"
    return _("Looked up"), "done"
