"""Opening a practice, and what it says about itself."""

from typing import Any

from django.db import transaction

from reverie.accounts.models import Practice
from reverie.core import audit
from reverie.core.policy import Actor

CHANGEABLE = {
    "name", "zone", "country", "currency", "address", "phone", "is_monitored", "after_hours_words",
    "on_call_name", "on_call_phone",
}  # fmt: skip


@transaction.atomic
def open_practice(*, name: str, zone: str, country: str = "US", by: Actor, **facts: Any) -> Practice:
    """Make a practice. `facts` are further columns of `Practice`."""
    practice = Practice.objects.create(name=name, zone=zone, country=country, **facts)
    audit.record(by=by, verb="open", on=practice, practice=practice.id)
    return practice


@transaction.atomic
def change_practice(*, practice: Practice, facts: dict[str, Any], by: Actor) -> Practice:
    """Change what a practice says about itself; other columns than CHANGEABLE are refused with KeyError."""
    unknown = set(facts) - CHANGEABLE
    if unknown:
        raise KeyError(f"A practice has no {', '.join(sorted(unknown))}.")
    for column, value in facts.items():
        setattr(practice, column, value)
    practice.save(update_fields=list(facts))
    audit.record(by=by, verb="change", on=practice, practice=practice.id, detail={"fields": sorted(facts)})
    return practice
