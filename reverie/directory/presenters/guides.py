"""Guides for a page: blocks with their statements, where they come from, who has read them."""

from dataclasses import dataclass
from typing import Any

from django.utils.dateformat import format as django_date
from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.directory import prose
from reverie.directory.models import GuideReview
from reverie.directory.queries.guide_texts import Guide, Source, Statement, Version, sources, statements

HARD = 9.0
"""The Flesch-Kincaid grade that a guide should not pass."""


@dataclass(frozen=True)
class Part:
    """One block with what the template needs of it; an unchecked statement is no part at all."""

    block: prose.Block
    statement: Statement | None = None


def parts(guide: Guide) -> list[Part]:
    """The blocks to be shown."""
    found = [Part(block, statements().get(block.key)) for block in guide.blocks]
    return [part for part in found if part.block.kind != "figure" or part.statement]


def rests_on(guide: Guide) -> list[Source]:
    """The sources of a guide in words."""
    return [sources().get(line, Source(line)) for line in guide.source_keys]


def reviewed(review: GuideReview | None) -> str:
    """Who has read the text as a clinician; said plainly when nobody has."""
    if review is None:
        return _("Not yet reviewed by a clinician.")
    day = django_date(dates.local(review.reviewed_at, review.practice.zone), "F j, Y")
    return _("Reviewed by %(name)s on %(date)s.") % {"name": review.reviewer_name, "date": day}


def grade(guide: Guide) -> str:
    """How hard the text is to read, for who writes it."""
    words = _("Flesch-Kincaid grade %(grade)s.") % {"grade": guide.grade}
    if guide.grade > HARD:
        return (
            words
            + " "
            + _("Shorter sentences and shorter words would bring it to %(most)d.") % {"most": HARD}
        )
    return words


def version(one: Version) -> str:
    """`Version 2, June 9, 2026, by Oona Byrne: Our fees.`"""
    words = {
        "number": one.label,
        "date": django_date(one.on, "F j, Y"),
        "author": one.author,
        "change": one.change,
    }
    return _("Version %(number)s, %(date)s, by %(author)s: %(change)s") % words


def page(guide: Guide, review: GuideReview | None, everything: list[Guide]) -> dict[str, Any]:
    """The context of one guide's page."""
    place = [one.slug for one in everything].index(guide.slug)
    return {
        "guide": guide,
        "parts": parts(guide),
        "headings": [part.block for part in parts(guide) if part.block.kind == "heading"],
        "rests_on": rests_on(guide),
        "written": django_date(guide.written_on, "F j, Y"),
        "first_written": guide.history[-1].on,
        "reviewed": reviewed(review),
        "review": review,
        "history": [version(one) for one in guide.history],
        "following": everything[place + 1] if place + 1 < len(everything) else None,
    }
