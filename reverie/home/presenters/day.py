"""The day in words: hours and gaps in order, what is open, what arrived."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reverie.core import dates
from reverie.home.queries.day import Day, Hour
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

PLACES = {
    "office": gettext_lazy("in the office"),
    "online": gettext_lazy("online"),
    "phone": gettext_lazy("by phone"),
}
KINDS = {
    "dream": gettext_lazy("a dream"),
    "free_association": gettext_lazy("whatever came to mind"),
    "reflection": gettext_lazy("a reflection"),
    "letter": gettext_lazy("a letter not sent"),
}
GAP = timedelta(minutes=30)


@dataclass(frozen=True)
class HourRow:
    """One hour on the page; `state` is next, past or empty."""

    id: str
    at: str
    beside: str
    title: str
    client_id: UUID
    has_page: bool
    state: str
    line: str
    coming: str
    review: str
    session_id: UUID | None
    is_signed: bool
    open_id: UUID | None
    concerns: tuple[Any, ...]
    shared: tuple[Any, ...]


@dataclass(frozen=True)
class GapRow:
    """A free time between two hours."""

    at: str
    until: str


def page(day: Day) -> dict[str, Any]:
    """The context of the day page."""
    zone = day.therapist.zone
    rows = _rows(day)
    return {
        "title": dates.day(day.day, zone),
        "before": (day.day - timedelta(days=1)).isoformat(),
        "after": (day.day + timedelta(days=1)).isoformat(),
        "is_today": day.day == dates.local(day.now, zone).date(),
        "coming": _next_line(day, zone),
        "eyebrow": _eyebrow(day, zone),
        "lede": _lede(day),
        "rows": rows,
        "concerns": [
            (row, f"{row.client_name}, {dates.day_and_time(row.raised_at, zone)}") for row in day.concerns
        ],
        "unsigned": [_unsigned(row, zone) for row in day.unsigned],
        "unwritten": [
            (row.pk, row.client.name, dates.day_and_time(row.start_at, zone)) for row in day.unwritten
        ],
        "shared": [_shared(row, zone) for row in day.shared],
        "returned": _returned(day, zone),
        "waiting": _waiting(day, zone),
        "has_emergency": day.has_emergency,
        "arrived": _arrived(day, zone),
    }


def _rows(day: Day) -> list[HourRow | GapRow]:
    zone = day.therapist.zone
    found: list[HourRow | GapRow] = []
    coming = next((hour for hour in day.hours if hour.appointment.end_at > day.now), None)
    before: Appointment | None = None
    for hour in day.hours:
        booked = hour.appointment
        if before is not None and booked.start_at - before.end_at >= GAP:
            found.append(GapRow(_clock(before.end_at, zone), dates.time(booked.start_at, zone)))
        found.append(_hour(hour, day, is_next=hour is coming))
        before = booked
    return found


def _hour(hour: Hour, day: Day, *, is_next: bool) -> HourRow:
    booked, zone = hour.appointment, day.therapist.zone
    is_past = booked.end_at <= day.now
    is_first = hour.treatment is None or hour.treatment.state == Treatment.CONSULTATION
    where = PLACES.get(booked.place, booked.place)
    name = booked.client.name
    return HourRow(
        id=f"a{booked.pk.hex}",
        at=_clock(booked.start_at, zone),
        beside=_("{n} min, {where}").format(n=booked.minutes, where=where),
        title=_("First consultation, {name}").format(name=name) if is_first else name,
        client_id=booked.client_id,
        has_page=hour.treatment is not None,
        state="next" if is_next else ("past" if is_past else ""),
        line=_line(hour, zone),
        coming=_coming(hour, zone),
        review=_review(hour, day.day, zone),
        session_id=hour.session.pk if hour.session else None,
        is_signed=bool(hour.session and hour.session.is_locked),
        open_id=booked.pk if booked.start_at <= day.now and hour.session is None and hour.treatment else None,
        concerns=tuple(row for row in day.concerns if row.client_id == booked.client_id),
        shared=tuple(_shared(row, zone) for row in day.shared if row.client.pk == booked.client_id),
    )


def _line(hour: Hour, zone: str) -> str:
    if hour.treatment is None or hour.treatment.state == Treatment.CONSULTATION:
        return _("First meetings")
    number = hour.session.number if hour.session else hour.count.sessions + 1
    parts = [_("Session {n}").format(n=number)]
    if hour.of > 1:
        parts.append(_("{place} of {of} this week").format(place=_ordinal(hour.place), of=hour.of))
    if hour.treatment.working_since:
        parts.append(_("since {day}").format(day=dates.short_day(hour.treatment.working_since, zone)))
    if hour.treatment.last_day:
        parts.append(_("ends on {day}").format(day=dates.short_day(hour.treatment.last_day, zone)))
    if hour.treatment.agreed_sessions:
        parts.append(_("{n} agreed").format(n=hour.treatment.agreed_sessions))
    return ", ".join(parts)


def _coming(hour: Hour, zone: str) -> str:
    row = hour.next_break
    if row is None:
        return ""
    told = (
        _("told {day}").format(day=dates.short_day(row.told_on, zone)) if row.told_on else _("not told yet")
    )
    return _("Break from {day}, {told}").format(day=dates.short_day(row.first_day, zone), told=told)


def _review(hour: Hour, day: date, zone: str) -> str:
    """That the plan is to be looked at together on this day or was before it; empty otherwise."""
    if hour.review_on is None or hour.review_on > day or hour.treatment is None or hour.treatment.is_over:
        return ""
    if hour.review_on == day:
        return _("Look at the plan together today")
    return _("Look at the plan together, due since {day}").format(day=dates.short_day(hour.review_on, zone))


def _unsigned(session: Any, zone: str) -> tuple[UUID, str, str]:
    note = getattr(session, "note", None)
    state = _("Draft, to be signed") if note else _("No note yet")
    return session.pk, f"{session.client.name}, {dates.short_day(session.started_at, zone)}", state


def _shared(row: Any, zone: str) -> dict[str, Any]:
    return {
        "id": row.entry_id,
        "client": row.client.name,
        "what": KINDS.get(row.kind, row.kind),
        "when": dates.day(row.shared_at, zone),
        "is_new": not row.is_read,
    }


def _returned(day: Day, zone: str) -> list[dict[str, Any]]:
    """Answers by person and day: one line for the forms of an evening."""
    found: dict[tuple[UUID, str], dict[str, Any]] = {}
    for row in day.returned:
        when = dates.day(row.completed_at, zone) if row.completed_at else ""
        line = found.setdefault(
            (row.client_id, when), {"client_id": row.client_id, "name": row.client.name, "when": when, "n": 0}
        )
        line["n"] += 1
    for line in found.values():
        line["how_many"] = ngettext("{n} form", "{n} forms", line["n"]).format(n=line["n"])
    return list(found.values())


def _waiting(day: Day, zone: str) -> str:
    """How many requests nobody has answered, and until when the first of them is."""
    if not day.waiting:
        return ""
    many = ngettext("{n} request waits", "{n} requests wait", day.waiting).format(n=day.waiting)
    if day.waiting_until is None:
        return many + "."
    return _("{requests}, the first until {day}.").format(
        requests=many, day=dates.day(day.waiting_until, zone)
    )


def _arrived(day: Day, zone: str) -> str:
    """How much came since the last hour before today; empty when nothing did."""
    since = day.since
    if since is None:
        return ""
    forms = {row.client_id for row in day.returned if row.completed_at and row.completed_at > since}
    parts = [
        (sum(row.shared_at > since for row in day.shared), _("pages shared")),
        (len(forms), _("people who answered questions")),
    ]
    said = ", ".join(f"{count} {words}" for count, words in parts if count)
    if not said:
        return ""
    return _("Since {day}: {what}.").format(day=dates.day(since, zone), what=said)


def _eyebrow(day: Day, zone: str) -> str:
    coming = next((hour for hour in day.hours if hour.appointment.start_at > day.now), None)
    now = dates.time(day.now, zone)
    if coming is None or day.day != dates.local(day.now, zone).date():
        return now
    return _("{now}. Your next session is at {time}.").format(
        now=now, time=dates.time(coming.appointment.start_at, zone)
    )


def _next_line(day: Day, zone: str) -> str:
    """When the next session is, for a day that has none."""
    if day.coming is None:
        return ""
    return _("The next one is on {when}, with {name}.").format(
        when=dates.day_and_time(day.coming.start_at, zone), name=day.coming.client.name
    )


def _lede(day: Day) -> str:
    hours, notes = len(day.hours), len(day.unsigned) + len(day.unwritten)
    said = ngettext("{n} session", "{n} sessions", hours).format(n=hours) if hours else _("No sessions")
    parts = [said]
    if notes:
        parts.append(ngettext("{n} note to sign", "{n} notes to sign", notes).format(n=notes))
    if day.concerns:
        parts.append(
            ngettext("{n} answer to look at first", "{n} answers to look at first", len(day.concerns)).format(
                n=len(day.concerns)
            )
        )
    return ", ".join(parts) + "."


def _clock(moment: datetime, zone: str) -> str:
    return dates.time(moment, zone).rsplit(" ", 1)[0]


def _ordinal(place: int) -> str:
    names = [_("first"), _("second"), _("third"), _("fourth"), _("fifth")]
    return names[place - 1] if place <= len(names) else str(place)
