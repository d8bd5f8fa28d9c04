from reverie.directory.queries.asking import alternatives, inquiries, zone_of
from reverie.directory.queries.finding import (
    Found,
    Listing,
    Search,
    all_listings,
    approaches,
    concerns,
    evidence,
    facet,
    find,
    hours_of,
    names_of,
)
from reverie.directory.queries.guide_texts import Guide, guide, guides, public_practice, review_of, reviews_of

__all__ = [
    "Found",
    "Guide",
    "Listing",
    "Search",
    "all_listings",
    "alternatives",
    "approaches",
    "concerns",
    "evidence",
    "facet",
    "find",
    "guide",
    "guides",
    "hours_of",
    "inquiries",
    "names_of",
    "public_practice",
    "review_of",
    "reviews_of",
    "zone_of",
]
