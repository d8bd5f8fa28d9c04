"""Who bills, with which codes and numbers: kept by the practice itself."""

import re
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Practice, Therapist
from reverie.billing.actions.refusals import CannotSetUp
from reverie.billing.models import Addressee, Letterhead, ServiceCode, TherapistNumbers, money_chain
from reverie.core import audit, clock
from reverie.core.policy import Actor

HEAD_WORDS = ("name", "street", "city", "state", "postal_code", "phone", "tax_id", "npi", "terms")
ADDRESS_WORDS = ("first_name", "last_name", "street", "city", "state", "postal_code", "sex")


@transaction.atomic
def write_letterhead(
    *,
    practice: Practice,
    words: Mapping[str, str],
    starts_on: date,
    tax_name: str = "",
    tax_basis_points: int = 0,
    by: Actor,
) -> Letterhead:
    """Keep who bills; documents that were issued keep what stood there. Raises CannotSetUp."""
    kept = {name: str(words.get(name, "")).strip() for name in HEAD_WORDS}
    if not kept["name"]:
        raise CannotSetUp(_("A document needs the name of who bills."))
    if kept["npi"] and not is_npi(kept["npi"]):
        raise CannotSetUp(_("This NPI has a slip in it: ten digits, the last of which checks the others."))
    if tax_basis_points and not tax_name.strip():
        raise CannotSetUp(_("Say what the tax is called on a document."))
    row = Letterhead.objects.select_for_update().filter(practice=practice).first()
    row = row or Letterhead(practice=practice)
    row.starts_on, row.tax_name, row.tax_basis_points = starts_on, tax_name.strip(), tax_basis_points
    row.seal_words(row.chain(), kept)
    row.save()
    audit.record(by=by, verb="write_letterhead", on=row, practice=practice.pk, detail={"words": row.digest()})
    return row


@transaction.atomic
def add_code(
    *,
    practice: Practice,
    code: str,
    label: str,
    from_minutes: int,
    to_minutes: int | None,
    is_first: bool = False,
    by: Actor,
) -> ServiceCode:
    """A line of the practice's own list. Raises CannotSetUp when it is there already."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    code = code.strip().upper()
    if not re.fullmatch(r"[A-Z0-9]{3,12}", code):
        raise CannotSetUp(_("A code has three to twelve letters and digits, without spaces."))
    if to_minutes is not None and to_minutes < from_minutes:
        raise CannotSetUp(_("The minutes end before they begin."))
    if ServiceCode.objects.filter(practice=practice, code=code, is_first=is_first, ended_at=None).exists():
        raise CannotSetUp(_("This code stands in the list already. End that line first."))
    row = ServiceCode.objects.create(
        practice=practice, code=code, label=label.strip(), from_minutes=from_minutes, to_minutes=to_minutes,
        is_first=is_first,
    )  # fmt: skip
    audit.record(by=by, verb="add_code", on=row, practice=practice.pk, detail={"code": code})
    return row


@transaction.atomic
def end_code(*, code: ServiceCode, by: Actor) -> ServiceCode:
    """Take a line out of use; charges that bear it stay as they are. Raises CannotSetUp."""
    code = ServiceCode.objects.select_for_update().get(pk=code.pk)
    if code.ended_at is not None:
        raise CannotSetUp(_("This line is out of use already."))
    code.ended_at, code.ended_by = clock.now(), by.user_id
    code.save(update_fields=["ended_at", "ended_by"])
    audit.record(by=by, verb="end_code", on=code, practice=code.practice_id, detail={"code": code.code})
    return code


@transaction.atomic
def write_numbers(
    *, therapist: Therapist, npi: str, taxonomy: str, licence: str, by: Actor
) -> TherapistNumbers:
    """Keep a therapist's numbers. Raises CannotSetUp when a number has a slip in it."""
    npi, taxonomy = npi.strip(), taxonomy.strip().upper()
    if npi and not is_npi(npi):
        raise CannotSetUp(_("This NPI has a slip in it: ten digits, the last of which checks the others."))
    if taxonomy and not re.fullmatch(r"[0-9A-Z]{9}X", taxonomy):
        raise CannotSetUp(_("A taxonomy code has ten signs and ends in X."))
    row, _made = TherapistNumbers.objects.update_or_create(
        therapist=therapist, defaults={"npi": npi, "taxonomy": taxonomy, "licence": licence.strip()}
    )
    audit.record(by=by, verb="write_numbers", on=row, practice=therapist.practice_id)
    return row


@transaction.atomic
def write_addressee(*, client: Client, words: Mapping[str, str], by: Actor) -> Addressee:
    """Keep where a client's documents go. Raises CannotSetUp without a last name."""
    kept = {name: str(words.get(name, "")).strip() for name in ADDRESS_WORDS}
    if not kept["last_name"]:
        raise CannotSetUp(_("A document needs the last name of who gets it."))
    row = Addressee.objects.select_for_update().filter(client=client).first() or Addressee(client=client)
    row.seal_words(money_chain(client), kept)
    row.save()
    audit.record(by=by, verb="write_addressee", on=row, client=client.pk, detail={"words": row.digest()})
    return row


def is_npi(number: str) -> bool:
    """Ten digits whose last one checks the others (Luhn, with the prefix 80840)."""
    if not re.fullmatch(r"\d{10}", number):
        return False
    total = 0
    for place, digit in enumerate(reversed("80840" + number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
