"""The listed therapists in the memory of this process, by what a search asks of them and when they are free.

A search reads no rows but those of the page it shows: each value of a facet is a bit a therapist, each
quarter of an hour at which a first consultation may begin is another (`timetable.search`). Before it
answers, the shelf asks what changed since it last looked, in this process or any other, and reads that
anew. It is built again when a day ends, since licences end with days.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection

from reverie.core import change_number, clock
from reverie.core.change_number import OWN
from reverie.directory.access import CONFIRMED_FOR
from reverie.directory.models import Credential, Profile
from reverie.scheduling.queries import changed_planes, start_bits, this_axis
from reverie.timetable.few_people import Quarters
from reverie.timetable.plane import Axis, from_bits
from reverie.timetable.search import Filters, PlaneTable

OF_PROFILE = ("concerns", "approaches", "places", "insurers", "languages", "formats", "ages", "accessibility")
FACETS = (*OF_PROFILE, "states")
READ = ("id", "therapist_id", "change", "consultation_minutes", "has_room", "is_full", "is_listed",
        "confirmed_at", "fee_cents", "sliding_from_cents", *OF_PROFILE)  # fmt: skip
NUMBERS = {"cents": np.uint32, "until": np.uint32}
SPARE = 16
"""Names of a facet that may come up before the shelf is built anew."""
CHUNK = 10_000
Members = Mapping[str, Mapping[str, list[int]]]
"""facet -> name -> the keys of those who have it."""
FOREVER, NO_MARK = 2**32 - 1, 2**62


class Kept(NamedTuple):
    """What stays of a profile beside the bits; `minutes` of a first consultation, 0 when it is not shown."""

    id: UUID
    therapist: UUID
    change: int
    minutes: int


class Shown(NamedTuple):
    """What the bits are made of; `until`: the second from which on the page is not shown."""

    kept: Kept
    cents: int
    until: int
    facets: Mapping[str, Collection[str]]


class OutOfRoom(Exception):
    """More new names came up than the shelf has room for."""


class Shelf:
    """Everybody on one axis. Not for two threads at once."""

    def __init__(self, axis: Axis) -> None:
        self.axis = axis
        # The marks are taken before the rows: what changes in between is read twice, never missed.
        self._profiles, _ = change_number.changed_since(Profile, "id", NO_MARK)
        self._planes, _ = changed_planes(NO_MARK)
        self._kept: list[Kept] = []
        self._seen: dict[UUID, int] = {}
        members: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in FACETS}
        numbers = {name: list[int]() for name in NUMBERS}
        for key, one in enumerate(_shown(None)):
            self._kept.append(one.kept)
            numbers["cents"].append(one.cents)
            numbers["until"].append(one.until)
            for facet in FACETS:
                for name in one.facets[facet]:
                    members[facet][name].append(key)
        self._by_profile = {one.id: key for key, one in enumerate(self._kept)}
        self._by_therapist = {one.therapist: key for key, one in enumerate(self._kept)}
        self._places = {facet: {name: n for n, name in enumerate(sorted(members[facet]))} for facet in FACETS}
        self._room = {facet: len(self._places[facet]) + SPARE for facet in FACETS}
        self._table = PlaneTable(axis, self._room, NUMBERS, capacity=len(self._kept) + SPARE)
        self._fill(members, numbers)

    def _fill(self, members: Members, numbers: Mapping[str, list[int]]) -> None:
        starts = dict(start_bits(self._lengths(range(len(self._kept))), self.axis))
        size = self.axis.words * 8
        stored = b"".join(starts.get(one.therapist, 0).to_bytes(size, "little") for one in self._kept)
        planes = np.frombuffer(stored, dtype="<u8").reshape(len(self._kept), self.axis.words)
        columns = {name: np.array(found, dtype=NUMBERS[name]) for name, found in numbers.items()}
        self._table.put_many(np.arange(len(self._kept), dtype=np.int64), planes.astype(np.uint64), **columns)
        for facet, names in members.items():
            for name, keys in names.items():
                self._table.fill(facet, self._places[facet][name], keys)

    def _lengths(self, keys: Iterable[int]) -> dict[UUID, int]:
        rows = (self._kept[key] for key in keys)
        return {one.therapist: one.minutes for one in rows if one.minutes}

    def names(self, facet: str) -> list[str]:
        """The names that a facet has among all who are shown, sorted."""
        return sorted(self._places[facet])

    def refresh(self) -> None:
        """Read anew what changed since the last time; two questions when nothing did. Raises OutOfRoom."""
        self._profiles, profiles = change_number.changed_since(Profile, "id", self._profiles)
        self._planes, planes = changed_planes(self._planes)
        stale = {one for one, change in _as_ids(profiles) if change == OWN or self._change_of(one) != change}
        keys = {self._put(one) for one in (_shown(stale) if stale else ())}
        for therapist, change in planes:
            key = self._by_therapist.get(therapist)
            if key is not None and (change == OWN or self._seen.get(therapist) != change):
                self._seen[therapist] = change
                keys.add(key)
        for therapist, bits in start_bits(self._lengths(keys), self.axis) if keys else ():
            self._table.put(self._by_therapist[therapist], from_bits(bits, self.axis))

    def _change_of(self, profile: UUID) -> int:
        key = self._by_profile.get(profile)
        return -1 if key is None else self._kept[key].change

    def _put(self, one: Shown) -> int:
        """Take a profile in that is new or changed; the key it has."""
        key = self._by_profile.setdefault(one.kept.id, len(self._kept))
        self._by_therapist[one.kept.therapist] = key
        self._kept[key : key + 1] = [one.kept]
        for facet in FACETS:
            for name in one.facets[facet]:
                self._places[facet].setdefault(name, len(self._places[facet]))
            if len(self._places[facet]) > self._room[facet]:
                raise OutOfRoom(facet)
        masks = {facet: self._mask(facet, one.facets[facet]) for facet in FACETS}
        plane = np.zeros(self.axis.words, dtype=np.uint64)
        self._table.put(key, plane, cents=one.cents, until=one.until, **masks)
        return key

    def _mask(self, facet: str, names: Iterable[str]) -> int:
        places = self._places[facet]
        return sum(1 << places[name] for name in set(names) if name in places)

    def filters(self, asked: Mapping[str, Collection[str]], most_cents: int | None) -> Filters:
        """The filters of a search now; a name that nobody has passes nobody."""
        between = {"until": (int(clock.now().timestamp()) + 1, FOREVER)}
        if most_cents is not None:
            between["cents"] = (0, most_cents)
        return Filters({facet: self._mask(facet, names) for facet, names in asked.items()}, between)

    def find(
        self, filters: Filters, within: Quarters | None, first: int, last: int
    ) -> tuple[list[UUID], int]:
        """(the profiles from `first` to `last` in the order of their next start, how many there are).

        Those without a start come last; `within`, the quarters that are wanted, leaves them out.
        """
        now = clock.now()
        starts = self._table.next_of_each(15, filters=filters, after=now, within=within, limit=last)
        keys = list(starts)
        if within is not None:
            count = self._table.count_of_free(within, filters=filters, after=now)
        else:
            everybody = self._table.matching(filters)
            count = len(everybody)
            if len(keys) < last:
                keys += [key for key in everybody if key not in starts]
        return [self._kept[key].id for key in keys[first:last]], count


def _as_ids(rows: Iterable[tuple[Any, int]]) -> Iterator[tuple[UUID, int]]:
    return ((UUID(str(one)), change) for one, change in rows)


def _shown(ids: Collection[UUID] | None) -> Iterator[Shown]:
    """These profiles, or all that are listed, by their address; two questions."""
    shown = {"is_listed": True, "has_room": True, "is_full": False}
    rows = Profile.objects.filter(**shown) if ids is None else Profile.objects.filter(pk__in=ids)
    licences = Credential.objects.filter(valid_until__gte=clock.now().date())
    if ids is not None:
        licences = licences.filter(profile__in=ids)
    states: dict[UUID, list[str]] = defaultdict(list)
    for profile, state in licences.values_list("profile_id", "jurisdiction").iterator(CHUNK):
        states[profile].append(state)
    for row in rows.order_by("slug").values_list(*READ).iterator(CHUNK):
        yield _of_row(dict(zip(READ, row, strict=True)), states.get(row[0], ()))


def _of_row(row: Mapping[str, Any], states: Collection[str]) -> Shown:
    is_shown = row["is_listed"] and row["has_room"] and not row["is_full"] and bool(states)
    until = int((row["confirmed_at"] + CONFIRMED_FOR).timestamp()) + 1
    return Shown(
        Kept(row["id"], row["therapist_id"], row["change"], row["consultation_minutes"] if is_shown else 0),
        min(row["fee_cents"], row["sliding_from_cents"] or row["fee_cents"]),
        until if is_shown else 0,
        {**{facet: row[facet] for facet in OF_PROFILE}, "states": states},
    )


_shelves: dict[str, Shelf] = {}
_lock = Lock()


@contextmanager
def shelf_now(*, is_fresh: bool = True) -> Iterator[Shelf]:
    """The shelf of this process as the database is now, for one thread at a time.

    Not `is_fresh`: as it was at the last search, without a question. A shelf that could not be brought up
    to date is given up: half of what changed would be worse than an error, and the next search builds anew.
    """
    name, axis = str(connection.settings_dict["NAME"]), this_axis()
    with _lock:
        shelf = _shelves.get(name)
        try:
            if shelf is None or shelf.axis != axis:
                raise OutOfRoom(name)
            if is_fresh:
                shelf.refresh()
        except OutOfRoom:
            _shelves.pop(name, None)
            shelf = _shelves[name] = Shelf(axis)
        except BaseException:
            _shelves.pop(name, None)
            raise
        yield shelf


def forget() -> None:
    """Let the next search build the shelf anew: for tests, which take back what they did."""
    _shelves.clear()
