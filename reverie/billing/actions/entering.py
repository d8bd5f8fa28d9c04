"""Amounts into the ledger: what came in, what went back, what was let go. Entries are only added."""

from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.billing import arithmetic
from reverie.billing.actions.refusals import CannotEnter
from reverie.billing.models import Charge, LedgerEntry, money_chain
from reverie.billing.models.ledger import METHODS
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain

LARGEST = 10_000_000_00
"""Cents of one entry; more than this is a slip of the hand."""


def enter(
    *,
    client: Client,
    kind: str,
    cents: int,
    on: date,
    method: str = "",
    note: str = "",
    charge: Charge | None = None,
    undoes: LedgerEntry | None = None,
    chain: KeyChain | None = None,
    by: Actor,
) -> LedgerEntry:
    """Add one entry; the caller's transaction holds it and its audit link."""
    row = LedgerEntry(
        practice_id=client.practice_id, client=client, kind=kind, cents=cents, on=on, method=method,
        entered_by=by.user_id, charge=charge, undoes=undoes,
    )  # fmt: skip
    row.seal_words(chain or money_chain(client), {"note": note.strip()})
    row.save(force_insert=True)
    return row


@transaction.atomic
def take_payment(
    *, client: Client, cents: int, method: str, on: date, note: str = "", by: Actor
) -> LedgerEntry:
    """Note by hand that money came in, in part or in full or more. Raises CannotEnter."""
    client = locked(client)
    _refuse_amount(cents)
    if method not in METHODS:
        raise CannotEnter(_("Choose how it was paid."))
    if on > clock.today(client.practice.zone):
        raise CannotEnter(_("A payment cannot lie in the future."))
    row = enter(client=client, kind=arithmetic.PAYMENT, cents=-cents, on=on, method=method, note=note, by=by)
    return _audited(row, "take_payment", by)


@transaction.atomic
def take_back_payment(*, entry: LedgerEntry, reason: str, by: Actor) -> LedgerEntry:
    """A payment was noted by mistake: an entry of its own takes it back. Raises CannotEnter."""
    client = locked(entry.client)
    if entry.kind != arithmetic.PAYMENT:
        raise CannotEnter(_("Only a payment can be taken back."))
    if LedgerEntry.objects.filter(undoes=entry).exists():
        raise CannotEnter(_("This payment was taken back already."))
    _refuse_silence(reason)
    today = clock.today(client.practice.zone)
    row = enter(
        client=client,
        kind=arithmetic.TAKEN_BACK,
        cents=-entry.cents,
        on=today,
        note=reason,
        undoes=entry,
        by=by,
    )
    return _audited(row, "take_back_payment", by)


@transaction.atomic
def refund(*, client: Client, cents: int, method: str, note: str = "", by: Actor) -> LedgerEntry:
    """Give money back: never more than lies in the account. Raises CannotEnter."""
    client = locked(client)
    _refuse_amount(cents)
    if method not in METHODS:
        raise CannotEnter(_("Choose how it was given back."))
    if cents > -balance_of(client):
        raise CannotEnter(
            _("There is not so much to give back. Write a credit note first if an invoice was wrong.")
        )
    today = clock.today(client.practice.zone)
    row = enter(client=client, kind=arithmetic.REFUND, cents=cents, on=today, method=method, note=note, by=by)
    return _audited(row, "refund", by)


@transaction.atomic
def write_off(*, client: Client, cents: int, reason: str, by: Actor) -> LedgerEntry:
    """Give up what is owed, with the reason. Raises CannotEnter for more than is owed."""
    client = locked(client)
    _refuse_amount(cents)
    _refuse_silence(reason)
    if cents > balance_of(client):
        raise CannotEnter(_("Not so much is owed."))
    today = clock.today(client.practice.zone)
    row = enter(client=client, kind=arithmetic.WRITE_OFF, cents=-cents, on=today, note=reason, by=by)
    return _audited(row, "write_off", by)


@transaction.atomic
def forfeit_credit(*, charge: Charge, reason: str, by: Actor) -> LedgerEntry:
    """The hour that a missed one was put toward never came: its credit falls away. Raises CannotEnter."""
    client = locked(charge.client)
    credit = charge.entries.filter(kind=arithmetic.MAKE_UP).first()
    if credit is None:
        raise CannotEnter(_("Nothing of this hour stands to credit."))
    if charge.entries.filter(kind=arithmetic.FORFEIT).exists():
        raise CannotEnter(_("This credit is forfeited already."))
    _refuse_silence(reason)
    today = clock.today(client.practice.zone)
    row = enter(
        client=client,
        kind=arithmetic.FORFEIT,
        cents=-credit.cents,
        on=today,
        note=reason,
        charge=charge,
        by=by,
    )
    return _audited(row, "forfeit_credit", by)


def balance_of(client: Client) -> int:
    """What the client owes now, in cents; below zero they have money to come."""
    return LedgerEntry.objects.filter(client=client).aggregate(sum=Sum("cents"))["sum"] or 0


def locked(client: Client) -> Client:
    """The client's row under a lock: acts on one account go one after another."""
    return Client.objects.select_related("practice").select_for_update(of=("self",)).get(pk=client.pk)


def _audited(row: LedgerEntry, verb: str, by: Actor) -> LedgerEntry:
    detail = {"cents": row.cents, "kind": row.kind, "words": row.digest()}
    audit.record(by=by, verb=verb, on=row, client=row.client_id, detail=detail)
    return row


def _refuse_amount(cents: int) -> None:
    if not 0 < cents <= LARGEST:
        raise CannotEnter(_("Give an amount above zero."))


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise CannotEnter(_("Write down why, in a few words."))
