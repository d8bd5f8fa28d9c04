"""`reverie instruments change` and the other commands that read a whole table and give one JSON value."""

from __future__ import annotations

import argparse
from typing import Any

from reverie.instruments import outcomes, reading
from reverie.instruments.opening import opened_whole


def run_change(arguments: argparse.Namespace) -> dict[str, Any]:
    """Reliable change of each row of `id,before,after`."""
    se = outcomes.standard_error(arguments.sd, arguments.reliability)
    results = []
    with opened_whole(arguments.file) as (stream, name):
        for row in reading.table(stream, name, ["id", "before", "after"]):
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
