"""What other roles may know: the risk answer of one form, that a form is out, numbers of ten and more."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.core import dates
from reverie.instruments import scoring
from reverie.measures import questionnaires
from reverie.measures.models import Administration, Summary
from reverie.measures.presenters.figures import number


def risk_answers(row: Administration, answers: dict[str, int]) -> list[tuple[str, str]]:
    """The risk questions of a form with what was answered, in the form's own words."""
    found = []
    for question in questionnaires.get(row.instrument).questions:
        value = answers.get(str(question.number)) if question.is_risk else None
        option = question.option(value) if value is not None else None
        if option is not None:
            found.append((question.words, option.words))
    return found


@dataclass(frozen=True)
class Out:
    """A client whose forms are out; neither which nor what is in them."""

    client: str
    words: str


def forms_out(rows: list[Administration], zone: str) -> list[Out]:
    """A line a client: how many forms are out, whether one was begun, until when."""
    of_client: dict[tuple[str, UUID], list[Administration]] = {}
    for row in rows:
        of_client.setdefault((row.client.name, row.client_id), []).append(row)
    return [Out(name, _out_words(forms, zone)) for (name, _client), forms in sorted(of_client.items())]


def _out_words(forms: list[Administration], zone: str) -> str:
    words = ngettext("one form is out", "{number} forms are out", len(forms)).format(number=len(forms))
    begun = sum(row.state == Administration.STARTED for row in forms)
    if begun:
        words += f", {ngettext('one begun', '{number} begun', begun).format(number=begun)}"
    due = min((row.due_at for row in forms if row.due_at), default=None)
    return f"{words}, {_('before {when}').format(when=dates.day_and_time(due, zone))}" if due else words


@dataclass(frozen=True)
class Counted:
    """One form over the practice's clients; words in place of numbers that would point at somebody."""

    name: str
    people: str
    first: str
    now: str
    better: str
    worse: str


def counted(row: Summary) -> Counted:
    """A line of the owner's table: people rounded down to tens, means to whole numbers."""
    name = scoring.get(row.instrument).name
    if row.people is None:
        return Counted(name, _("fewer than ten"), "–", "–", "–", "–")
    people = _("{number} and more").format(number=row.people // 10 * 10)
    few = _("fewer than ten, or nearly all")
    return Counted(
        name=name,
        people=people,
        first=number(round(row.mean_first or 0)),
        now=number(round(row.mean_now or 0)),
        better=str(row.better) if row.better is not None else few,
        worse=str(row.worse) if row.worse is not None else few,
    )
