"""The free-time plane of one therapist: a bit for each quarter of an hour on a UTC axis, 1 = free.

Eight weeks are 5,376 quarters: 84 words of 64 bits, 672 bytes. Bit q of the axis is bit q % 64 of word q //
64. A plane never promises time that is not free: windows are rounded inwards to quarters, bookings
outwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from reverie.timetable import walltime
from reverie.timetable.week import Week, spans

QUARTER = 900
STEP = timedelta(seconds=QUARTER)
WORDS_OF_EIGHT_WEEKS = 84

Plane = NDArray[np.uint64]


@dataclass(frozen=True)
class Axis:
    """`first`: the number of the first quarter since 1970 UTC.

    `words`: how many 64-quarter words (84 = eight weeks).
    """

    first: int
    words: int = WORDS_OF_EIGHT_WEEKS

    @classmethod
    def starting(cls, moment: datetime, words: int = WORDS_OF_EIGHT_WEEKS) -> "Axis":
        """The axis whose first quarter holds this instant."""
        return cls(walltime.utc_seconds(moment) // QUARTER, words)

    @property
    def quarters(self) -> int:
        return self.words * 64

    @property
    def begin(self) -> datetime:
        return self.moment(0)

    @property
    def end(self) -> datetime:
        return self.moment(self.quarters)

    def moment(self, quarter: int) -> datetime:
        """The instant at which a quarter of this axis begins."""
        return walltime.instant((self.first + quarter) * QUARTER)

    def quarter_from(self, moment: datetime) -> int:
        """The first quarter of this axis that begins at this instant or later, at least 0."""
        return max(0, -(-walltime.utc_seconds(moment) // QUARTER) - self.first)


def _mask(low: int, high: int, quarters: int) -> int:
    """The bits [low, high), cut to the axis."""
    low, high = max(low, 0), min(high, quarters)
    return ((1 << (high - low)) - 1) << low if high > low else 0


def free_bits(axis: Axis, weeks: Iterable[Week], booked: Iterable[tuple[datetime, datetime]] = ()) -> int:
    """The plane as one integer.

    `weeks` are united (one for each zone), `booked` are aware (start, end) pairs.
    """
    low = axis.first * QUARTER
    high = low + axis.quarters * QUARTER
    quarters = bytearray(axis.quarters)
    for week in weeks:
        for start, end in spans(week, low, high):
            _fill(quarters, -(-start // QUARTER) - axis.first, end // QUARTER - axis.first, b"\1")
    for begin, finish in booked:
        first = walltime.utc_seconds(begin) // QUARTER - axis.first
        last = -(-_ceiling(finish) // QUARTER) - axis.first
        _fill(quarters, first, last, b"\0")
    return _packed(quarters)


def _fill(quarters: bytearray, low: int, high: int, value: bytes) -> None:
    """Set the quarters [low, high), cut to the axis."""
    low, high = max(low, 0), min(high, len(quarters))
    if high > low:
        quarters[low:high] = value * (high - low)


def _packed(quarters: bytearray) -> int:
    """A byte a quarter as a bit a quarter."""
    packed = np.packbits(np.frombuffer(quarters, dtype=np.uint8), bitorder="little")
    return int.from_bytes(packed.tobytes(), "little")


def _ceiling(moment: datetime) -> int:
    """UTC seconds, part seconds counted as a whole one."""
    return walltime.utc_seconds(moment) + (1 if moment.microsecond else 0)


def free_plane(axis: Axis, weeks: Iterable[Week], booked: Iterable[tuple[datetime, datetime]] = ()) -> Plane:
    """The plane as an array of `axis.words` little-endian 64-bit words; see `free_bits`."""
    return from_bits(free_bits(axis, weeks, booked), axis)


def from_bits(bits: int, axis: Axis) -> Plane:
    """An integer of bits as an array of words."""
    return np.frombuffer(bits.to_bytes(axis.words * 8, "little"), dtype="<u8").astype(np.uint64)


def to_bits(plane: Plane) -> int:
    """An array of words as an integer of bits."""
    return int.from_bytes(plane.astype("<u8").tobytes(), "little")


def shifted(bits: int, old: Axis, new: Axis) -> int:
    """The same free time on another axis. What the old axis did not cover is not free."""
    distance = new.first - old.first
    moved = bits >> distance if distance >= 0 else bits << -distance
    return moved & _mask(0, new.quarters, new.quarters)


def run_starts(bits: int, quarters: int) -> int:
    """The bits at which so many free quarters in a row begin."""
    have = 1
    while have < quarters:
        step = min(have, quarters - have)
        bits &= bits >> step
        have += step
    return bits


def quarters_of(minutes: int) -> int:
    """How many quarters a meeting of so many minutes needs. Raises ValueError for less than one minute."""
    if minutes < 1:
        raise ValueError(f"A meeting lasts at least one minute, not {minutes}.")
    return -(-minutes // 15)


def open_starts(
    bits: int, axis: Axis, minutes: int, *, after: datetime | None = None, limit: int = 1
) -> list[datetime]:
    """The earliest instants at which so many minutes are free in this plane, at or after `after`, at most
    `limit`.
    """
    found = run_starts(bits, quarters_of(minutes))
    skip = axis.quarter_from(after) if after is not None else 0
    if found < 0 or found.bit_length() > axis.quarters:
        raise ValueError("This plane does not lie on this axis.")
    packed = np.frombuffer(found.to_bytes(axis.words * 8, "little"), dtype=np.uint8)
    positions = np.flatnonzero(np.unpackbits(packed, bitorder="little"))
    begin = axis.begin
    return [begin + STEP * quarter for quarter in positions[positions >= skip][:limit].tolist()]
