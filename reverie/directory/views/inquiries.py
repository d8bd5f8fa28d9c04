"""Asking a therapist, the page of whoever asked, and the answers on the desk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.core import zones
from reverie.core.policy import Actor
from reverie.directory import access, actions, queries
from reverie.directory.actions import CannotAnswer, CannotAsk, CannotBook
from reverie.directory.forms.inquiries import AnswerForm
from reverie.directory.forms.public import AskForm, HourForm
from reverie.directory.models import Inquiry, Profile
from reverie.directory.presenters import booking, words
from reverie.directory.presenters import inquiries as say
from reverie.directory.presenters import profile as profile_words
from reverie.directory.queries.asking import alternatives, reasons, words_of


def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a question to a therapist; no account is needed."""
    profile = access.get_askable_profile(slug)
    form = AskForm(request.POST or None, initial=booking.known(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask(
                profile=profile,
                person=actions.Person(**form.person()),
                user=booking.person(request.user),
                by=_who(request, profile),
            )
            return HttpResponseRedirect(reverse("directory:asked", args=[actions.receipt_of(row)]))
        except CannotAsk as refusal:
            form.add_error(None, str(refusal))
    page = {"form": form, "profile": profile, "name": profile_words.full_name(profile)}
    return render(request, "directory/ask.html", page, status=400 if form.errors else 200)


def asked(request: HttpRequest, receipt: str) -> HttpResponse:
    """How one's question stands; here an hour is chosen, or the question taken back."""
    row = access.get_asked_inquiry(say.opened(receipt))
    if request.method == "POST":
        return _choose(request, row, receipt)
    profile, zone = row.profile, row.profile.practice.zone
    is_over = row.state in {Inquiry.DECLINED, Inquiry.EXPIRED, Inquiry.WITHDRAWN}
    open_hours = queries.hours_of([profile]).get(profile.pk, ()) if row.state == Inquiry.ACCEPTED else ()
    page = {
        "inquiry": row,
        "stands": say.answer(row, profile),
        "reason": reasons().get(row.reason, ""),
        "is_over": is_over,
        "answer": words_of(row).get("answer", ""),
        "hour": booking.Hour.of_appointment(row.appointment) if row.appointment else None,
        "profile": profile,
        "days": words.days(open_hours, zone),
        "zone": zones.zone_words(zone),
        "cards": [profile_words.card(one, zone) for one in alternatives(profile)] if is_over else [],
    }
    return render(request, "directory/asked.html", page)


def _choose(request: HttpRequest, row: Inquiry, receipt: str) -> HttpResponse:
    by = _who(request, row.profile)
    form = HourForm(request.POST)
    try:
        if "withdraw" in request.POST:
            actions.withdraw(inquiry=row, by=by)
        elif form.is_valid():
            chosen = form.cleaned_data
            made = actions.schedule(
                inquiry=row,
                start_at=chosen["start"],
                place=chosen["place"],
                user=booking.person(request.user),
                by=by,
            )
            return HttpResponseRedirect(reverse("directory:booked", args=[booking.receipt(made)]))
        else:
            messages.error(request, _("Choose one of the open hours, and where you would meet."))
    except (CannotAnswer, CannotBook) as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("directory:asked", args=[receipt]))


def inquiries(request: HttpRequest) -> HttpResponse:
    """What was asked and booked, and by when an answer is due; no words."""
    actor = _actor(request)
    zone = queries.zone_of(actor)
    rows = [say.row(one, actor.user_id, zone) for one in queries.inquiries(actor)[:100]]
    return render(request, "directory/inquiries.html", {"rows": rows})


def inquiry(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """The words of one inquiry, and the answer to it."""
    actor = _actor(request)
    row = access.get_inquiry_for_reading(actor, inquiry_id)
    profile, zone = row.profile, row.profile.therapist.zone
    starts = queries.hours_of([profile]).get(profile.pk, ()) if row.state in Inquiry.OPEN else ()
    form = AnswerForm(
        request.POST or None, hours=say.hours(starts, zone), places=profile.places,
        is_hour=row.appointment is not None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _answer(row, form, actor)
            messages.success(request, _("Answered. The person is told that there is news."))
            return HttpResponseRedirect(reverse("directory:inquiry", args=[inquiry_id]))
        except (CannotAnswer, CannotBook) as refusal:
            form.add_error(None, str(refusal))
    page = {"row": say.row(row, actor.user_id, zone), "inquiry": row, "said": words_of(row), "form": form}
    page |= {"reason": reasons().get(row.reason, ""), "is_open": row.state in Inquiry.UNANSWERED}
    return render(request, "directory/inquiry.html", page, status=400 if form.errors else 200)


def _answer(row: Inquiry, form: AnswerForm, by: Actor) -> None:
    data = form.cleaned_data
    if data["answer"] == "hour":
        actions.schedule(
            inquiry=row, start_at=form.start_at(), place=data["place"], words=data["words"], by=by
        )
    elif data["answer"] == "yes":
        actions.answer_yes(inquiry=row, words=data["words"], by=by)
    else:
        act = actions.answer_no if data["answer"] == "no" else actions.answer_maybe
        act(inquiry=row, reason=data["reason"], words=data["words"], by=by)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _who(request: HttpRequest, profile: Profile) -> Actor:
    actor = _actor(request)
    return actor if actor.is_signed_in else Actor.system("directory.inquiry", profile.practice_id)
