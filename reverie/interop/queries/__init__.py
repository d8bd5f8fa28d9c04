from reverie.interop.queries.around import papers_of, people_of, stored_of
from reverie.interop.queries.columns import COPIED, NOT_COPIED, copied, plain
from reverie.interop.queries.record import BEYOND, HIDDEN, LEFT_OUT, PARTS, Part, count_of, record_of

__all__ = [
    "BEYOND",
    "COPIED",
    "HIDDEN",
    "LEFT_OUT",
    "NOT_COPIED",
    "PARTS",
    "Part",
    "copied",
    "count_of",
    "papers_of",
    "people_of",
    "plain",
    "record_of",
    "stored_of",
]
