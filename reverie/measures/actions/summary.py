"""Numbers of a practice: counted from the sealed forms, kept only where they point at nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from django.db import transaction

from reverie.accounts.models import Practice
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.instruments import scoring
from reverie.measures import queries
from reverie.measures.models import HELD_BY_CLIENT, Administration, Summary

FEWEST = 10
"""People whom a number must stand for, and people whom it must leave over."""


@dataclass(frozen=True)
class Pair:
    """One person's first and latest total of a form."""

    first: float
    now: float


def count_measures(*, practice: Practice, by: Actor) -> int:
    """Count every form of the practice anew; returns how many forms have ten people and more.

    The alliance check is the client's own until it is shown, so it is counted nowhere.
    """
    found = _pairs(practice)
    with transaction.atomic():
        Summary.objects.filter(practice=practice).delete()
        rows = [_summary(practice, code, pairs) for code, pairs in sorted(found.items())]
        Summary.objects.bulk_create(rows)
        detail = {"instruments": len(rows)}
        audit.record(by=by, verb="count", on=practice, practice=practice.id, detail=detail)
    return sum(row.people is not None for row in rows)


def _pairs(practice: Practice) -> dict[str, list[Pair]]:
    rows = Administration.objects.filter(practice=practice, state=Administration.COMPLETED)
    rows = rows.exclude(instrument__in=HELD_BY_CLIENT).exclude(source=Administration.BY_PROXY)
    of_client: dict[object, list[Administration]] = {}
    for row in rows.order_by("client_id", "completed_at"):
        of_client.setdefault(row.client_id, []).append(row)
    found: dict[str, list[Pair]] = {}
    for forms in of_client.values():
        for course in queries.courses(forms):
            totals = [float(point.total) for point in course.scored if point.total is not None]
            if len(totals) > 1:
                found.setdefault(course.code, []).append(Pair(totals[0], totals[-1]))
    return found


def _summary(practice: Practice, code: str, pairs: list[Pair]) -> Summary:
    row = Summary(practice=practice, instrument=code, counted_at=clock.now())
    if len(pairs) < FEWEST:
        return row
    better, worse = _moved(code, pairs)
    row.people = len(pairs)
    row.mean_first = fmean(pair.first for pair in pairs)
    row.mean_now = fmean(pair.now for pair in pairs)
    # A count is kept where it and what it leaves over stand for enough people.
    row.better = better if _points_at_nobody(better, len(pairs)) else None
    row.worse = worse if _points_at_nobody(worse, len(pairs)) else None
    return row


def _moved(code: str, pairs: Iterable[Pair]) -> tuple[int, int]:
    """How many moved reliably, by a verified figure: to the better, to the worse."""
    instrument = scoring.get(code)
    known = [figure.value for figure in instrument.verified_figures() if figure.kind == "reliable change"]
    if not known:
        return 0, 0
    sign = -1 if instrument.direction == "lower" else 1
    gains = [sign * (pair.now - pair.first) for pair in pairs]
    return sum(gain >= known[0] for gain in gains), sum(gain <= -known[0] for gain in gains)


def _points_at_nobody(count: int, people: int) -> bool:
    return FEWEST <= count <= people - FEWEST
