"""What of money is closed once it is entered, issued or confirmed: the database refuses to change it."""

from reverie.core.closed_rows import ClosedRows

ROWS = ClosedRows(
    words="money that was entered or issued is never changed",
    function="reverie_billing_is_closed",
    tables={
        "billing_ledgerentry": ("TRUE", ()),
        "billing_document": ("TRUE", ()),
        "billing_documentline": ("TRUE", ()),
        "billing_reduction": ("TRUE", ()),
        "billing_estimatefigures": ("TRUE", ()),
        "billing_charge": ("OLD.confirmed_at IS NOT NULL", ()),
    },
)
create, drop = ROWS.create, ROWS.drop
