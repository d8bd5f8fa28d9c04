"""Elena's questionnaires of sixty hours, and one form of Theo's that came from another system."""

from datetime import datetime, timedelta
from pathlib import Path

from reverie.core import demo_case
from reverie.core.demo_case import DemoWorld, Form
from reverie.measures import actions
from reverie.measures.models import Administration
from reverie.safety.actions import Assessment, clear_concern
from reverie.safety.models import Concern
from reverie.treatment.models import Treatment

EXAMPLE = Path(__file__).parent / "data" / "examples" / "QuestionnaireResponse-phq-9-example.json"
EVENING_BEFORE = timedelta(hours=13, minutes=20)
SHOWN_FROM_SESSION = 21
FOR_THE_REVIEW = "The figures say it is better; by day I believe them. Could we look at four in the morning?"
REGULARLY = {"phq-9": "phases", "gad-7": "phases", "alliance-check": "every"}


def load(world: DemoWorld) -> None:
    """Fill in what `measures.csv` holds, by Elena herself; then ask for the next hour."""
    if "elena" in world.treatments:
        _load_elena(world, world.treatments["elena"])
    if "theo" in world.treatments:
        actions.import_response(
            treatment=world.treatments["theo"], raw=EXAMPLE.read_bytes(), by=world.actors["hanna"]
        )


def _load_elena(world: DemoWorld, treatment: Treatment) -> None:
    hours = {hour.number: hour for hour in demo_case.case().hours}
    for form in demo_case.case().forms:
        hour = hours[form.session]
        before = world.moment(hour.week, hour.weekday, hour.start) - EVENING_BEFORE
        row = _fill_in(world, treatment, form, before)
        if form.instrument == "alliance-check" and form.session >= SHOWN_FROM_SESSION:
            actions.show_to_therapist(administration=row, by=world.actors["elena"])
    for instrument, rhythm in REGULARLY.items():
        actions.ask(treatment=treatment, instrument=instrument, rhythm=rhythm, by=world.actors["hanna"])
    actions.say_for_review(treatment=treatment, words=FOR_THE_REVIEW, by=world.actors["elena"])
    figures = Administration.objects.filter(treatment=treatment, state=Administration.COMPLETED)
    actions.release_scores(administrations=figures, by=world.actors["hanna"])


def _fill_in(world: DemoWorld, treatment: Treatment, form: Form, at: datetime) -> Administration:
    row = actions.plan_administration(
        treatment=treatment, instrument=form.instrument, opens_at=at, send=True, by=world.actors["hanna"]
    )
    answers = dict(enumerate(form.answers, start=1))
    is_risk = actions.answer_form(administration=row, answers=answers, at=at, by=world.actors["elena"])
    row = actions.complete(administration=row, at=at, by=world.actors["elena"])
    if is_risk:
        _clear(world, row)
    return row


def _clear(world: DemoWorld, row: Administration) -> None:
    """What was done on the morning after, as the progress note of session 36 tells it."""
    concern = Concern.objects.get(kind=Concern.RISK_ITEM, source_id=row.id)
    assessment = Assessment(
        contact="In session, the morning after.",
        asked="Asked directly. Passive thoughts of death on three nights; no intent, plan or preparation.",
        judgment="Acute risk judged low; outpatient care continues to be appropriate.",
        done="Safety plan written together. Brief call on Friday at noon; consultation with the supervisor.",
    )
    clear_concern(concern=concern, assessment=assessment, by=world.actors["hanna"])
