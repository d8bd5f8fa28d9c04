"""A concern, for the people who look after it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core import dates
from reverie.safety.models import Concern, ConcernStep


@dataclass(frozen=True)
class Step:
    """One rung as the page shows it."""

    name: str
    place: str
    told: str


def kind_words(concern: Concern) -> str:
    """What raised it, without what was answered."""
    return {
        Concern.RISK_ITEM: _("An answer about being better off dead, or about hurting oneself"),
        Concern.SCREENER: _("Answers of a risk screener"),
        Concern.ASKED_FOR_HELP: _("They told the practice that they used the help page"),
    }[concern.kind]


def judgment_words(judgment: str) -> str:
    """A clinician's judgment in words; words that are no choice stand as they were written."""
    return str(
        {
            "none": _("No present danger found"),
            "some": _("Some danger, a plan is in place"),
            "high": _("High danger, steps were taken now"),
        }.get(judgment, judgment)
    )


def place_words(place: str) -> str:
    """The rung's name on the page."""
    return {
        ConcernStep.THERAPIST: _("Therapist"),
        ConcernStep.COVER: _("Cover"),
        ConcernStep.LEAD: _("Practice lead"),
    }[place]


def steps(rows: list[ConcernStep], concern: Concern, practice: Practice) -> list[Step]:
    """The ladder: who was told when, who will be, and who no longer needs to be."""
    return [_step(row, concern, practice) for row in rows]


def _step(row: ConcernStep, concern: Concern, practice: Practice) -> Step:
    if row.told_at is not None:
        told = _("sent word %s") % dates.day_and_time(row.told_at, practice.zone)
    elif concern.acknowledged_at:
        told = _("not told, somebody looks after it")
    else:
        told = _("is told %s, if nobody looks after it") % dates.day_and_time(row.due_at, practice.zone)
    return Step(row.name, place_words(row.place), told)
