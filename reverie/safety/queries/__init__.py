from reverie.safety.queries.concerns import OpenConcern, Rung, ladder_for, open_concerns_for, zone_of
from reverie.safety.queries.help_lines import Country, Line, PracticeHelp, country, help_of, published
from reverie.safety.queries.wordings import (
    digest_of,
    unapproved_wordings,
    what_awaits_approval,
    wording,
    wording_notice,
)

__all__ = [
    "Country",
    "Line",
    "OpenConcern",
    "PracticeHelp",
    "Rung",
    "country",
    "digest_of",
    "help_of",
    "ladder_for",
    "open_concerns_for",
    "published",
    "unapproved_wordings",
    "what_awaits_approval",
    "wording",
    "wording_notice",
    "zone_of",
]
