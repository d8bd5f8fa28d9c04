"""The client's pages of questions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.core import clock, dates
from reverie.core.policy import Actor
from reverie.measures import access, actions, presenters, queries
from reverie.measures.actions.answers import LONGEST_REMARK
from reverie.measures.forms import QuestionForm
from reverie.measures.models import Administration

BEFORE_ALL_ELSE = "safety:my-after-answer"


def questions(request: HttpRequest) -> HttpResponse:
    """What is asked now, and what was answered."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    waiting = list(queries.open_forms(actor))
    done = queries.own_forms(actor)
    zone = queries.zone_of(actor)
    context = {
        "asked": [presenters.asked(row) for row in waiting],
        "done": [presenters.done(row, zone) for row in done],
    }
    return render(request, "measures/questions.html", context)


def over_time(request: HttpRequest) -> HttpResponse:
    """How the client answered at first and now; figures if the therapist shows them and they are wanted."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    zone = queries.zone_of(actor)
    wants = request.GET.get("figures") == "yes"
    found = [presenters.over_time(course, zone, with_figures=wants) for course in queries.own_courses(actor)]
    forms = [form for form in found if form is not None]
    context = {"forms": forms, "wants": wants, "may": any(form.may_see_figures for form in forms)}
    return render(request, "measures/over_time.html", context)


def question_form(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One form: open to answer as a whole, closed to read again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = access.get_administration_for(actor, pk, "measure.answer")
    if not row.is_open:
        return _closed_form(request, row)
    form = QuestionForm(row.instrument, queries.words_of(row), _sent(request))
    if request.method == "POST" and form.is_valid():
        answered = _keep(request, row, form)
        if answered is not None:
            return answered
    elif request.method == "POST" and _kept_first(request, row):
        return redirect(f"{reverse(BEFORE_ALL_ELSE)}?form={row.pk}")
    context = {"form": form, "row": row, **_about(row)}
    return render(request, "measures/question_form.html", context)


def answer(request: HttpRequest, pk: UUID) -> JsonResponse:
    """One answer, kept at once: {"saved_at": ISO time, "go": address of the help page or ""}."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = access.get_administration_for(actor, pk, "measure.answer")
    form = QuestionForm(row.instrument, queries.words_of(row), request.POST)
    if not form.is_valid() or len(form.answers()) != 1:
        return JsonResponse({"error": _("This is none of the answers.")}, status=400)
    try:
        ((item, given),) = form.answers().items()
        is_risk = actions.answer_item(administration=row, item=item, answer=given, by=actor)
    except actions.CannotAnswer as error:
        return JsonResponse({"error": str(error)}, status=400)
    go = f"{reverse(BEFORE_ALL_ELSE)}?form={row.pk}" if is_risk else ""
    return JsonResponse({"saved_at": clock.now().isoformat(), "go": go})


def skip(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Not this time; what the form already says is kept first, so that no risk answer is overlooked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = access.get_administration_for(actor, pk, "measure.answer")
    try:
        is_risk = _kept_first(request, row)
        actions.skip(administration=row, by=actor)
        if is_risk:
            return redirect(BEFORE_ALL_ELSE)
        messages.success(request, _("Left for this time. That is fine."))
    except actions.CannotAnswer as error:
        messages.error(request, str(error))
    return redirect("measures:questions")


def _kept_first(request: HttpRequest, row: Administration) -> bool:
    """Keep what was answered, whatever else is wrong with the form; True for a new risk answer."""
    form = QuestionForm(row.instrument, queries.words_of(row), request.POST)
    form.is_valid()  # a strange answer is left out, a remark is cut where it is too long
    given, remark = form.answers(), request.POST.get("remark", "")[:LONGEST_REMARK]
    if not given:
        return False
    by: Actor = request.actor  # type: ignore[attr-defined]
    return actions.answer_form(administration=row, answers=given, remark=remark, by=by)


def show(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """The client shows a form that they hold."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = access.get_administration_for(actor, pk, "measure.show")
    try:
        actions.show_to_therapist(administration=row, by=actor)
        name = row.treatment.therapist.name
        messages.success(request, _("{name} can read these answers now.").format(name=name))
    except actions.CannotRelease as error:
        messages.error(request, str(error))
    return redirect("measures:questions")


def _keep(request: HttpRequest, row: Administration, form: QuestionForm) -> HttpResponse | None:
    """Keep what was answered, then close the form; None shows it again with what is still open."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        remark = form.cleaned_data["remark"]
        is_risk = actions.answer_form(administration=row, answers=form.answers(), remark=remark, by=actor)
    except actions.CannotAnswer as error:
        form.add_error(None, str(error))
        return None
    try:
        actions.complete(administration=row, by=actor)
    except actions.CannotAnswer as error:
        form.add_error(None, f"{_('What you answered is kept.')} {error}")
        return redirect(f"{reverse(BEFORE_ALL_ELSE)}?form={row.pk}") if is_risk else None
    if is_risk:
        return redirect(BEFORE_ALL_ELSE)
    messages.success(request, _thanks(row))
    return redirect("measures:questions")


def _thanks(row: Administration) -> str:
    if row.is_held:
        return _("Kept. These answers are yours until you show them.")
    return _("Kept. {name} can read your answers now; nobody watches for them around the clock.").format(
        name=row.treatment.therapist.name
    )


def _closed_form(request: HttpRequest, row: Administration) -> HttpResponse:
    words = queries.words_of(row)
    said = presenters.answers_words(row.instrument, words)
    when = dates.day(row.completed_at, row.client.zone) if row.completed_at else ""
    context = {"row": row, "said": said, "remark": words["remark"], "when": when, **_about(row)}
    return render(request, "measures/question_form_closed.html", context)


def _about(row: Administration) -> dict[str, object]:
    return {
        "title": presenters.title(row.instrument),
        "minutes": presenters.minutes(row.instrument),
        "due": presenters.due(row, row.client.zone),
        "therapist": row.treatment.therapist.name,
    }


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None when nothing was."""
    return request.POST if request.method == "POST" else None
