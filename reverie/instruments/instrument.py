"""What an instrument is: a scoring key with its direction, its licence and the source of every figure.

No item wording lives here. Keys are facts and ship; texts come from elsewhere under their own licence.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Number = int | float


@dataclass(frozen=True)
class Band:
    """A named range of totals. `low` is the smallest total that belongs to it."""

    name: str
    low: Number


@dataclass(frozen=True)
class Figure:
    """A published figure (cut-off, reliability, reliable change) with where it was seen."""

    kind: str
    value: Number
    source: str
    verified: bool
    note: str = ""


@dataclass(frozen=True)
class Subscale:
    """A part of an instrument: item numbers (from 1), how they are joined, times which factor.

    `recode` maps an item number to a table of values, indexed by answer minus the instrument's minimum.
    """

    name: str
    items: tuple[int, ...]
    method: str = "sum"
    factor: Number = 1
    recode: dict[int, tuple[Number, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Gate:
    """Items that are asked only if one of `items` was answered above the minimum."""

    items: tuple[int, ...]
    opens: tuple[int, ...]


@dataclass(frozen=True)
class Instrument:
    """A scoring key. `min` and `max` limit one answer; `direction` is the better end of the total."""

    code: str
    name: str
    items: int
    min: Number
    max: Number
    direction: str
    licence: str
    source: str
    verified: bool
    verified_by: str = ""
    verified_at: str = ""
    text: str = "key only"
    has_total: bool = True
    total_method: str = "sum"
    decimals: bool = False
    unscorable: str = ""
    note: str = ""
    reverse: tuple[int, ...] = ()
    risk_items: tuple[int, ...] = ()
    max_missing: int = 0
    subscales: tuple[Subscale, ...] = ()
    gates: tuple[Gate, ...] = ()
    bands: tuple[Band, ...] = ()
    bands_verified: bool = False
    bands_source: str = ""
    figures: tuple[Figure, ...] = ()
    panel: str = ""
    total_code: str = ""
    item_codes: tuple[tuple[str, ...], ...] = ()
    link_ids: tuple[tuple[str, ...], ...] = ()
    answer_codes: dict[str, int] = field(default_factory=dict)

    @property
    def text_included(self) -> bool:
        """True where the wording of the items comes with the product."""
        return self.text == "ship"

    @property
    def total_min(self) -> Number | None:
        """The lowest total that answers can give, or None where the instrument has no total."""
        return self.items * self.min if self.has_total else None

    @property
    def total_max(self) -> Number | None:
        """The highest total that answers can give, or None where the instrument has no total."""
        return self.items * self.max if self.has_total else None

    def verified_figures(self) -> tuple[Figure, ...]:
        """Only the figures that somebody has seen at their source: the ones a page may show."""
        return tuple(figure for figure in self.figures if figure.verified)

    def to_dict(self) -> dict[str, object]:
        """The row of `reverie instruments list`."""
        return {
            "code": self.code,
            "name": self.name,
            "items": self.items,
            "min": self.min,
            "max": self.max,
            "direction": self.direction,
            "licence": self.licence,
            "text_included": self.text_included,
            "text": self.text,
            "total_min": self.total_min,
            "total_max": self.total_max,
            "scorable": not self.unscorable,
            "risk_items": list(self.risk_items),
            "subscales": [part.name for part in self.subscales],
            "source": self.source,
            "verified": self.verified,
        }
