from reverie.directory.queries.finding import (
    Found,
    Listing,
    Search,
    all_listings,
    approaches,
    concerns,
    find,
    hours_of,
)

__all__ = ["Found", "Listing", "Search", "all_listings", "approaches", "concerns", "find", "hours_of"]
