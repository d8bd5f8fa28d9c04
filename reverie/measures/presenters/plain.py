"""Questionnaires in plain words: what they are called, who reads them, what was answered."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reverie.core import dates
from reverie.instruments import scoring
from reverie.measures import questionnaires
from reverie.measures.models import HELD_BY_CLIENT, Administration, Schedule

Words = str | Promise

TOPICS: dict[str, Words] = {
    "phq-9": gettext_lazy("low mood"),
    "gad-7": gettext_lazy("worry"),
    "phq-4": gettext_lazy("low mood and worry"),
    "audit-c": gettext_lazy("alcohol"),
    "taps": gettext_lazy("tobacco, alcohol and other substances"),
    "alliance-check": gettext_lazy("the hours themselves"),
}


@dataclass(frozen=True)
class Asked:
    """A form that waits for its answers, as the client reads of it."""

    url_id: str
    title: Words
    about: str


@dataclass(frozen=True)
class Done:
    """A form that the client has answered."""

    url_id: str
    title: Words
    when: str
    may_show: bool
    is_held: bool
    therapist: str


def title(code: str) -> Words:
    """What the client calls the form."""
    return questionnaires.title(code)


def topic(code: str) -> Words:
    """What it asks about, in a word."""
    return TOPICS.get(code, scoring.get(code).name)


def minutes(code: str) -> str:
    """How long it takes, in words."""
    number = questionnaires.minutes(code)
    return ngettext("about one minute", "about {number} minutes", number).format(
        number={2: _("two"), 3: _("three")}.get(number, number)
    )


def who_reads(row: Administration) -> str:
    """Who reads the answers, as half a sentence."""
    name = row.treatment.therapist.name
    if row.instrument in HELD_BY_CLIENT:
        return _("yours until you show it to {name}").format(name=name)
    return _("{name} reads the answers").format(name=name)


def asked(row: Administration) -> Asked:
    """The line of an open form."""
    about = f"{minutes(row.instrument)}; {who_reads(row)}"
    return Asked(str(row.id), title(row.instrument), about)


def done(row: Administration, zone: str) -> Done:
    """The line of an answered form."""
    assert row.completed_at is not None
    return Done(
        url_id=str(row.id),
        title=title(row.instrument),
        when=dates.day(row.completed_at, zone),
        may_show=row.is_held,
        is_held=row.is_held,
        therapist=row.treatment.therapist.name,
    )


def due(row: Administration, zone: str) -> str:
    """When the form is wanted, as a sentence, or nothing."""
    if row.due_at is None:
        return ""
    return _("Before {when}, if you like.").format(when=dates.day_and_time(row.due_at, zone))


def answers_words(code: str, words: dict[str, Any]) -> list[tuple[str, str]]:
    """Question and answer in the form's own words, in its order."""
    found = []
    for question in questionnaires.get(code).questions:
        value = words["answers"].get(str(question.number))
        option = question.option(value) if value is not None else None
        given = option.words if option else (str(value) if value is not None else "")
        if question.number in words["declined"]:
            given = _("Would rather not say here")
        found.append((question.words, given or _("Not answered")))
    return found


@dataclass(frozen=True)
class Waiting:
    """A planned or open form, as the therapist reads of it."""

    name: str
    state: str
    when: str


@dataclass(frozen=True)
class Rhythm:
    """A form that is asked regularly."""

    id: str
    name: str
    words: str


STATES: dict[str, Words] = {
    Administration.PLANNED: gettext_lazy("planned"),
    Administration.SENT: gettext_lazy("asked, not begun"),
    Administration.STARTED: gettext_lazy("begun"),
}


def waiting(row: Administration, zone: str) -> Waiting:
    """The line of a form that has not come back."""
    when = dates.day_and_time(row.due_at, zone) if row.due_at else ""
    return Waiting(scoring.get(row.instrument).name, str(STATES[row.state]), when)


def rhythm(schedule: Schedule) -> Rhythm:
    """How often a form is asked, in words."""
    if schedule.then_every_weeks == 0:
        words = _("before every hour")
    else:
        words = _("every week for {first} weeks, then every {then} weeks").format(
            first=schedule.weekly_for_weeks, then=schedule.then_every_weeks
        )
    return Rhythm(str(schedule.id), scoring.get(schedule.instrument).name, words)


def choices() -> list[tuple[str, str]]:
    """The forms that can be asked, for a list of choices."""
    return [(code, f"{scoring.get(code).name}: {title(code)}") for code in questionnaires.codes()]


def name(code: str) -> str:
    """What therapists call the form."""
    return scoring.get(code).name
