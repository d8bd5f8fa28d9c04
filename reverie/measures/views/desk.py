"""The therapist's pages of a client's measures."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.file_response import as_attachment
from reverie.core.policy import Actor
from reverie.measures import access, actions, presenters, queries, questionnaires
from reverie.measures.forms import AskForm, FileForm, PaperForm, ReferenceForm
from reverie.measures.models import Administration
from reverie.treatment.models import Treatment


def client_measures(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Figures, the line and the table of every instrument."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment, leads = access.get_treatment_for_figures(actor, client_id)
    forms = access.read_forms_of(actor, treatment)
    courses = queries.courses(forms.readable)
    zone = treatment.therapist.zone
    context = {
        "treatment": treatment,
        "leads": leads,
        "figures": [presenters.figures(course) for course in courses],
        "charts": [presenters.chart(course, zone) for course in courses],
        "held": forms.held,
        "falls": presenters.falls(courses, zone),
        "rule": presenters.rule_words(),
        "asked": [presenters.waiting(row, zone) for row in forms.waiting],
        "schedules": [presenters.rhythm(row) for row in queries.schedules_of(treatment)],
        "sources": presenters.sources(courses),
        "ask_form": AskForm(presenters.choices()),
        "paper": presenters.choices(),
    }
    return render(request, "measures/client_measures.html", context)


def ask(request: HttpRequest, client_id: UUID) -> HttpResponseRedirect:
    """Ask a form once before the next hour, or regularly."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_measuring(actor, client_id, "measure.plan")
    form = AskForm(presenters.choices(), request.POST)
    if form.is_valid():
        try:
            row = actions.ask(treatment=treatment, by=actor, **form.cleaned_data)
            asked = _("Asked. It stands on the client’s own page now.")
            waits = _(
                "Arranged. Before the next hour there is no room for it; it comes before the one after."
            )
            messages.success(request, asked if row is not None else waits)
        except actions.CannotAsk as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Choose a form, and when to ask it."))
    return redirect("measures:client-measures", client_id=client_id)


def stop(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Ask no longer regularly."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    schedule = access.get_schedule_for(actor, pk, "measure.plan")
    try:
        actions.stop_schedule(schedule=schedule, by=actor)
    except actions.CannotAsk as error:
        messages.error(request, str(error))
    return redirect("measures:client-measures", client_id=schedule.treatment.client_id)


def release(request: HttpRequest, client_id: UUID) -> HttpResponseRedirect:
    """Let the client see the figures so far."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_measuring(actor, client_id, "measure.release")
    rows = access.answers_visible_to(actor).filter(client_id=treatment.client_id)
    actions.release_scores(administrations=rows, by=actor)
    messages.success(request, _("{name} can see the figures so far.").format(name=treatment.client.name))
    return redirect("measures:client-measures", client_id=client_id)


def import_form(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Take over one filled-in form from a FHIR file."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_measuring(actor, client_id, "measure.enter")
    form = FileForm(_sent(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        try:
            row, is_risk = actions.import_response(treatment=treatment, raw=form.raw(), by=actor)
        except actions.CannotImport as error:
            form.add_error("file", str(error))
        else:
            _told(request, is_risk)
            return redirect("measures:answers", pk=row.id)
    return render(request, "measures/import_form.html", {"form": form, "treatment": treatment})


def paper_form(request: HttpRequest, client_id: UUID, code: str) -> HttpResponse:
    """Copy a form that was filled in on paper."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_measuring(actor, client_id, "measure.enter")
    if code not in questionnaires.codes():
        raise Http404
    form = PaperForm(code, treatment.client.zone, _sent(request))
    if request.method == "POST" and form.is_valid():
        entered = _entered(request, treatment, code, form)
        if entered is not None:
            return entered
    context = {"form": form, "treatment": treatment, "title": presenters.title(code)}
    return render(request, "measures/paper_form.html", context)


def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One filled-in form with its answers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = access.get_administration_for_reading(actor, pk)
    course = next(iter(queries.courses([row])), None)
    words = queries.words_of(row)
    context = {
        "row": row,
        "said": presenters.answers_words(row.instrument, words),
        "remark": words["remark"],
        "answered_by": words.get("answered_by", ""),
        "line": presenters.rows(course, row.treatment.therapist.zone)[0] if course else None,
        "name": presenters.name(row.instrument),
        "notice": questionnaires.get(row.instrument).notice,
    }
    return render(request, "measures/answers.html", context)


def export_forms(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The filled-in forms as a FHIR Bundle, for another system."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_measuring(actor, client_id, "measure.see_figures")
    rows = access.forms_of(actor, treatment).readable
    bundle = actions.export_forms(treatment=treatment, rows=rows, by=actor)
    return as_attachment(json.dumps(bundle, indent=1).encode(), name="forms.json", kind="fhir")


def reference(request: HttpRequest, client_id: UUID, code: str) -> HttpResponse:
    """By whose figures change on a form is read for this client."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_measuring(actor, client_id, "measure.choose_reference")
    if code not in questionnaires.known():
        raise Http404
    known = queries.known_references(code)
    chosen = queries.chosen_references(client_id, treatment.chain()).get(code) or next(iter(known), None)
    form = ReferenceForm(known, _sent(request), chosen)
    if request.method == "POST" and form.is_valid():
        try:
            picked = form.reference()
            actions.choose_reference(treatment=treatment, instrument=code, reference=picked, by=actor)
            return redirect("measures:client-measures", client_id=client_id)
        except actions.CannotChoose as error:
            form.add_error(None, str(error))
    context = {"form": form, "treatment": treatment, "name": presenters.name(code)}
    return render(request, "measures/reference.html", context, status=422 if form.errors else 200)


def _entered(
    request: HttpRequest, treatment: Treatment, code: str, form: PaperForm
) -> HttpResponseRedirect | None:
    try:
        row, is_risk = actions.record_on_paper(
            treatment=treatment,
            instrument=code,
            answers=form.answers(),
            answered_at=form.answered_at(),
            remark=form.cleaned_data["remark"],
            source=form.cleaned_data["source"] or Administration.ON_PAPER,
            answered_by=form.cleaned_data["answered_by"],
            by=request.actor,  # type: ignore[attr-defined]
        )
    except actions.CannotEnter as error:
        form.add_error(None, str(error))
        return None
    _told(request, is_risk)
    return redirect("measures:answers", pk=row.id)


def _told(request: HttpRequest, is_risk: bool) -> None:
    messages.success(request, _("Kept in the record."))
    if is_risk:
        messages.warning(request, _("Its risk question is answered above 0. A concern is open; see it now."))


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None when nothing was."""
    return request.POST if request.method == "POST" else None
