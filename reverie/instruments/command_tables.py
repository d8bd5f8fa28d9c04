"""`reverie instruments change` and the other commands that read a whole table and give one JSON value."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from reverie.instruments import alliance, ccrt, defenses, outcomes, printing, reading
from reverie.instruments.errors import BadInput
from reverie.instruments.opening import opened_whole


def _table(
    stream: BinaryIO, name: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[reading.Row]:
    """`reading.table`, with a bar on a terminal once it lasts."""
    lines = stream.read().count(b"\n") + 1
    stream.seek(0)
    last = [0]

    def noted() -> Iterator[reading.Row]:
        for row in reading.table(stream, name, columns, optional):
            last[0] = row.line
            yield row

    return printing.progress(noted(), lambda: last[0] / lines)


def run_defenses(arguments: argparse.Namespace) -> dict[str, Any]:
    """The profile of `unit,defense` or `unit,level` rows."""
    codes = []
    with opened_whole(arguments.file) as (stream, name):
        named, levelled = (reading.has_column(stream, column) for column in ("defense", "level"))
        wanted = ["unit", "level"] if levelled and not named else ["unit", "defense"]
        for row in _table(stream, name, wanted, ["defense", "level"]):
            row.text("unit")
            try:
                codes.append(defenses.code_of(row.values["defense"], row.values["level"]))
            except BadInput as error:
                field = "defense" if row.values["defense"] else "level"
                raise row.error(field, str(error).rstrip(".")) from None
    return defenses.profile(codes, denominator=arguments.denominator).to_dict()


def run_relationships(arguments: argparse.Namespace) -> dict[str, Any]:
    """The pattern of `episode,component,category,valence` rows."""
    rows = []
    with opened_whole(arguments.file) as (stream, name):
        for row in _table(stream, name, ["episode", "component", "category"], ["valence"]):
            component = row.text("component").upper()
            valence = row.values["valence"].replace("\u2212", "-")
            coded = ccrt.Component(row.text("episode"), component, row.text("category"), valence)
            try:
                ccrt.check(coded)
            except BadInput as error:
                field = "valence" if component in ccrt.COMPONENTS else "component"
                raise row.error(field, str(error).rstrip(".")) from None
            rows.append(coded)
    return ccrt.pattern(rows).to_dict()


def run_ruptures(arguments: argparse.Namespace) -> dict[str, Any]:
    """Rupture candidates and control chart of `session,alliance` rows."""
    sessions: list[int | str] = []
    scores: list[float | None] = []
    with opened_whole(arguments.file) as (stream, name):
        for row in _table(stream, name, ["session", "alliance"]):
            session = row.text("session")
            sessions.append(int(session) if session.isdecimal() else session)
            scores.append(row.number("alliance"))
    rule = alliance.Rule(arguments.k, arguments.sd_norm, arguments.repair_share, arguments.within)
    return alliance.find(scores, sessions, rule=rule).to_dict()


def run_agreement(arguments: argparse.Namespace) -> dict[str, Any]:
    """One measure of agreement over `unit,rater,value` rows."""
    from reverie.instruments import agreement

    with opened_whole(arguments.file) as (stream, name):
        rows = [
            (row.text("unit"), row.text("rater"), row.values["value"], row)
            for row in _table(stream, name, ["unit", "rater", "value"])
        ]
        _once_each(rows)
        table = agreement.from_rows((unit, rater, value) for unit, rater, value in _values(rows, arguments))
    return agreement.measure(
        table,
        arguments.metric,
        level=arguments.level,
        weights=arguments.weights,
        form=arguments.form,
        bootstrap=arguments.bootstrap,
        seed=arguments.seed,
        passing=lambda parts: _shown(parts, arguments.bootstrap),
    ).to_dict()


def _shown(parts: Iterator[Any], resamples: int) -> Iterator[Any]:
    """The parts of a resampling, with a bar on a terminal once it lasts."""
    sizes: list[int] = []

    def noted() -> Iterator[Any]:
        for part in parts:
            sizes.append(len(part))
            yield part

    return printing.progress(noted(), lambda: sum(sizes) / resamples, every=1)


Rating = tuple[str, str, str, reading.Row]


def _once_each(rows: list[Rating]) -> None:
    seen: set[tuple[str, str]] = set()
    for unit, rater, _, row in rows:
        if (unit, rater) in seen:
            raise row.error("rater", f"rater {rater} rates unit {unit} twice")
        seen.add((unit, rater))


def _values(
    rows: list[Rating], arguments: argparse.Namespace
) -> Iterator[tuple[str, str, str | float | None]]:
    """Values as numbers where the measure needs numbers, or where all of them are; else as words."""
    metric, level = arguments.metric, arguments.level
    numeric = metric in ("weighted", "icc") or (metric == "krippendorff" and level != "nominal")
    if not numeric:
        numeric = all(_is_number(row) for *_, row in rows)
    for unit, rater, value, row in rows:
        yield unit, rater, row.number("value") if numeric else value or None


def _is_number(row: reading.Row) -> bool:
    try:
        row.number("value")
    except BadInput:
        return False
    return True


def run_change(arguments: argparse.Namespace) -> dict[str, Any]:
    """Reliable change of each row of `id,before,after`."""
    se = outcomes.standard_error(arguments.sd, arguments.reliability)
    results = []
    with opened_whole(arguments.file) as (stream, name):
        for row in _table(stream, name, ["id", "before", "after"]):
            change = outcomes.reliable_change(
                row.number("before"),
                row.number("after"),
                sd=arguments.sd,
                reliability=arguments.reliability,
                direction=arguments.direction,
                cutoff=arguments.cutoff,
                method=arguments.method,
                mean=arguments.mean,
            )
            results.append({"id": row.text("id"), **change.to_dict()})
    s_diff = outcomes.standard_difference(arguments.sd, arguments.reliability)
    return {"se": se, "s_diff": s_diff, "results": results}
