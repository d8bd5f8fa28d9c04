"""What of a treatment a signature closes: from then on the database itself refuses to change it."""

from reverie.core.closed_rows import ClosedRows

ROWS = ClosedRows(
    words="a signed summary is never changed",
    function="reverie_treatment_is_closed",
    tables={"treatment_endingsummary": ("OLD.signed_at IS NOT NULL", ())},
)
create, drop = ROWS.create, ROWS.drop
