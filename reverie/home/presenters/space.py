"""The client's front page in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.core import clock, dates
from reverie.home.queries.space import Space
from reverie.scheduling.models import Appointment

KINDS = {
    "dream": gettext_lazy("Dream"),
    "free_association": gettext_lazy("Whatever comes to mind"),
    "reflection": gettext_lazy("Reflection"),
    "letter": gettext_lazy("Letter not sent"),
}


def page(space: Space) -> dict[str, Any]:
    """The context of the client's space."""
    zone = space.client.zone
    hour = space.next_hour
    return {
        "client": space.client,
        "practice": space.client.practice,
        "therapist": space.treatment.therapist if space.treatment else (hour.therapist if hour else None),
        "eyebrow": dates.day(clock.today(zone), zone),
        "hour": hour and _hour(hour, space),
        "coming": _break(space),
        "asked": space.asked,
        "invited": space.invited,
        "pages": [_page(own, zone) for own in space.pages],
        "goals": space.goals,
        "has_treatment": space.treatment is not None,
        "opened": _opened(space),
        "note": _note(space),
        "intake_id": getattr(space.treatment, "intake_id", None),
    }


def _hour(hour: Appointment, space: Space) -> dict[str, Any]:
    zone = space.client.zone
    where = {
        "office": _("in person at {address}").format(
            address=space.client.practice.address or _("the office")
        ),
        "online": _("online"),
        "phone": _("by phone"),
    }
    said = _("With {name}, {n} minutes, {where}.")
    return {
        "head": _("Next session, {when}").format(when=_when(hour, zone)),
        "when": dates.day_and_time(hour.start_at, zone),
        "line": said.format(
            name=hour.therapist.name, n=hour.minutes, where=where.get(hour.place, hour.place)
        ),
        "is_asked": hour.state != Appointment.CONFIRMED,
        "join_id": hour.pk if hour.place != "office" and hour.state == Appointment.CONFIRMED else None,
        "other_zone": hour.zone != zone and dates.day_and_time(hour.start_at, hour.zone),
    }


def _when(hour: Appointment, zone: str) -> str:
    days = (dates.local(hour.start_at, zone).date() - clock.today(zone)).days
    if days <= 0:
        return _("today")
    return _("tomorrow") if days == 1 else _("in {n} days").format(n=days)


def _opened(space: Space) -> str:
    """That the record was opened in an emergency lately."""
    at = getattr(space.treatment, "glass_at", None)
    if at is None:
        return ""
    return _("Your record was opened in an emergency on {when}.").format(
        when=dates.day_and_time(at, space.client.zone)
    )


def _note(space: Space) -> dict[str, Any]:
    """The newest note that can be read lately; empty when there is none."""
    session, at = getattr(space.treatment, "note_of", None), getattr(space.treatment, "note_day", None)
    return {"session_id": session, "day": dates.day(at, space.client.zone)} if session and at else {}


def _break(space: Space) -> str:
    row, zone = space.next_break, space.client.zone
    if row is None:
        return ""
    return _("Coming up: no sessions from {first} to {last}.").format(
        first=dates.short_day(row[0], zone), last=dates.short_day(row[1], zone)
    )


def _page(own: Any, zone: str) -> dict[str, Any]:
    body = own.beginning
    share = own.open_share
    return {
        "id": own.entry.pk,
        "head": f"{KINDS.get(own.entry.kind, own.entry.kind)}, {dates.day(own.entry.written_at, zone)}",
        "title": own.words.get("title", ""),
        "beginning": body if len(body) <= 140 else body[:140].rsplit(" ", 1)[0] + "…",
        "shared": _("Shared with {name}").format(name=share.therapist.name) if share else "",
    }
