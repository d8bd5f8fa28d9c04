"""The therapist's side: what a client has shown."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.core.policy import Actor
from reverie.journal import access, presenters, queries


def shared(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What one client has shared, and since when; no word of it before it is opened."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_shared(actor, client_id, "entry.see_shared")
    zone = treatment.therapist.zone
    rows = [presenters.shared_row(page, zone) for page in queries.shared_by(actor, client_id)]
    return render(request, "journal/shared.html", {"treatment": treatment, "pages": rows})


def shared_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One shared page; the reading is written down for the client."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    share = access.get_shared_for_reading(actor, pk)
    context = {
        "share": share,
        "entry": share.entry,
        "words": queries.words_of(share.entry),
        "row": presenters.shared_row(queries.shared_page(share), share.therapist.zone),
    }
    return render(request, "journal/shared_page.html", context)
