"""A confirmed hour of supervision is closed: the database itself refuses to change it."""

from reverie.core.closed_rows import ClosedRows

ROWS = ClosedRows(
    words="a confirmed hour of supervision is never changed",
    function="reverie_supervision_is_confirmed",
    mark="confirmed",
    tables={"supervision_supervisionhour": ("OLD.state = 'confirmed'", ())},
)
create, drop = ROWS.create, ROWS.drop
