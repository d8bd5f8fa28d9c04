from reverie.interop.queries.around import papers_of, people_of, stored_of
from reverie.interop.queries.record import (
    HIDDEN,
    LEFT_OUT,
    PARTS,
    Part,
    count_of,
    person_of,
    plain,
    record_of,
)

__all__ = [
    "HIDDEN",
    "LEFT_OUT",
    "PARTS",
    "Part",
    "count_of",
    "papers_of",
    "people_of",
    "person_of",
    "plain",
    "record_of",
    "stored_of",
]
