"""The later steps of the first set-up: hours, fee, mail, danger, keys. Its owner is signed in."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.accounts.models import Practice
from reverie.core import recovery_sheet
from reverie.home.access.setup import require_owner
from reverie.home.actions import setup as actions
from reverie.home.forms.setup import CoverForm, FeeForm, HoursForm, KeysForm, MailForm
from reverie.home.queries.setup import facts_of
from reverie.home.views.setup import kept, onward, own_therapist, page
from reverie.safety.queries import watch_of

GROUP = "setup_group"


def setup_hours(request: HttpRequest) -> HttpResponse:
    """When hours can be booked with the owner; somebody else says so later."""
    actor = request.actor  # type: ignore[attr-defined]
    practice = require_owner(actor)
    therapist = own_therapist(practice, request)
    if therapist is None:
        return hours_of_another(request, practice)
    form = HoursForm(request.POST or None, initial=facts_of(practice, "hours").get("typed"))

    def keep() -> None:
        actions.set_up_hours(
            practice=practice,
            therapist=therapist,
            typed=dict(form.data.items()),
            facts=form.cleaned_data,
            by=actor,
        )

    answer = kept(request, form, keep, practice)
    return answer or page(request, "hours", practice, form=form, therapist=therapist)


def hours_of_another(request: HttpRequest, practice: Practice) -> HttpResponse:
    """Somebody who is asked in says later when they can be booked."""
    if request.method == "POST":
        actions.note_step(practice=practice, name="hours", by=request.actor)  # type: ignore[attr-defined]
        return onward(practice)
    return page(request, "hours", practice, therapist=None)


def setup_fee(request: HttpRequest) -> HttpResponse:
    """What a session costs."""
    actor = request.actor  # type: ignore[attr-defined]
    practice = require_owner(actor)
    form = FeeForm(request.POST or None, initial=facts_of(practice, "fee"))

    def keep() -> None:
        therapist = own_therapist(practice, request)
        actions.set_up_fee(practice=practice, therapist=therapist, facts=form.cleaned_data, by=actor)

    return kept(request, form, keep, practice) or page(request, "fee", practice, form=form)


def setup_mail(request: HttpRequest) -> HttpResponse:
    """Mail or none."""
    actor = request.actor  # type: ignore[attr-defined]
    practice = require_owner(actor)
    has_mail = bool(settings.MAIL_URL)
    form = MailForm(request.POST or None, has_mail=has_mail)

    def keep() -> None:
        actions.note_step(practice=practice, name="mail", facts=form.cleaned_data, by=actor)

    answer = kept(request, form, keep, practice)
    return answer or page(request, "mail", practice, form=form, has_mail=has_mail)


def setup_cover(request: HttpRequest) -> HttpResponse:
    """Monitored or not."""
    actor = request.actor  # type: ignore[attr-defined]
    practice = require_owner(actor)
    names = ["on_call_name", "on_call_phone", "after_hours_words"]
    initial = {name: getattr(practice, name) for name in names}
    watch = watch_of(practice)
    initial["on_call_email"] = watch.outside_email if watch else ""
    initial["is_monitored"] = "yes" if practice.is_monitored else "no"
    form = CoverForm(request.POST or None, initial=initial)

    def keep() -> None:
        actions.set_up_cover(practice=practice, facts=form.cleaned_data, by=actor)

    return kept(request, form, keep, practice) or page(request, "cover", practice, form=form)


def setup_keys(request: HttpRequest) -> HttpResponse:
    """The recovery sheet is printed, and one group of it typed."""
    actor = request.actor  # type: ignore[attr-defined]
    practice = require_owner(actor)
    number = request.session.setdefault(GROUP, secrets.randbelow(13) + 1)
    form = KeysForm(request.POST or None)

    def keep() -> None:
        actions.confirm_keys(practice=practice, number=number, typed=form.cleaned_data["typed"], by=actor)

    return kept(request, form, keep, practice) or page(request, "keys", practice, form=form, number=number)


def setup_sheet(request: HttpRequest) -> HttpResponse:
    """The recovery sheet itself, for paper."""
    actor = request.actor  # type: ignore[attr-defined]
    practice = require_owner(actor)
    actions.note_sheet_shown(practice=practice, by=actor)
    context = {"practice": practice, "keys": recovery_sheet.sheet()}
    return render(request, "home/setup_sheet.html", context)
