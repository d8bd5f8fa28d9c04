"""How many statements really ask the database something."""

import re
from collections.abc import Iterable, Mapping

FRAME = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK)")
"""What opens and closes a transaction asks nothing."""


def asking(queries: Iterable[Mapping[str, str]]) -> int:
    """The number of captured queries that are no frame of a transaction."""
    return sum(not FRAME.match(query["sql"]) for query in queries)
