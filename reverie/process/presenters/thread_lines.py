"""The threads of the score: a line each, from its first appearance; thick once it is worked through."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from reverie.process.presenters import marks
from reverie.process.presenters.drawing import COLUMN, Drawing, Layer, Scale, Text
from reverie.process.presenters.kind_rows import Shape
from reverie.process.queries.score import Score
from reverie.process.queries.threads import ThreadRow

TOP, STEP, MOST, LETTERS = 60, 46, 8, 13
STEP_SHAPES: list[tuple[str, str, Shape]] = [
    ("reopened", "o", marks.open_triangle),
    ("eased", "f", marks.triangle),
    ("interpreted", "o", marks.diamond),
]


def shown_threads(score: Score) -> list[ThreadRow]:
    """The threads drawn: those of the window, at most MOST of the busiest, in order of appearance."""
    count: dict[UUID, int] = defaultdict(int)
    for entry in score.entries:
        for thread in entry.threads:
            count[thread] += 1
    busiest = sorted((row for row in score.threads if count[row.id]), key=lambda row: -count[row.id])
    kept = {row.id for row in busiest[:MOST]}
    return [row for row in score.threads if row.id in kept]


def thread_lines(found: Drawing, scale: Scale, threads: list[ThreadRow], score: Score) -> float:
    """Draw the lines; returns where they end."""
    layer = Layer("ac")
    for index, row in enumerate(threads):
        y = TOP + index * STEP
        found.labels += _two_lines(row.title, y)
        found.places[row.id] = str(y)
        _line(layer, scale, row, score, y)
    found.layers.append(layer)
    end = TOP + max(1, len(threads)) * STEP - 18
    found.axes += f"M0 {end}H{scale.width}"
    return end


def _line(layer: Layer, scale: Scale, row: ThreadRow, score: Score, y: float) -> None:
    first, last = score.hours[0].on, score.hours[-1].on
    days: dict[date, set[str]] = defaultdict(set)
    for entry in score.entries:
        if row.id in entry.threads:
            days[entry.on] |= set(entry.steps.get(row.id, ()))
    begins = max(first, row.course.first or first)
    layer.paths["s thin"] += f"M{marks.n(scale.x(begins))} {y}H{marks.n(scale.x(last) + COLUMN)}"
    if row.course.worked_since and row.course.worked_since <= last:
        since = max(first, row.course.worked_since)
        layer.paths["s thick"] += f"M{marks.n(scale.x(since))} {y}H{marks.n(scale.x(max(days)))}"
    for day, steps in days.items():
        css, shape = _stage(steps, row, day)
        layer.paths[css] += shape(scale.x(day), y)


def _stage(steps: set[str], row: ThreadRow, day: date) -> tuple[str, Shape]:
    """The mark of a day; only the first interpretation has the diamond."""
    for step, css, shape in STEP_SHAPES:
        if step in steps and (step != "interpreted" or row.course.interpreted == day):
            return css, shape
    worked = row.course.worked_since is not None and day >= row.course.worked_since
    return ("f", marks.disc) if worked else ("o", marks.stage_ring)


def _cut(words: str) -> str:
    return words if len(words) <= LETTERS else words[: LETTERS - 1] + "…"


def _two_lines(title: str, y: float) -> list[Text]:
    """A thread's name in the narrow column at the left, in at most two lines."""
    words, line = title.split(), ""
    while words and len(line) + len(words[0]) < LETTERS - 1:
        line = f"{line} {words.pop(0)}".strip()
    lines = [_cut(part) for part in (line, " ".join(words)) if part]
    top = y - 4 if len(lines) == 2 else y + 4
    return [Text("12", str(top + 16 * place), words, "t-said") for place, words in enumerate(lines)]
