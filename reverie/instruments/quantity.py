"""One number with what it is of, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quantity:
    """A value over `n` observations; None with a `reason` where it is undefined, never 0."""

    value: float | None
    n: int
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The quantity as plain values."""
        row: dict[str, object] = {"value": self.value, "n": self.n}
        return {**row, "reason": self.reason} if self.reason else row
