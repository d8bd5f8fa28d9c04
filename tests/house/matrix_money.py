"""What stands in the addresses of the room of money: rows of Elena's account, and of the practice's lists."""

from typing import Any

from reverie.billing.models import Charge, Claim, Coverage, Document, Insurer, LedgerEntry, ServiceCode
from reverie.core.demo_case import DemoWorld
from tests.house.matrix import first

__all__ = ["about_money"]


def about_money(world: DemoWorld) -> dict[str, Any]:
    """Argument -> row of Elena's account, and of the practice's own lists."""
    mine = {"client": world.clients["elena"]}
    return {
        "charge_id": first(Charge.objects.filter(**mine, confirmed_at=None)).pk,
        "billing entry_id": first(LedgerEntry.objects.filter(**mine, kind="payment")).pk,
        "document_id": first(Document.objects.filter(**mine, kind="invoice")).pk,
        "claim_id": first(Claim.objects.filter(**mine)).pk,
        "coverage_id": first(Coverage.objects.filter(**mine)).pk,
        "code_id": first(ServiceCode.objects.filter(practice=world.practice)).pk,
        "insurer_id": first(Insurer.objects.filter(practice=world.practice)).pk,
        "side": "front",
        "billing therapist_id": world.therapists["hanna"].pk,
    }
