"""The door of the room: it locks sooner than the rest, and opens when the author shows who they are."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from reverie.accounts.queries import ways_to_unlock
from reverie.core import inner_door, layouts
from reverie.process import access, actions
from reverie.process.forms import SheetForm
from reverie.process.presenters.door import door_context

ROOM = "process"
WITHOUT = {"process:counts", "process:door-state"}
"""Addresses that show no word of a sheet, or that shut the door."""
NOT_HELD = {"process:client-export", "process:search"}
"""Forms with a passphrase, or with words that are kept nowhere: they are typed again."""
QUIET = {"process:day-line"}
"""Asked by pages of other rooms: they do not keep the door open, and say nothing while it is shut."""


class DoorMiddleware:
    """Stands before each page of the room, after the gate."""

    def __init__(self, get_response: layouts.Source) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = self.get_response(request)
        return answer

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, UUID]
    ) -> HttpResponse | None:
        """423 while the door is shut; else the page is covered sooner, and the room counts as touched."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not name.startswith("process:") or name in WITHOUT:
            return None
        if not inner_door.is_open(request, ROOM):
            return HttpResponse(status=204) if name in QUIET else shut_page(request, name, kwargs)
        if request.method == "POST" and inner_door.waiting(request, ROOM).get("address") == (
            request.get_full_path()
        ):
            inner_door.let_go(request, ROOM)
        if name not in QUIET:
            inner_door.touch(request, ROOM)
            urls = {"state_url": reverse("process:door-state"), "alive_url": reverse("process:door-alive")}
            request.room_lock = layouts.room_lock(ROOM, **urls)  # type: ignore[attr-defined]
        return None


def shut_page(request: HttpRequest, name: str, kwargs: dict[str, UUID]) -> HttpResponse:
    """Words for a script, or a page that asks who it is; what a form brought stays as a sealed draft."""
    wants_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and "text/html" in (
        request.headers.get("Accept", "text/html")
    )
    if not wants_page:
        return JsonResponse({"locked": True}, status=423)
    where = request.get_full_path() if request.method == "GET" else reverse("process:clients")
    is_kept = is_held = False
    if name == "process:sheet-write" and request.method == "POST":
        where, is_kept = request.get_full_path(), kept_as_draft(request, kwargs["sheet_id"])
    if request.method == "POST" and not is_kept and not request.FILES and name not in NOT_HELD:
        is_held = inner_door.hold(request, ROOM)
        where = reverse("process:door-held") if is_held else where
    ways = ways_to_unlock(request.user)  # type: ignore[arg-type]
    return render(request, "process/door.html", door_context(ways, where, is_kept or is_held), status=423)


def kept_as_draft(request: HttpRequest, sheet_id: UUID) -> bool:
    """Seal what was typed into the sheet's draft; False when it is too long, or was changed elsewhere."""
    actor = layouts.actor_of(request)
    form = SheetForm(request.POST)
    row = access.get_sheet_for(actor, sheet_id, "process_sheet.write")
    if not form.is_valid():
        return False
    try:
        based_on = form.cleaned_data["version"] or 0
        actions.save_draft(sheet=row, changed=form.changed(), save=uuid4(), based_on=based_on, by=actor)
    except (actions.CannotKeep, actions.ChangedElsewhere):
        return False
    return True
