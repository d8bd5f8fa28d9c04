"""The practice's own library of invitations."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.policy import Actor
from reverie.journal import access, actions
from reverie.journal import library as prompts
from reverie.journal.forms import LibraryForm


def library(request: HttpRequest) -> HttpResponse:
    """What the practice offers, a new sheet, and what was taken out."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    practice = access.practice_of_library(actor, "homework_library.read")
    form = LibraryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"words": form.cleaned_data["words"], "group": form.cleaned_data["group"]}
            actions.keep_sheet(practice=practice, sheet=form.headings(), by=actor, **facts)
            messages.success(request, _("Kept. It is offered with every treatment now."))
            return redirect("journal:library")
        except actions.CannotKeepSheet as error:
            form.add_error("words", str(error))
    found = list(access.library_of(actor))
    rows = list(zip(found, prompts.own_prompts(found), strict=True))
    context = {"form": form, "rows": [pair for pair in rows if pair[0].taken_out_at is None]}
    context |= {"out": [pair for pair in rows if pair[0].taken_out_at is not None]}
    return render(request, "journal/library.html", context, status=422 if form.errors else 200)


def library_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One sheet, to be changed; what was given from it before stays as it was."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = access.get_library_sheet(actor, pk)
    told = prompts.words_of(row)
    initial = {"words": told["words"], "group": told["group"], "sheet": "\n".join(told["sheet"])}
    form = LibraryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"words": form.cleaned_data["words"], "group": form.cleaned_data["group"]}
            actions.keep_sheet(practice=row.practice, row=row, sheet=form.headings(), by=actor, **facts)
            messages.success(request, _("Kept. What was given from it before stays as it was."))
            return redirect("journal:library")
        except actions.CannotKeepSheet as error:
            form.add_error("words", str(error))
    return render(request, "journal/library_sheet.html", {"form": form}, status=422 if form.errors else 200)


def library_turn(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Take a sheet out of the library, or put it back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = access.get_library_sheet(actor, pk)
    act = actions.put_back if request.POST.get("act") == "put_back" else actions.take_out
    try:
        act(row=row, by=actor)
    except actions.CannotKeepSheet as error:
        messages.error(request, str(error))
    return redirect("journal:library")
