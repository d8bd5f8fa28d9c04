from reverie.safety.queries.concerns import OpenConcern, Rung, ladder_for, open_concerns_for, zone_of
from reverie.safety.queries.help_lines import Country, Line, PracticeHelp, country, help_of, published
from reverie.safety.queries.looking import Looking, looking_of, watch_of, what_is_not_declared
from reverie.safety.queries.silence import Silence, silence_of_jobs, therapists_waited_for
from reverie.safety.queries.wordings import (
    digest_of,
    unapproved_wordings,
    what_awaits_approval,
    wording,
)

__all__ = [
    "Country",
    "Line",
    "Looking",
    "OpenConcern",
    "PracticeHelp",
    "Rung",
    "Silence",
    "country",
    "digest_of",
    "help_of",
    "ladder_for",
    "looking_of",
    "open_concerns_for",
    "published",
    "silence_of_jobs",
    "therapists_waited_for",
    "unapproved_wordings",
    "watch_of",
    "what_awaits_approval",
    "what_is_not_declared",
    "wording",
    "zone_of",
]
