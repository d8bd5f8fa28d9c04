"""What of the record a signature closes: from then on the database itself refuses to change it."""

from reverie.core.closed_rows import ClosedRows

ROWS = ClosedRows(
    words="a signed session is never changed",
    function="reverie_record_is_locked",
    mark="locked",
    tables={
        "record_session": ("OLD.locked_at IS NOT NULL", ()),
        # Of a signed note only its release to the client may change.
        "record_progressnote": ("OLD.signed_at IS NOT NULL", ("released_at",)),
        "record_addendum": ("TRUE", ()),
        "record_disclosure": ("TRUE", ()),
        "record_contact": ("TRUE", ()),
        "record_review": ("OLD.answered_at IS NOT NULL", ()),
    },
)
create, drop = ROWS.create, ROWS.drop
