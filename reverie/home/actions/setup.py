"""The first set-up of a real practice: each step is kept at once, so that it goes on where it stopped."""

import secrets
from datetime import time
from decimal import Decimal
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts import actions as people
from reverie.accounts.models import Practice, Therapist, User, hash_of
from reverie.core import audit, clock, recovery_sheet
from reverie.core.models import Installation
from reverie.core.policy import Actor
from reverie.directory.actions import save_profile
from reverie.home.access.setup import has_owner, held_hash
from reverie.home.models import SetupStep
from reverie.home.queries.setup import STEPS, facts_of, progress_of
from reverie.safety.actions import CannotDeclare, Declaration, Window, declare_watch, publish_help_lines
from reverie.scheduling.actions import CannotSetHours, OpenWindow, set_availability

SET_UP = Actor.system("set-up")


class CannotSetUp(Exception):
    """A step that cannot be taken like this."""


def new_setup_link() -> str | None:
    """A fresh one-time link for `reverie run` to print; None once there is an owner, and in a demo.

    An earlier link, and the browser that opened it, lose their power with it.
    """
    row = Installation.current()
    if row.is_demo or row.setup_finished_at is not None or has_owner():
        return None
    token = secrets.token_urlsafe(24)
    row.setup_token_hash = hash_of(token)
    row.save(update_fields=["setup_token_hash"])
    return f"{address_for_passkeys(settings.URL)}/setup/{token}/"


def address_for_passkeys(url: str) -> str:
    """The same address by name where it is this machine's number, since passkeys need a name."""
    return url.replace("//127.0.0.1", "//localhost", 1)

    from reverie.home.access.setup import has_owner

    return has_owner()


@transaction.atomic
def open_setup_link(*, token: str) -> str:
    """Trade the link for a secret that the browser keeps; the link is used up.

    Raises CannotSetUp for any other link than the latest, and for one that was opened.
    """
    row = Installation.objects.select_for_update().filter(setup_token_hash=hash_of(token)).first()
    if row is None or row.is_demo or row.setup_finished_at is not None:
        raise CannotSetUp(_("This link is used or outdated. Start `reverie run` again: it prints a new one."))
    secret = secrets.token_urlsafe(24)
    row.setup_token_hash = held_hash(secret)
    row.save(update_fields=["setup_token_hash"])
    return secret


@transaction.atomic
def set_up_practice(*, practice: Practice | None, facts: dict[str, Any], by: Actor = SET_UP) -> Practice:
    """Open the practice, or change what was said about it; publishes the help page's lines."""
    if practice is None:
        practice = people.open_practice(by=by, **facts)
    else:
        practice = people.change_practice(practice=practice, facts=facts, by=by)
    publish_help_lines(practice=practice, by=by)
    note_step(practice=practice, name="practice", by=by)
    return practice


@transaction.atomic
def set_up_owner(*, practice: Practice, name: str, email: str, password: str, by: Actor = SET_UP) -> User:
    """Make the first owner, who also looks after the system until somebody else does.

    Raises CannotSetUp when there is an owner, or an account with this address.
    """
    if has_owner():
        raise CannotSetUp(_("There is an owner already. Sign in as the owner to go on."))
    if User.objects.filter(email=email.lower()).exists():
        raise CannotSetUp(_("There is an account with this address already. Use another address."))
    user = User.objects.create_user(email, password, name=name, zone=practice.zone)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    people.add_member(practice=practice, user=user, roles=["practice_owner", "system_administrator"], by=by)
    note_step(practice=practice, name="owner", by=by)
    return user


@transaction.atomic
def set_up_own_hours(*, practice: Practice, user: User, title: str, by: Actor) -> Therapist:
    """The owner holds hours too: make them the first therapist."""
    roles = {"practice_owner", "system_administrator", "therapist"}
    people.change_roles(practice=practice, user=user, roles=roles, by=by)
    therapist = Therapist.objects.get(practice=practice, user=user)
    therapist.title = title
    therapist.save(update_fields=["title"])
    note_step(practice=practice, name="therapist", facts={"who": "owner"}, by=by)
    return therapist


@transaction.atomic
def set_up_other_therapist(*, practice: Practice, name: str, email: str, by: Actor) -> str:
    """Ask the first therapist in; returns the link to hand over. Raises accounts' CannotInvite."""
    _row, token = people.invite_member(practice=practice, email=email, name=name, roles=["therapist"], by=by)
    note_step(practice=practice, name="therapist", facts={"who": "other", "name": name}, by=by)
    return people.link_of(token)


