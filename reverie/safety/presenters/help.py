"""The help page, the page after an answer, and telling the practice: what a person in danger reads."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import clock, dates, jobs, mail
from reverie.safety.models import Concern
from reverie.safety.presenters.frame import country_of, watch_words
from reverie.safety.queries import Country, country, help_of, wording
from reverie.safety.queries.concerns import steps_of
from reverie.safety.queries.looking import looking_of


def help_page() -> dict[str, object]:
    """Everything on the help page; needs no request, no session and no database."""
    known = help_of()
    here = country_of(known)
    words = filled(wording("help_now"), here, known.name if known else "")
    return {
        "w": words,
        "country": here,
        "practice": known,
        "plan_url": plan_url(),
        "tell_url": _link("safety:my-tell"),
        "watch": watch_words(known, known.zone) if known else "",
    }


def after_answer_page(
    client: Client, concern: Concern | None, *, form: UUID | None = None
) -> dict[str, object]:
    """What a client reads right after an answer that raised a concern; no score, no judgment.

    `form` is the one they were in the middle of: the page leads back to it, once this has been read.
    """
    practice = client.practice
    here = country(practice.country)
    name = concern.therapist.name if concern else _("Your therapist")
    return {
        "w": filled(wording("after_answer"), here, practice.name),
        "seen": seen_words(client, name, climbs=concern is not None and len(steps_of(concern)) > 1),
        "has_plan": client.safety_plans.exists(),
        "form_url": _link("measures:question-form", form) if form else "",
        **_reach(client, here),
    }


def tell_page(client: Client, therapist: Therapist | None, told: Concern | None) -> dict[str, object]:
    """Telling the practice that one used the help page: what is passed on, and who then sees it."""
    practice = client.practice
    here = country(practice.country)
    name = therapist.name if therapist else ""
    words = {key: text.replace("{therapist}", name) for key, text in wording("tell").items()}
    return {
        "w": filled(words, here, practice.name),
        "after": filled(wording("after_answer"), here, practice.name),
        "therapist": therapist,
        "told": dates.day_and_time(told.raised_at, client.zone) if told else "",
        "seen": seen_words(client, name, climbs=len(steps_of(told)) > 1) if told else "",
        **_reach(client, here),
    }


def _reach(client: Client, here: Country) -> dict[str, object]:
    return {
        "country": here,
        "practice": client.practice,
        "help_words": filled(wording("help_now"), here, client.practice.name),
        "plan_url": plan_url(),
        "home_url": _link("home:my") or "/",
    }


def seen_words(client: Client, therapist: str, *, climbs: bool) -> str:
    """Who has been sent word of this, who is next, and when somebody looks; nothing that is not so."""
    words, practice = wording("after_answer"), client.practice
    hours, now = looking_of(practice), clock.now()
    if jobs.are_silent() or not mail.is_set_up():
        said = [words["unsent"]]
    elif not climbs:
        said = [words["sent"], words["unmonitored"]]
    elif hours.counts_from(now) > now:
        said = [words["sent"], words["closed"]]
    else:
        said = [words["sent"], words["monitored"]]
    hour = dates.day_and_time(hours.counts_from(now), client.zone)
    return " ".join(said).format(therapist=therapist, practice=practice.name, hour=hour)


def filled(words: dict[str, str], here: Country, practice: str) -> dict[str, str]:
    """The sentences with the emergency number and the practice's name in them."""
    known = {"{emergency}": here.emergency, "{practice}": practice or _("the practice")}
    for mark, value in known.items():
        words = {name: text.replace(mark, value) for name, text in words.items()}
    return words


def plan_url() -> str:
    """The client's own safety plan."""
    return _link("safety:my-plan")


def _link(name: str, *arguments: object) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
