"""Notes that two people sign: the queue of each side, the supervisor's page of a note, who is named."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core.layouts import actor_of
from reverie.record import access, actions
from reverie.record.forms import CountersignerForm, EndForm, ReadyForm, ReturnForm
from reverie.record.presenters import countersigning as shown
from reverie.record.queries import countersigning as queries
from reverie.record.views.note_page import preview_page


def countersigning(request: HttpRequest) -> HttpResponse:
    """What waits for my signature, and what I wrote that waits for another's or came back."""
    actor = actor_of(request)
    waiting = shown.waiting_rows(queries.waiting_for(actor))
    mine = shown.own_rows(queries.own_queue(actor))
    return render(request, "record/countersigning.html", {"waiting": waiting, "mine": mine})


def session_ready(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The author says that the note is ready for a supervisor."""
    actor = actor_of(request)
    row = access.get_session_for(actor, session_id, "note.sign")
    supervisors = queries.countersigners_of(row.therapist)
    form = ReadyForm(request.POST, supervisors=supervisors)
    try:
        if form.is_valid():
            actions.say_ready(session=row, **form.cleaned_data, by=actor)
            messages.success(request, _("It waits for the supervisor’s signature now."))
            return redirect("record:countersigning")
        messages.error(request, _("Choose a supervisor who countersigns your notes."))
    except actions.ChangedElsewhere:
        messages.error(request, _("The note has changed since this page was shown. Read it again."))
    except actions.CannotSign as refusal:
        messages.error(request, str(refusal))
    return redirect("record:session-sign", row.pk)


def countersign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A note that waits for me: read it, sign it with its author, or send it back with the reason."""
    actor = actor_of(request)
    review = access.get_review_for(actor, session_id, reads=request.method == "GET")
    returns = request.POST.get("does") == "return"
    form = ReturnForm(request.POST if returns else None)
    try:
        if returns and form.is_valid():
            actions.return_note(review=review, reason=form.cleaned_data["reason"], by=actor)
            messages.success(request, _("It is back with its author, with your reason."))
            return redirect("record:countersigning")
        if request.method == "POST" and not returns:
            version = str(request.POST.get("version", ""))
            read = int(version) if version.isdecimal() and len(version) < 10 else 0
            actions.countersign(review=review, version=read, by=actor)
            messages.success(request, _("Signed by both of you. The session is locked."))
            return redirect("record:countersigning")
    except actions.ChangedElsewhere:
        messages.error(request, _("The note has changed since this page was shown. Read it again."))
        return redirect("record:countersign", session_id)
    except actions.CannotSign as refusal:
        form.add_error(None, str(refusal)) if returns else messages.error(request, str(refusal))
    context = preview_page(review.note.session) | {"review": review, "form": form}
    return render(request, "record/countersign.html", context, status=422 if form.errors else 200)


def countersigners(request: HttpRequest) -> HttpResponse:
    """The practice says who countersigns whose notes."""
    actor = actor_of(request)
    practice = Practice.objects.filter(pk=actor.practice_id).first()
    if practice is None:
        raise Http404
    form = CountersignerForm(request.POST or None, practice=practice)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_countersigner(**form.cleaned_data, by=actor)
            messages.success(request, _("Named. What is signed already stays as it is."))
            return redirect("record:countersigners")
        except actions.CannotName as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "rows": shown.named_rows(queries.countersigners_in(practice))}
    return render(request, "record/countersigners.html", context, status=422 if form.errors else 200)


def countersigner_end(request: HttpRequest) -> HttpResponse:
    """A supervisor countersigns for somebody no more."""
    actor = actor_of(request)
    practice = Practice.objects.filter(pk=actor.practice_id).first()
    form = EndForm(request.POST, practice=practice) if practice else None
    if form is None or not form.is_valid():
        raise Http404
    try:
        actions.end_countersigner(countersigner=form.cleaned_data["countersigner"], by=actor)
        messages.success(request, _("Ended from now on."))
    except actions.CannotName as refusal:
        messages.error(request, str(refusal))
    return redirect("record:countersigners")
