"""Invitations between the hours, on both sides."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.policy import Actor
from reverie.journal import access, actions, library, presenters, queries
from reverie.journal.forms import HomeworkForm, TalkedForm


def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The client's page of one invitation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = access.get_homework_for(actor, pk, "homework.answer")
    if request.method == "POST":
        try:
            actions.answer_homework(homework=row, state=request.POST.get("state", ""), by=actor)
            messages.success(request, _("Noted."))
            return redirect("journal:write")
        except actions.CannotAnswer as error:
            messages.error(request, str(error))
    context = {"row": row, "invitation": presenters.invitation(row, row.client.zone)}
    return render(request, "journal/invitation.html", context)


def homework(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What a client was invited to, and a new invitation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_shared(actor, client_id, "homework.give")
    own = queries.offered_sheets(actor)
    prompt = library.find(request.GET.get("prompt", ""), own)
    form = HomeworkForm(_sent(request), initial=_initial(prompt))
    if request.method == "POST" and form.is_valid():
        try:
            hour = queries.next_hour(treatment.client, treatment.therapist)
            words, sheet = form.cleaned_data["words"], form.headings()
            actions.give_homework(treatment=treatment, words=words, sheet=sheet, appointment=hour, by=actor)
            return redirect("journal:homework", client_id=client_id)
        except actions.CannotGive as error:
            form.add_error("words", str(error))
    rows = access.read_homework_of(actor, treatment)
    given = presenters.invitations(rows, treatment.therapist.zone)
    context = {"treatment": treatment, "given": given, "form": form, "groups": library.groups(own)}
    return render(request, "journal/homework.html", context)


def homework_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What became of one invitation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = access.get_homework_for(actor, pk, "homework.give")
    told = presenters.invitation(row, row.treatment.therapist.zone)
    form = TalkedForm(_sent(request), initial={"remark": told.remark})
    if request.method == "POST" and form.is_valid():
        try:
            actions.talk_about(homework=row, by=actor, **form.cleaned_data)
            return redirect("journal:homework", client_id=row.client_id)
        except actions.CannotAnswer as error:
            form.add_error(None, str(error))
    context = {"row": row, "invitation": told, "form": form}
    return render(request, "journal/homework_item.html", context)


def _initial(prompt: library.Prompt | None) -> dict[str, str]:
    """The words of an invitation from the library, to be changed."""
    return {"words": prompt.words, "sheet": "\n".join(prompt.sheet)} if prompt else {}


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None when nothing was."""
    return request.POST if request.method == "POST" else None
