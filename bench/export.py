"""How long does a copy of a whole record take: PDF, tables and data of some hundred signed sessions?

No rival makes one; the limit is the bar that was promised.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _long_treatment as case
from bench._measuring import Row, Workload, barred, measure, present

NOTE = "Slept badly, spoke about it. " * 12


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("export", "A copy of a client's whole record.", lines, argv)


def lines(is_quick: bool) -> Iterator[Row]:
    """One copy of a record of 500 signed sessions."""
    case.begin()
    from reverie.core import clock
    from reverie.interop.actions import export_client
    from reverie.record import actions
    from reverie.treatment.models import Treatment

    sessions, rounds = (100, 1) if is_quick else (500, 3)
    practice = case.Treatment()
    client = practice.add("Long record", hours=0, moments=0, threads=1)
    treatment, by = Treatment.objects.get(client=client), practice.actor
    for number in range(sessions):
        start = case.BEGAN + timedelta(days=7 * number)
        facts = actions.Facts(started_at=start, stopped_at=start + timedelta(minutes=50))
        with clock.telling(facts.stopped_at):
            session = actions.open_session(treatment=treatment, facts=facts, by=by)
            words = {"note": f"Hour {number}. {NOTE}"}
            actions.save_draft(session=session, words=words, template="free", version=0, by=by)
            actions.sign_note(session=session, version=1, by=by)

    def copy() -> object:
        return export_client(client=client, own=False, recipient="x", purpose="y", by=by)

    work = Workload(f"a copy of {sessions} signed sessions", copy)
    yield barred(measure("export", work, rounds), most=10)


if __name__ == "__main__":
    sys.exit(main())
