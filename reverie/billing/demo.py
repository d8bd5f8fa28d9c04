"""Elm Row's money: letterhead and codes, Elena's and Theo's hours as invoices, an estimate, a superbill."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reverie.accounts.models import Client
from reverie.billing import actions, arithmetic
from reverie.billing.models import Charge, Coverage, Insurer, LedgerEntry
from reverie.billing.queries import papers
from reverie.core import clock, demo_case
from reverie.core.demo_case import ZONE, DemoWorld
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment

HEAD = {
    "name": "Elm Row Psychotherapy", "street": "14 Elm Row", "city": "Portland", "state": "OR",
    "postal_code": "97205", "phone": "503 555 0100", "tax_id": "93-0000000", "npi": "1234567893",
    "terms": "Payable within 30 days, by check or transfer. Thank you.",
}  # fmt: skip
CODES = [
    ("90791", "First meeting", 16, None, True),
    ("90832", "Short session", 16, 37, False),
    ("90834", "Session", 38, 52, False),
    ("90837", "Long session", 53, None, False),
]
HOMES = {
    "elena": {"first_name": "Elena", "last_name": "Marsh", "street": "2 Sample Avenue", "sex": "F"},
    "theo": {"first_name": "Theo", "last_name": "Brandt", "street": "7 Nowhere Street", "sex": "M"},
}
PLACE = {"city": "Portland", "state": "OR", "postal_code": "97206"}
INSURERS = [("Cascade Mutual", "CMUT1", True), ("Northfield Health", "NFH01", True)]
NORTHFIELD = {"plan": "Choice PPO", "member_id": "NFH 004 512 881", "group": "77120"}
MONTHS = 4
"""So many months are invoiced; the hours since wait to be confirmed."""


def load(world: DemoWorld) -> None:
    """Set up, charge the last months by the same job that runs at night, confirm, invoice, pay in part."""
    by, today = world.actors["ana"], clock.today(ZONE)
    first = _months_back(today, MONTHS)
    _set_up(world, first, by)
    actions.reconcile(practice=world.practice, by=Actor.system("billing.reconcile", world.practice.pk))
    for key in HOMES:
        _bill(world, key, first, today, by)
    _cover(world, today)
    _papers_for_elena(world.treatments["elena"], today, by)


def _set_up(world: DemoWorld, first: date, by: Actor) -> None:
    actions.write_letterhead(practice=world.practice, words=HEAD, starts_on=first, by=by)
    for code, label, low, high, is_first in CODES:
        actions.add_code(
            practice=world.practice, code=code, label=label, from_minutes=low, to_minutes=high,
            is_first=is_first, by=by,
        )  # fmt: skip
    actions.write_numbers(
        therapist=world.therapists["hanna"], npi="1234567893", taxonomy="103TP0814X",
        licence="Psychologist, Oregon", by=by,
    )  # fmt: skip
    for key, words in HOMES.items():
        actions.write_addressee(client=world.clients[key], words={**words, **PLACE}, by=by)


def _bill(world: DemoWorld, key: str, first: date, today: date, by: Actor) -> None:
    """A month after the other: confirm, invoice on the first of the next, pay ten days later."""
    client, month = world.clients[key], first
    while (last := _last_day(month)) < today:
        with _at(last + timedelta(days=1)):
            rows = Charge.objects.filter(client=client, on__lte=last)
            if actions.confirm_as_proposed(charges=rows, by=by):
                actions.issue_invoice(client=client, last_day=last, by=by)
        month = last + timedelta(days=1)
        _pay(client, last + timedelta(days=11), today, by)


def _pay(client: Client, on: date, today: date, by: Actor) -> None:
    left = [(row, cents) for row, cents in papers.settled(client) if cents > 0]
    if not left or on >= today:
        return
    invoice, cents = left[0]
    with _at(on):
        paid_before = LedgerEntry.objects.filter(client=client, kind=arithmetic.PAYMENT).count()
        is_first = not paid_before
        part = cents // 200 * 100 if paid_before == 1 else cents
        entry = actions.take_payment(
            client=client, cents=part, method="transfer", on=on, note=invoice.name, by=by
        )
        if is_first:
            actions.issue_receipt(entry=entry, by=by)


def _cover(world: DemoWorld, today: date) -> None:
    """Two insurers; what clients stated of their cover, most of it checked; a month of Elena's as a claim."""
    desk = world.actors["oona"]
    rows = {}
    for name, payer, is_in_network in INSURERS:
        rows[name] = actions.add_insurer(
            practice=world.practice, name=name, payer_id=payer, is_in_network=is_in_network, by=desk
        )
    stated = _coverages(world, rows)
    for client in ("elena", "achterberg"):
        actions.check_coverage(coverage=stated[client], by=desk)
    first = _months_back(today, 1)
    actions.write_claim(
        treatment=world.treatments["elena"],
        first_day=first,
        last_day=_last_day(first),
        by=world.actors["ana"],
    )


def _coverages(world: DemoWorld, insurers: dict[str, Insurer]) -> dict[str, Coverage]:
    """Each client's cover by their key, as they stated it; Elena had another one before."""
    former, present = demo_case.case().about["insurers"]
    elena = [
        (former, {"plan": "Choice PPO", "member_id": "CM 1180 4421"}, ()),
        (present, NORTHFIELD, (actions.Picture("front", "card.png", png_of_card()),)),
    ]
    found = {}
    for row, words, pictures in elena:
        cover = actions.Cover(
            insurer=insurers[row["name"]],
            starts_on=world.day(row["from_week"], "mon"),
            ends_on=world.day(row["until_week"], "sun") if "until_week" in row else None,
            is_in_network=True,
            copay_cents=35_00,
        )
        found["elena"] = actions.write_coverage(
            client=world.clients["elena"], cover=cover, words=words, pictures=pictures,
            by=world.actors["elena"],
        )  # fmt: skip
    for key in ("theo", "achterberg"):
        name = demo_case.case().small[key]["insurer"]
        cover = actions.Cover(insurer=insurers[name], starts_on=world.day(0, "mon"), is_in_network=True)
        found[key] = actions.write_coverage(
            client=world.clients[key], cover=cover, words={"member_id": "CM 0000 0000"},
            by=world.actors[key],
        )  # fmt: skip
    return found


def png_of_card() -> bytes:
    """A plain card in two tones, 320 by 200: enough to see that a picture was kept."""
    pixels = b"".join(b"\0" + bytes([96 if 24 < row < 56 else 224]) * 320 for row in range(200))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 320, 200, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(pixels)),
        (b"IEND", b""),
    ]
    packed = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _papers_for_elena(treatment: Treatment, today: date, by: Actor) -> None:
    frame = treatment.frames.order_by("-number").first()
    assert frame is not None
    start = max(frame.valid_from, today - timedelta(days=300))
    with _at(start):
        actions.issue_estimate(
            treatment=treatment,
            frame=frame,
            first_day=start,
            last_day=start + timedelta(days=364),
            weeks=46,
            by=by,
        )
    last = _months_back(today, 1) - timedelta(days=1)
    if papers.sessions_between(treatment, last.replace(day=1), last):
        actions.issue_superbill(treatment=treatment, first_day=last.replace(day=1), last_day=last, by=by)


def _months_back(today: date, count: int) -> date:
    """The first day of the month `count` months before the present one."""
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return date(year, month + 1, 1)


def _last_day(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@contextmanager
def _at(day: date) -> Iterator[None]:
    """The clock at nine on a day."""
    with clock.telling(datetime.combine(day, time(9), ZoneInfo(ZONE))):
        yield
