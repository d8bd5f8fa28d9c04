"""History, people, particulars, intake forms and diagnoses in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from reverie.core import clock, dates
from reverie.scheduling.models import Appointment
from reverie.scheduling.queries import where_to_join
from reverie.treatment.models import Intake, JoinAnswer, Treatment, chain_of
from reverie.treatment.models.labels import LINKS, STAGE_HINTS, STAGES
from reverie.treatment.queries import codes
from reverie.treatment.queries import history as reads
from reverie.treatment.queries.history import DiagnosisRead, PersonRead, StageRead
from reverie.treatment.queries.texts import intake_forms

FRESH = timedelta(minutes=10)
"""How long an answer to "where are you" opens the way into the hour; afterwards it is asked again."""


def history(treatment: Treatment) -> dict[str, Any]:
    """The stages and the people of one client."""
    zone = treatment.therapist.zone
    chain = treatment.chain()
    stages = reads.history_of(treatment.client, chain)
    people = reads.people_of(treatment.client, chain)
    return {
        "treatment": treatment,
        "client": treatment.client,
        "therapist": treatment.therapist,
        "stages": stages,
        "shown": [_stage(read, zone) for read in stages],
        "people": people,
        "persons": [_person(read) for read in people],
        "printed": dates.day(clock.today(zone), zone),
    }


def beside(form: forms.Form, stages: Iterable[StageRead], side: str) -> list[tuple[Any, Any, str]]:
    """Each field of a history form with the hidden number and what the other side wrote about that stage."""
    rows = []
    for read in stages:
        other = getattr(read, side)
        rows.append((form[read.stage], form[f"seen_{read.stage}"], other.text if other else ""))
    return rows


def particulars(treatment: Treatment) -> dict[str, Any]:
    """What was told last, and when; where they were for the last remote hour; what was told before."""
    chain, zone = treatment.chain(), treatment.therapist.zone
    earlier = list(treatment.client.particulars.order_by("-number"))
    words = earlier[0].words(chain) if earlier else {}
    return {
        "treatment": treatment,
        "client": treatment.client,
        "words": words,
        "told": dates.day(earlier[0].told_at, zone) if earlier else "",
        "earlier": [(dates.day(row.told_at, zone), row.words(chain)) for row in earlier[1:]],
        "place": reads.last_place(treatment.client, chain),
    }


def intakes(treatment: Treatment) -> dict[str, Any]:
    """The forms that were asked, and those that can be."""
    zone = treatment.therapist.zone
    found = reads.intakes_of(treatment.client, treatment.chain())
    open_kinds = {read.row.kind for read in found if read.row.state != Intake.SENT}
    return {
        "treatment": treatment,
        "client": treatment.client,
        "intakes": [(read, _intake_line(read.row, zone)) for read in found],
        "offers": [form for key, form in intake_forms().items() if key not in open_kinds],
    }


def diagnoses(treatment: Treatment) -> dict[str, Any]:
    """The diagnoses that stand and those that have ended."""
    found = reads.diagnoses_of(treatment.client, treatment.chain())
    zone = treatment.therapist.zone
    return {
        "treatment": treatment,
        "client": treatment.client,
        "release": codes.release(),
        "diagnoses": [(read, diagnosis_line(read, zone)) for read in found],
    }


def diagnosis_line(read: DiagnosisRead, zone: str) -> str:
    """ "since June 2, 2026, release 2026-04"."""
    since = _("since {day}, release {release}").format(
        day=dates.short_day(read.row.given_on, zone), release=read.row.release
    )
    if read.row.ended_on is None:
        return since
    return since + ", " + _("until {day}").format(day=dates.short_day(read.row.ended_on, zone))


def join(appointment: Appointment) -> dict[str, Any]:
    """The page of one remote hour: what was answered just now opens it; the last answer is offered again."""
    zone = appointment.client.zone
    rows = JoinAnswer.objects.filter(appointment__client=appointment.client_id).order_by("-at")
    last = rows.first()
    words = last.words(chain_of(appointment.client)) if last else {}
    is_open = bool(last and last.appointment_id == appointment.pk and _is_fresh(last.at))
    return {
        "appointment": appointment,
        "when": dates.day_and_time(appointment.start_at, zone),
        "last": words,
        "is_open": is_open,
        "is_remote": appointment.place != "office",
        "link": where_to_join(appointment) if is_open else None,
    }


def _is_fresh(at: datetime) -> bool:
    return clock.now() - at < FRESH


def _stage(read: StageRead, zone: str) -> dict[str, Any]:
    def side(part: Any) -> dict[str, str] | None:
        return {"text": part.text, "when": dates.day(part.row.at, zone)} if part and part.text else None

    return {
        "key": read.stage,
        "title": STAGES[read.stage],
        "hint": STAGE_HINTS[read.stage],
        "client": side(read.client),
        "therapist": side(read.therapist),
    }


def _person(read: PersonRead) -> dict[str, Any]:
    return {
        "id": read.row.pk,
        "side": read.row.side,
        **read.words,
        "links": [f"{LINKS.get(kind, kind)} {name}" for kind, name in read.links],
    }


def _intake_line(row: Intake, zone: str) -> str:
    if row.state == Intake.SENT and row.sent_at:
        return _("Handed in on {day}").format(day=dates.day(row.sent_at, zone))
    return _("Asked on {day}, not handed in yet").format(day=dates.day(row.asked_at, zone))
