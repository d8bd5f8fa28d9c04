"""What this room gives to every page: the first line, the call, the watch, the alarm. All but the last
come from files, so that they stand when nothing else does.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from reverie.core import clock, dates, layouts
from reverie.safety import queries
from reverie.safety.queries import Country, PracticeHelp, country, help_of, wording
from reverie.safety.queries.help_lines import DEFAULT_COUNTRY

OPERATORS = {"practice_owner", "system_administrator"}


@dataclass(frozen=True)
class OnCall:
    """Whom staff call for the practice: shown on every page of theirs."""

    name: str
    phone: str
    dial: str


def dial(phone: str) -> str:
    """A telephone number as a tel: link takes it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def crisis_line(request: HttpRequest) -> layouts.CrisisLine:
    """The line of the practice's country: of the practice that asks, else of the only one here."""
    words = wording("crisis_line")
    here = country_of(_help(request))
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


def watch(request: HttpRequest) -> str:
    """When somebody looks, for the foot of a page, in the reader's zone; empty while no practice is known."""
    known = _help(request)
    if known is None:
        return ""
    return watch_words(known, getattr(getattr(request, "user", None), "zone", "") or known.zone)


def watch_words(known: PracticeHelp, zone: str) -> str:
    """Whether anybody looks, and if nobody does now, when somebody will; one sentence or two."""
    words, now = wording("watch"), clock.now()
    key, hour = _watch_state(known, now, zone)
    return words[key].format(practice=known.name, hour=hour)


def _watch_state(known: PracticeHelp, now: datetime, zone: str) -> tuple[str, str]:
    hours = known.looking
    if not known.is_monitored:
        return "unmonitored", ""
    if not hours.is_declared:
        return "undeclared", ""
    if hours.is_at_any_hour:
        return "any_hour", ""
    closes = hours.closes_at(now)
    if closes is not None:
        return "open", dates.day_and_time(closes, zone)
    opens = hours.next_opening(now)
    return ("closed", dates.day_and_time(opens, zone)) if opens else ("undeclared", "")


def alarms(request: HttpRequest) -> list[str]:
    """What must be known before anything else, on every page: that the jobs stand still, for those who run
    the site; that somebody waits for a clinician, for the front desk. Nothing for anybody else.
    """
    actor = layouts.actor_of(request)
    silence = silence_words(request) if actor.roles & OPERATORS else ""
    waiting = [_clinician_words(name) for name in queries.therapists_waited_for(actor)]
    return [silence, *waiting] if silence else waiting


def silence_words(request: HttpRequest) -> str:
    """That no alert climbs since the jobs are silent; empty while they are heard."""
    silence = queries.silence_of_jobs()
    zone = getattr(getattr(request, "user", None), "zone", "UTC")
    return _silence_words(silence, zone) if silence is not None else ""


def _silence_words(silence: queries.Silence, zone: str) -> str:
    start = _("Alerts do not climb and no message goes out")
    if silence.since is None:
        return _(
            "{start}: the jobs have never run here. Whoever runs this site starts them: reverie run."
        ).format(start=start)
    return _(
        "{start}: the jobs are silent since {when}. Whoever runs this site starts them: reverie run."
    ).format(start=start, when=dates.day_and_time(silence.since, zone))


def _clinician_words(name: str) -> str:
    return _("Somebody waits for a clinician. Call {name}, or whoever covers, now.").format(name=name)


def _help(request: HttpRequest) -> PracticeHelp | None:
    return help_of(layouts.actor_of(request).practice_id) or help_of()


def country_of(known: PracticeHelp | None) -> Country:
    """The lines of a practice's country, else of the country that is assumed."""
    return country(known.country if known else DEFAULT_COUNTRY)
