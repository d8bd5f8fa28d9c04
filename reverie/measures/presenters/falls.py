"""Drops in the alliance check: where to look, by our own rule; a signal and no finding."""

from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.instruments import alliance
from reverie.measures.models import HELD_BY_CLIENT
from reverie.measures.presenters.figures import number
from reverie.measures.queries import Course


def falls(courses: list[Course], zone: str) -> list[str]:
    """One sentence a drop that reaches the lenient threshold; nothing where no form of the kind came back."""
    return [
        _sentence(episode, course, zone)
        for course in courses
        if course.code in HELD_BY_CLIENT
        for episode in alliance.find([point.total for point in course.scored]).episodes
    ]


def rule_words() -> str:
    """What the rule is, in a sentence, so that it can be judged."""
    rule = alliance.Rule()
    return _(
        "A drop from a peak of at least one standard deviation of this client’s own answers ({strict} is the "
        "strict threshold); repaired when half of it is won back within {within} forms. The rule is ours."
    ).format(strict=number(max(rule.thresholds)), within=rule.within)


def _sentence(episode: alliance.Episode, course: Course, zone: str) -> str:
    peak, trough = _day(episode.start, course, zone), _day(episode.trough, course, zone)
    told = _("Fell by {depth} from {peak} to {trough}").format(
        depth=number(episode.depth), peak=peak, trough=trough
    )
    if episode.end is not None:
        return _("{told}; repaired by {day}.").format(told=told, day=_day(episode.end, course, zone))
    ends = _("{told}; still open.") if episode.is_open else _("{told}; not repaired.")
    return ends.format(told=told)


def _day(place: alliance.Session, course: Course, zone: str) -> str:
    return dates.short_day(course.scored[int(place) - 1].at, zone)