@transaction.atomic
def set_up_hours(
    *,
    practice: Practice,
    therapist: Therapist,
    typed: dict[str, str],
    facts: dict[str, Any],
    by: Actor,
) -> None:
    """Open the week in which the first therapist can be booked; `facts["weekly"]` as HoursForm makes it.

    Raises CannotSetUp for hours that the calendar does not take.
    """
    windows = [OpenWindow(day, minute_of(start), minute_of(end)) for day, start, end in facts["weekly"]]
    try:
        set_availability(therapist=therapist, windows=windows, zone=practice.zone, by=by)
    except CannotSetHours as refused:
        raise CannotSetUp(str(refused)) from None
    lines = {key: words for key, words in typed.items() if key != "csrfmiddlewaretoken"}
    note_step(practice=practice, name="hours", facts={"minutes": facts["minutes"], "typed": lines}, by=by)


def minute_of(wall: time) -> int:
    """Minutes since midnight on the wall clock."""
    return wall.hour * 60 + wall.minute


@transaction.atomic
def set_up_fee(*, practice: Practice, therapist: Therapist | None, facts: dict[str, Any], by: Actor) -> None:
    """Keep what a session costs, in the practice's currency; it begins the therapist's own page.

    The page is not shown before it has words and a license (Your page).
    """
    if therapist is not None:
        fields = {
            "fee_cents": cents(facts["fee"]),
            "fee_first_cents": cents(facts["first_fee"]),
            "consultation_minutes": facts_of(practice, "hours").get("minutes", 50),
            "places": ["office"],
            "languages": ["English"],
        }
        save_profile(therapist=therapist, fields=fields, by=by)
    note_step(practice=practice, name="fee", facts={**facts, "currency": practice.currency}, by=by)


def cents(amount: str) -> int:
    """An amount such as `210.50` in cents."""
    return int(Decimal(amount) * 100)


@transaction.atomic
def set_up_cover(*, practice: Practice, facts: dict[str, Any], by: Actor) -> None:
    """Declare whether anybody looks outside sessions, on weekdays from when to when, and who covers.

    Each weekday on its own, and a colleague as cover, are declared later on a page of the practice.
    Raises CannotSetUp for half a watch.
    """
    hours = [Window(day, facts["opens"], facts["closes"]) for day in range(5)] if facts["closes"] else []
    declaration = Declaration(
        is_monitored=facts["is_monitored"],
        hours=tuple(hours),
        outside_name=facts["on_call_name"],
        outside_email=facts["on_call_email"],
        phone=facts["on_call_phone"],
        words=facts["after_hours_words"],
    )
    try:
        declare_watch(practice=practice, declaration=declaration, by=by)
    except CannotDeclare as refused:
        raise CannotSetUp(str(refused)) from None
    note_step(practice=practice, name="cover", by=by)


@transaction.atomic
def confirm_keys(*, practice: Practice, number: int, typed: str, by: Actor) -> None:
    """Finish the set-up: a group typed from the printed sheet shows that it is at hand.

    Raises CannotSetUp for a wrong group, and while another step is open.
    """
    if not recovery_sheet.is_group(number, typed):
        raise CannotSetUp(
            _("This is not group %d of the sheet. Look again, and type its four signs.") % number
        )
    missing = [STEPS[name] for name in STEPS if name not in progress_of(practice).done | {"keys"}]
    if missing:
        raise CannotSetUp(_("Before that: %s.") % ", ".join(str(name) for name in missing))
    note_step(practice=practice, name="keys", by=by)
    Installation.objects.update(setup_finished_at=clock.now(), setup_token_hash="")
    audit.record(by=by, verb="finish_setup", on=practice, practice=practice.id)


@transaction.atomic
def note_sheet_shown(*, practice: Practice, by: Actor) -> None:
    """Keep in the chain that the keys were on a screen."""
    audit.record(by=by, verb="show_keys", on=practice, practice=practice.id)


@transaction.atomic
def note_step(*, practice: Practice, name: str, facts: dict[str, Any] | None = None, by: Actor) -> None:
    """Keep that a step is done; a second time its facts are those of the last."""
    done_by: UUID = by.user_id or practice.id
    values = {"facts": facts or {}, "done_at": clock.now(), "done_by": done_by}
    SetupStep.objects.update_or_create(practice=practice, name=name, defaults=values)
    audit.record(by=by, verb="set_up", on=practice, practice=practice.id, detail={"step": name})
