"""Words, numbers and moments for the pages of this room, and for the first line of every page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Practice
from reverie.core import dates, layouts
from reverie.safety.models import Concern, ConcernStep
from reverie.safety.queries import Country, PracticeHelp, country, help_of, wording
from reverie.safety.queries.concerns import steps_of
from reverie.safety.queries.help_lines import DEFAULT_COUNTRY


@dataclass(frozen=True)
class OnCall:
    """Whom staff call for the practice: shown on every page of theirs."""

    name: str
    phone: str
    dial: str


def dial(phone: str) -> str:
    """A telephone number as a tel: link takes it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


# -- the first line of every page; what it says comes from files ---------------------------------------


def crisis_line(request: HttpRequest) -> layouts.CrisisLine:
    """The line of the practice's country: of the practice that asks, else of the only one here."""
    words = wording("crisis_line")
    here = _country(_help(request))
    line = here.lines[0] if here.lines else None
    return layouts.CrisisLine(
        question=words["question"],
        danger=words["danger"],
        more=words["more"],
        how=_(line.how) if line else "",
        how_short=_(line.how_short) if line else "",
        number=line.number if line else "",
        dial=line.dial if line else "",
        hours=_(line.hours) if line else "",
        emergency=here.emergency,
        help_url=layouts.help_url(),
    )


def on_call(request: HttpRequest) -> OnCall | None:
    """Who is on call, for staff; None for everybody else and while nobody is named."""
    known = _help(request) if layouts.actor_of(request).is_staff else None
    if known is None or not known.on_call_phone:
        return None
    return OnCall(known.on_call_name, known.on_call_phone, dial(known.on_call_phone))


def practice_name(request: HttpRequest) -> str:
    """The practice's name for the foot of a page."""
    known = _help(request)
    return known.name if known else ""


def _help(request: HttpRequest) -> PracticeHelp | None:
    return help_of(layouts.actor_of(request).practice_id) or help_of()


def _country(known: PracticeHelp | None) -> Country:
    return country(known.country if known else DEFAULT_COUNTRY)


# -- the help page and the page after an answer --------------------------------------------------------


def help_page() -> dict[str, object]:
    """Everything on the help page; needs no request, no session and no database."""
    known = help_of()
    here = _country(known)
    words = _filled(wording("help_now"), here, known.name if known else "")
    return {"w": words, "country": here, "practice": known, "plan_url": plan_url()}


def after_answer_page(client: Client, concern: Concern | None) -> dict[str, object]:
    """What a client reads right after an answer that raised a concern; no score, no judgment."""
    practice = client.practice
    here = country(practice.country)
    words = _filled(wording("after_answer"), here, practice.name)
    name = concern.therapist.name if concern else _("Your therapist")
    seen = words["monitored"] if concern and len(steps_of(concern)) > 1 else words["unmonitored"]
    return {
        "w": words,
        "seen": seen.format(therapist=name),
        "country": here,
        "practice": practice,
        "help_words": _filled(wording("help_now"), here, practice.name),
        "plan_url": plan_url(),
        "home_url": _link("home:my") or "/",
    }


def _filled(words: dict[str, str], here: Country, practice: str) -> dict[str, str]:
    known = {"{emergency}": here.emergency, "{practice}": practice or _("the practice")}
    for mark, value in known.items():
        words = {name: text.replace(mark, value) for name, text in words.items()}
    return words


def plan_url() -> str:
    """The client's own safety plan; empty while there is no such page."""
    return _link("safety:my-plan")


def _link(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


# -- a concern, for the people who look after it -------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One rung as the page shows it."""

    name: str
    place: str
    due: str
    told: str


def kind_words(concern: Concern) -> str:
    """What raised it, without what was answered."""
    return {
        Concern.RISK_ITEM: _("An answer about being better off dead, or about hurting oneself"),
        Concern.SCREENER: _("Answers of a risk screener"),
        Concern.ASKED_FOR_HELP: _("They told the practice that they used the help page"),
    }[concern.kind]


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
        told = _("told %s") % dates.day_and_time(row.told_at, practice.zone)
    else:
        told = _("not told, somebody looks after it") if concern.acknowledged_at else _("not told yet")
    return Step(row.user.name, place_words(row.place), dates.day_and_time(row.due_at, practice.zone), told)
