"""Messages that wait: without mail, somebody of the practice copies each one and hands it over."""

from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.core import mail
from reverie.core.layouts import actor_of

LONGEST_LIST = 200


def messages(request: HttpRequest) -> HttpResponse:
    """The practice's messages that nobody sent or handed over."""
    waiting = mail.messages_visible_to(actor_of(request))[:LONGEST_LIST]
    return render(request, "core/messages.html", {"waiting": waiting, "is_set_up": mail.is_set_up()})


def message_hand_over(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Mark one as handed over."""
    actor = actor_of(request)
    message = get_object_or_404(mail.messages_visible_to(actor), pk=message_id)
    try:
        mail.hand_over(message=message, by=actor)
        notices.success(request, _("Handed over; it is no longer in this list."))
    except mail.CannotHandOver as refusal:
        notices.error(request, str(refusal))
    return redirect("core:messages")
