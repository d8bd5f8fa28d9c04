"""Declaring when a practice looks, and who is told when the therapist does not."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts import actions as accounts
from reverie.accounts.models import Practice, User
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.safety.actions.help_lines import publish_help_lines
from reverie.safety.models import Watch
from reverie.safety.queries.looking import clinicians_of

DAY = 24 * 60


class CannotDeclare(Exception):
    """One plain sentence for the user: why this cannot be declared."""


@dataclass(frozen=True)
class Window:
    """One weekday's hours: weekday from 0 for Monday, minutes from midnight on the practice's wall clock."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True)
class Declaration:
    """What a practice says: whether anybody looks, when, and who covers: a colleague or somebody outside."""

    is_monitored: bool
    is_at_any_hour: bool = False
    hours: tuple[Window, ...] = ()
    closed: tuple[tuple[date, date], ...] = ()
    cover: User | None = None
    outside_name: str = ""
    outside_email: str = ""
    phone: str = ""
    words: str = ""


@transaction.atomic
def declare_watch(*, practice: Practice, declaration: Declaration, by: Actor) -> Watch:
    """Keep what the practice declares and publish it to the help page's file.

    "We do not monitor" needs nothing else. Raises CannotDeclare for a watch without hours, without a cover
    who can be told, or with hours that end before they begin or lie over each other.
    """
    if declaration.is_monitored:
        _check_hours(declaration)
        _check_cover(practice, declaration)
    else:
        declaration = Declaration(is_monitored=False, words=declaration.words)
    watch, _made = Watch.objects.update_or_create(practice=practice, defaults=_columns(declaration))
    facts = {
        "is_monitored": declaration.is_monitored,
        "on_call_name": declaration.cover.name if declaration.cover else declaration.outside_name.strip(),
        "on_call_phone": declaration.phone.strip(),
        "after_hours_words": declaration.words.strip(),
    }
    accounts.change_practice(practice=practice, facts=facts, by=by)
    detail = {
        "monitored": declaration.is_monitored,
        "hours": watch.hours,
        "any_hour": watch.is_at_any_hour,
        "cover": str(watch.cover_id or ""),
    }
    audit.record(by=by, verb="declare", on=watch, practice=practice.id, detail=detail)
    publish_help_lines(practice=practice, by=by)
    return watch


def _columns(declaration: Declaration) -> dict[str, object]:
    hours = sorted((row.weekday, row.opens, row.closes) for row in declaration.hours)
    return {
        "is_at_any_hour": declaration.is_at_any_hour,
        "hours": [] if declaration.is_at_any_hour else [list(row) for row in hours],
        "closed": sorted([first.isoformat(), last.isoformat()] for first, last in declaration.closed),
        "cover": declaration.cover,
        "outside_name": declaration.outside_name.strip(),
        "outside_email": declaration.outside_email.strip(),
    }


def _check_hours(declaration: Declaration) -> None:
    if not declaration.hours and not declaration.is_at_any_hour:
        raise CannotDeclare(_("Say on which days and from when to when somebody looks."))
    rows = sorted((row.weekday, row.opens, row.closes) for row in declaration.hours)
    if any(not (0 <= day <= 6 and 0 <= opens < closes <= DAY) for day, opens, closes in rows):
        raise CannotDeclare(_("Each day’s hours begin before they end."))
    if any(one[0] == two[0] and two[1] < one[2] for one, two in pairwise(rows)):
        raise CannotDeclare(_("Two hours of one day lie over each other."))
    if any(first > last for first, last in declaration.closed):
        raise CannotDeclare(_("The first day nobody looks comes before the last."))


def _check_cover(practice: Practice, declaration: Declaration) -> None:
    is_outside = bool(declaration.outside_name.strip() or declaration.outside_email.strip())
    if declaration.cover is None and not is_outside:
        raise CannotDeclare(
            _("Name who is told when the therapist does not look, or declare that nobody looks.")
        )
    if declaration.cover is not None and is_outside:
        raise CannotDeclare(_("Name one cover: a colleague, or somebody outside."))
    if is_outside and not (declaration.outside_name.strip() and declaration.outside_email.strip()):
        raise CannotDeclare(_("Somebody outside needs a name, and an address to which word can be sent."))
    if not declaration.phone.strip():
        raise CannotDeclare(
            _("Give the phone at which the cover is reached; it stands on every page of the staff.")
        )
    if declaration.cover is not None and declaration.cover not in clinicians_of(practice):
        raise CannotDeclare(_("A colleague who covers is a clinician of this practice."))
