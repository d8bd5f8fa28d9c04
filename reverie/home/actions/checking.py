"""Walking the audit chain, and keeping what was found for the overview."""

from django.db import transaction

from reverie.accounts.models import Practice
from reverie.core import audit, clock, verification
from reverie.core.policy import Actor
from reverie.home.models import AuditCheck

KEPT = 30
"""How many walks are kept for each practice."""


def check_audit(*, by: Actor) -> list[AuditCheck]:
    """Walk every chain of this installation and keep a row for each practice."""
    report = verification.verify()
    damaged = bool(report.damage)
    found = {chain.practice: chain for chain in report.chains}
    return [
        _keep(practice, found[practice.pk].links, found[practice.pk].is_whole and not damaged, by)
        for practice in Practice.objects.filter(pk__in=found)
    ]


@transaction.atomic
def _keep(practice: Practice, links: int, is_whole: bool, by: Actor) -> AuditCheck:
    row = AuditCheck.objects.create(practice=practice, at=clock.now(), links=links, is_whole=is_whole)
    kept = AuditCheck.objects.filter(practice=practice).order_by("-at").values("pk")[:KEPT]
    AuditCheck.objects.filter(practice=practice).exclude(
        pk__in=list(kept.values_list("pk", flat=True))
    ).delete()
    detail = {"links": links, "whole": is_whole}
    audit.record(by=by, verb="check_audit", on=row, practice=practice.pk, detail=detail)
    return row
