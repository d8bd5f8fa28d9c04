"""Representatives, couples, families and groups in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reverie.accounts.actions import grown_up_on, scope_words
from reverie.accounts.models import Representative
from reverie.core import clock, dates
from reverie.core.policy import Actor
from reverie.scheduling.models import Appointment
from reverie.treatment import access
from reverie.treatment.models import Consent, CopyAnswer, Treatment, Unit, chain_of, labels, latest_first
from reverie.treatment.queries import plan as plans
from reverie.treatment.queries import units as reads
from reverie.treatment.queries.course import therapist_of

HOURS = 8


def representatives(treatment: Treatment) -> dict[str, Any]:
    """Who acts for a client, in force and over; when the client comes of age."""
    zone = treatment.therapist.zone
    today = clock.today(zone)
    grown = grown_up_on(treatment.client)
    rows = treatment.client.representatives.select_related("user").order_by("-created_at")
    return {
        "treatment": treatment,
        "client": treatment.client,
        "rows": [(row, _line(row, zone), row.ended_at is None and row.expires_on > today) for row in rows],
        "grown": dates.short_day(grown, zone) if grown and grown > today else "",
    }


def acting(rows: Iterable[Representative]) -> list[tuple[Representative, str]]:
    """For whom somebody acts, each with what and until when."""
    return [(row, _line(row, row.client.zone)) for row in rows]


def acting_for(representation: Representative) -> dict[str, Any]:
    """The parts of one client's record within the scope."""
    client, scope = representation.client, set(representation.scope)
    treatment = Treatment.objects.filter(client=client).select_related("client", "therapist")
    latest = latest_first(treatment).first()
    found: dict[str, Any] = {"client": client, "line": _line(representation, client.zone), "scope": scope}
    if "appointments" in scope:
        ahead = Appointment.objects.filter(client=client, end_at__gt=clock.now(), state__in=Appointment.OPEN)
        rows = ahead.select_related("therapist").order_by("start_at")[:HOURS]
        found["hours"] = [(dates.day_and_time(row.start_at, client.zone), row.therapist.name) for row in rows]
    if latest is not None and "record" in scope:
        found["goals"] = plans.goals_in_words(latest, chain_of(client))
    if latest is not None and "consents" in scope:
        reads = plans.consents_of(latest, clock.today(client.zone))
        found["consents"] = [read for read in reads if not read.text.stands_alone]
    return found


def consents(treatment: Treatment) -> dict[str, Any]:
    """Each text with its signature in force, and every signature there ever was, in words."""
    zone = treatment.therapist.zone
    today = clock.today(zone)
    reads_now = plans.consents_of(treatment, today)
    return {
        "treatment": treatment,
        "client": treatment.client,
        "now": [(read.text, _signature(read.signed, treatment, zone)) for read in reads_now],
        "all": [
            (text.title if text else row.kind, _signature(row, treatment, zone), _over(row, today, zone))
            for text, row in plans.consent_history(treatment)
        ],
    }


def _signature(row: Consent | None, treatment: Treatment, zone: str) -> str:
    if row is None:
        return ""
    own = row.signed_by == treatment.client.user_id
    said = _("signed {day}, version {n}") if own else _("signed for the client {day}, version {n}")
    line = said.format(day=dates.short_day(row.signed_at, zone), n=row.text_version)
    if row.expires_on is not None:
        line += _(", holds until {day}").format(day=dates.short_day(row.expires_on, zone))
    return line


def _over(row: Consent, today: date, zone: str) -> str:
    if row.revoked_at is not None:
        return _("Taken back {day}").format(day=dates.short_day(row.revoked_at, zone))
    return _("Run out") if row.expires_on is not None and row.expires_on <= today else ""


def members(treatment: Treatment, unit: Unit | None) -> dict[str, Any]:
    """Who belongs to a unit, with their days."""
    zone = treatment.therapist.zone
    rows = unit.members.select_related("person") if unit is not None else []
    return {
        "treatment": treatment,
        "client": treatment.client,
        "unit": unit,
        "kind": labels.UNIT_KINDS[unit.kind] if unit else "",
        "members": [(row, _days(row, zone)) for row in rows],
        "copy": _copy(treatment, unit),
    }


def _copy(treatment: Treatment, unit: Unit | None) -> dict[str, Any]:
    """The copy that waits, with what each of them has said; empty when there is none."""
    asked = reads.open_copy(treatment.client) if unit is not None else None
    if asked is None:
        return {}
    found = reads.answers_to(asked)
    return {
        "words": asked.words(treatment.chain()),
        "answers": [(member, _said(answer)) for member, answer in found],
        "is_ready": all(answer is not None and answer.is_yes for _member, answer in found),
    }


def _said(answer: CopyAnswer | None) -> str:
    if answer is None:
        return _("Not answered yet")
    said = _("Yes") if answer.is_yes else _("No")
    return _("{said}, told in the session").format(said=said) if answer.how == "in_session" else said


def together(actor: Actor) -> list[dict[str, Any]]:
    """Each unit of a client with its joint plan, read once and written down."""
    found = []
    for member in access.unit_memberships_of(actor):
        treatment = access.treatment_of_unit(actor, member)
        plan = plans.current_plan(plans.plans_of(treatment, treatment.chain())) if treatment else None
        therapist = therapist_of(member.unit.client)
        asked = reads.open_copy(member.unit.client) if member.left_on is None else None
        found.append(
            {
                "name": member.unit.client.name,
                "plan": plan,
                "therapist": therapist,
                "asked": asked,
                "words": asked.words(chain_of(member.unit.client)) if asked else {},
                "said": _said(asked.answers.filter(member=member).last()) if asked else "",
            }
        )
    return found


def _days(row: Any, zone: str) -> str:
    since = _("since {day}").format(day=dates.short_day(row.joined_on, zone))
    return (
        since
        if row.left_on is None
        else since + ", " + _("until {day}").format(day=dates.short_day(row.left_on, zone))
    )


def _line(row: Representative, zone: str) -> str:
    return _("{basis}; may {scope}; until {day}").format(
        basis=row.basis, scope=scope_words(row.scope), day=dates.short_day(row.expires_on, zone)
    )
