"""The practice's overview, and the first page of each role, in words."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.billing.models import ServiceCode
from reverie.core import clock, dates
from reverie.core.policy import Actor
from reverie.directory.models import Credential
from reverie.home.queries.overview import SMALLEST, Overview

ROLES = {
    "therapist": gettext_lazy("Therapist"),
    "trainee": gettext_lazy("Therapist in training"),
    "supervisor": gettext_lazy("Supervisor"),
    "front_desk": gettext_lazy("Front desk"),
    "biller": gettext_lazy("Billing"),
    "practice_owner": gettext_lazy("Practice owner"),
    "training_director": gettext_lazy("Training director"),
    "researcher": gettext_lazy("Researcher"),
    "system_administrator": gettext_lazy("System administrator"),
}
OPENS = {
    "therapist": gettext_lazy("Their own clients, and process notes that nobody else can open"),
    "trainee": gettext_lazy("Their own clients, and process notes that nobody else can open"),
    "supervisor": gettext_lazy(
        "Notes that two people sign, and measures of those they supervise; no process note"
    ),
    "front_desk": gettext_lazy("Hours, names and contacts; nothing that anybody says or writes"),
    "biller": gettext_lazy("Dates, fees and codes"),
    "practice_owner": gettext_lazy("This page, people, hours and wording; no session, note or answer"),
    "training_director": gettext_lazy("Hours and reports of trainees"),
    "researcher": gettext_lazy("Consented, de-identified codes and scores"),
    "system_administrator": gettext_lazy("Users, keys and backups; no content"),
}
DOES = {
    "supervisor": [
        (
            gettext_lazy("Supervision"),
            "supervision:home",
            gettext_lazy("What waits for your signature, and measures."),
        )
    ],
    "front_desk": [
        (gettext_lazy("Calendar"), "scheduling:week", gettext_lazy("Book, move and call off hours.")),
        (gettext_lazy("Requests"), "directory:inquiries", gettext_lazy("Answer people who have written.")),
    ],
    "biller": [
        (gettext_lazy("Billing"), "billing:home", gettext_lazy("Charges, invoices, claims and payments."))
    ],
    "training_director": [
        (
            gettext_lazy("Supervision"),
            "supervision:home",
            gettext_lazy("Hours and reports come with a later release."),
        )
    ],
    "researcher": [],
    "system_administrator": [
        (gettext_lazy("People"), "accounts:people", gettext_lazy("Invite, change roles, off-board.")),
        (gettext_lazy("Practice"), "home:practice", gettext_lazy("The audit chain and messages that wait.")),
    ],
    "practice_owner": [
        (
            gettext_lazy("Practice"),
            "home:practice",
            gettext_lazy("People, numbers, audit, messages that wait."),
        ),
        (gettext_lazy("People"), "accounts:people", gettext_lazy("Invite, change roles, off-board.")),
        (gettext_lazy("Wording"), "safety:wording", gettext_lazy("Who approved the sentences about danger.")),
    ],
}


@dataclass(frozen=True)
class RoleRow:
    """A role, what it opens, and where it goes from here."""

    name: Any
    opens: Any
    places: tuple[tuple[Any, str, Any], ...]


def can_do(actor: Actor) -> list[RoleRow]:
    """What the actor's roles open, and where they go."""
    held = [role for role in ROLES if role in actor.roles]
    return [RoleRow(ROLES[role], OPENS[role], tuple(DOES.get(role, []))) for role in held]


def page(overview: Overview, actor: Actor) -> dict[str, Any]:
    """The context of the overview."""
    chain = overview.chain
    few = _("fewer than {n}").format(n=SMALLEST)
    return {
        "practice": overview.practice,
        "people": [
            (
                name,
                ", ".join(str(ROLES.get(role, role)) for role in roles),
                "; ".join(dict.fromkeys(str(OPENS.get(role, "")) for role in roles)),
            )
            for name, roles in overview.people
        ],
        "in_treatment": few if overview.in_treatment is None else overview.in_treatment,
        "sessions": few if overview.sessions is None else overview.sessions,
        "chain": chain,
        "seal": f"{chain.hash[:4]} {chain.hash[4:8]} … {chain.hash[-4:]}" if chain.links else "",
        "unanchored": max(chain.links - chain.anchored, 0),
        "waiting": overview.waiting,
        "unapproved": overview.unapproved,
        "lede": _lede(overview),
        "licences": [_licence(row, overview.practice.zone) for row in overview.licences],
        "services": [(row.label, row.code, _minutes(row)) for row in overview.services],
        "policies": overview.policies,
        "checked": _checked(overview),
        "is_damaged": overview.checked is not None and not overview.checked.is_whole,
    }


SOON = timedelta(days=60)
"""How long before it runs out a licence is named as open."""


def _licence(row: Credential, zone: str) -> dict[str, Any]:
    """A licence in words; its state is words and a mark."""
    left = row.valid_until - clock.today(zone)
    if left < timedelta(0):
        state, kind = _("Has run out"), "risk"
    elif left <= SOON:
        state, kind = _("Runs out soon"), "open"
    else:
        state, kind = (_("Verified"), "done") if row.verified_at else (_("Not verified"), "open")
    return {
        "name": row.profile.therapist.name,
        "what": f"{row.kind}, {row.jurisdiction}",
        "until": dates.short_day(row.valid_until, zone),
        "state": state,
        "kind": kind,
    }


def _minutes(row: ServiceCode) -> str:
    if row.to_minutes is None:
        return _("{n} minutes or more").format(n=row.from_minutes)
    return _("{first} to {last} minutes").format(first=row.from_minutes, last=row.to_minutes)


def _checked(overview: Overview) -> str:
    row = overview.checked
    if row is None:
        return _("The chain was not walked yet; it is walked each night.")
    when = dates.day_and_time(row.at, overview.practice.zone)
    said = _("Walked on {when}: {n} entries, whole.") if row.is_whole else _("Walked on {when}: NOT whole.")
    return said.format(when=when, n=row.links)


def _lede(overview: Overview) -> str:
    said = []
    if overview.waiting:
        said.append(_("Messages wait to be handed over."))
    if any(row.valid_until - clock.today(overview.practice.zone) <= SOON for row in overview.licences):
        said.append(_("A license runs out soon."))
    if overview.checked is not None and not overview.checked.is_whole:
        said.append(_("The audit chain is not whole."))
    if overview.unapproved:
        said.append(_("The sentences about danger await a clinician’s approval."))
    return " ".join(said) or _("Nothing waits for you.")
