from reverie.interop.queries.record import (
    LEFT_OUT,
    PARTS,
    Part,
    count_of,
    papers_of,
    people_of,
    person_of,
    plain,
    record_of,
)

__all__ = [
    "LEFT_OUT",
    "PARTS",
    "Part",
    "count_of",
    "papers_of",
    "people_of",
    "person_of",
    "plain",
    "record_of",
]
