"""The page of one therapist, as anybody reads it and as its owner sees it beforehand."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from reverie.core import zones
from reverie.directory.models import Profile
from reverie.directory.presenters import licences, words
from reverie.directory.presenters import profile as profile_words
from reverie.directory.presenters import reviews as review_words
from reverie.directory.queries import Listing, concerns, evidence, facet
from reverie.directory.queries.asking import hours_to_show
from reverie.directory.queries.credentials import Checked
from reverie.directory.queries.guide_texts import sources
from reverie.directory.queries.reviews import Counted

FIRST, LATER = 12, 60
"""Hours that stand there at once, and those that wait behind “Later times”."""


def page(profile: Profile, checked: list[Checked], reviews: Counted, zone: str) -> dict[str, Any]:
    """The context of the page; hours in the zone of whoever reads it."""
    hours, asked = hours_to_show(profile)
    states = tuple(one.credential.jurisdiction for one in checked)
    return {
        "profile": profile,
        "card": profile_words.card(Listing(profile, hours, states), zone),
        "days": words.days(hours, zone),
        "days_on_request": words.days(asked, zone, 6),
        "later": words.days(hours[FIRST:], zone, limit=LATER),
        "zone": zones.zone_words(zone),
        "zone_name": zone if zone != profile.practice.zone else "",
        "often": often(profile),
        "rests_on": {sources()[one.source].words for one in evidence().values()},
        "facts": facts(profile),
        "licences": [licences.line(one, profile.practice.zone) for one in checked],
        "confirmed": profile_words.confirmed(profile),
        "money": profile_words.Money.of(profile),
        "reviews": review_words.questions(reviews),
        "no_reviews": review_words.instead(reviews),
        "reviewers": reviews.clients,
    }


def often(profile: Profile) -> list[tuple[str, str]]:
    """What people often bring, each with how good the evidence is where somebody has graded it."""
    found = []
    for code in profile.concerns:
        graded = evidence().get(code)
        words_of_it = ""
        if graded:
            words_of_it = _("Evidence for this kind of therapy in %(condition)s: %(grade)s in quality.") % {
                "condition": _(graded.condition),
                "grade": _(graded.grade),
            }
        found.append((concerns().get(code, code), words_of_it))
    return found


def facts(profile: Profile) -> list[tuple[str, str]]:
    """Whom somebody sees, how one gets in, and in which languages."""
    rows = [
        (_("Sees"), named("formats", profile.formats)),
        (_("Ages"), named("ages", profile.ages)),
        (_("Access"), named("accessibility", profile.accessibility)),
        (_("Languages"), ", ".join(profile.languages)),
        (_("Training"), ". ".join(line.rstrip(".") for line in profile.training)),
    ]
    return [(label, value) for label, value in rows if value]


def named(name: str, codes: Iterable[str]) -> str:
    """Codes of a facet in words: `One person; a couple`."""
    known = facet(name)
    words = [known[code] for code in codes if code in known]
    return "; ".join([*words[:1], *(one[0].lower() + one[1:] for one in words[1:])])


def reading_zone(asked: str, practice_zone: str) -> str:
    """The zone of the reader's clock when it is a place on earth, else the practice's."""
    return asked if asked and asked in dict(zones.choices()) else practice_zone


def along(zone: str, practice_zone: str) -> str:
    """What an address carries of the reader's clock: nothing when it is the practice's."""
    return "" if zone == practice_zone else f"?{urlencode({'zone': zone})}"
