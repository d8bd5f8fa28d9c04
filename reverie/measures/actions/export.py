"""The answers in the world's format."""

from typing import Any

from django.db import transaction

from reverie.core import audit
from reverie.core.policy import Actor
from reverie.measures import queries
from reverie.measures.models import Administration
from reverie.treatment.models import Treatment


def export_forms(*, treatment: Treatment, rows: list[Administration], by: Actor) -> dict[str, Any]:
    """A FHIR Bundle of forms that access.py let the actor read; the export is audited."""
    bundle = queries.fhir_bundle(rows)
    with transaction.atomic():
        detail = {"format": "fhir", "resources": len(bundle["entry"])}
        audit.record(by=by, verb="export", on=treatment, client=treatment.client_id, detail=detail)
    return bundle
