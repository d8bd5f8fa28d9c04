"""A table of dream codes comes in, goes, or is taken along: codes alone, never a word of a dream."""

from collections.abc import Sequence

from django.db import transaction

from reverie.accounts.models import Client
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.instruments import hvdc
from reverie.instruments.dream_tables import as_table
from reverie.instruments.errors import BadInput
from reverie.process.access import scope_of, series_visible_to
from reverie.process.models import DreamSeries
from reverie.process.queries.dream_series import CodedSeries

Coded = tuple[str, str, str]
MOST_ROWS = 20_000
LONGEST_NAME = 80
LONGEST_NUMBER = 40
"""Characters of what a table calls a dream; it is a number or a short name, never its words."""


class CannotKeepSeries(Exception):
    """A series that cannot be kept; the sentence says why."""


class CannotTakeCodes(Exception):
    """Codes that cannot be taken along; the sentence says why."""


def keep_series(*, client: Client, name: str, rows: Sequence[Coded], by: Actor) -> DreamSeries:
    """Keep the codes of a series; one of the same name is replaced.

    Raises CannotKeepSeries without a name, without a row, with too many, or for a code that does not exist.
    """
    name = name.strip()
    _check(name, rows)
    scope = scope_of(by, client.id)
    chain = keychain(scope)
    with transaction.atomic():
        mine = series_visible_to(by).filter(client=client)
        row = next((each for each in mine if each.words(chain)["name"] == name), None) or DreamSeries(
            practice_id=scope.practice, author_id=scope.author, client_id=client.id
        )
        row.seal_words(chain, {"name": name, "rows": [list(each) for each in rows]})
        row.save()
        detail = {"digest": row.digest(), "rows": len(rows)}
        audit.record(by=by, verb="keep_dream_series", on=row, client=client.id, detail=detail)
    return row


def drop_series(*, series: DreamSeries, by: Actor) -> None:
    """Remove a series of codes for good."""
    with transaction.atomic():
        audit.record(by=by, verb="drop_dream_series", on=series, client=series.client_id)
        series.delete()


def take_codes(*, client: Client, series: CodedSeries, by: Actor) -> str:
    """The codes as a table to hand to a colleague: dream, scale, code. Raises CannotTakeCodes without one."""
    if not series.rows:
        raise CannotTakeCodes("There is no code to take along yet.")
    with transaction.atomic():
        audit.record(
            by=by, verb="take_dream_codes", on=client, client=client.id, detail={"rows": len(series.rows)}
        )
    return as_table(series.rows)


def _check(name: str, rows: Sequence[Coded]) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise CannotKeepSeries(f"Give the series a name of at most {LONGEST_NAME} characters.")
    if not rows:
        raise CannotKeepSeries("The table has no dream in it.")
    if len(rows) > MOST_ROWS:
        raise CannotKeepSeries(f"The table has {len(rows)} rows; at most {MOST_ROWS} are kept.")
    for dream, scale, code in rows:
        if not dream.strip() or len(dream) > LONGEST_NUMBER:
            raise CannotKeepSeries(
                f"Each row names its dream in at most {LONGEST_NUMBER} characters; “{dream[:20]}” does not."
            )
        try:
            if scale or code:
                hvdc.parse(scale, code)
        except BadInput as error:
            raise CannotKeepSeries(str(error)) from None
