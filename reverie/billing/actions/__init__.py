from reverie.billing.actions.charging import (
    charge_missed,
    charge_session,
    confirm_as_proposed,
    confirm_charge,
    grant_reduction,
    reconcile,
)
from reverie.billing.actions.entering import (
    balance_of,
    forfeit_credit,
    refund,
    take_back_payment,
    take_payment,
    write_off,
)
from reverie.billing.actions.estimating import issue_estimate
from reverie.billing.actions.issuing import (
    hash_of,
    issue_credit_note,
    issue_invoice,
    issue_receipt,
    issue_superbill,
)
from reverie.billing.actions.refusals import CannotCharge, CannotEnter, CannotIssue, CannotSetUp
from reverie.billing.actions.setting_up import (
    add_code,
    end_code,
    is_npi,
    write_addressee,
    write_letterhead,
    write_numbers,
)

__all__ = [
    "CannotCharge",
    "CannotEnter",
    "CannotIssue",
    "CannotSetUp",
    "add_code",
    "balance_of",
    "charge_missed",
    "charge_session",
    "confirm_as_proposed",
    "confirm_charge",
    "end_code",
    "forfeit_credit",
    "grant_reduction",
    "hash_of",
    "is_npi",
    "issue_credit_note",
    "issue_estimate",
    "issue_invoice",
    "issue_receipt",
    "issue_superbill",
    "reconcile",
    "refund",
    "take_back_payment",
    "take_payment",
    "write_addressee",
    "write_letterhead",
    "write_numbers",
    "write_off",
]
