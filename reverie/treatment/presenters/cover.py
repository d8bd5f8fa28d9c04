"""Covers and emergencies in words."""

from typing import Any

from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import dates, policy
from reverie.core.policy import Actor
from reverie.treatment import access
from reverie.treatment.presenters.history import diagnosis_line
from reverie.treatment.presenters.words import days_line
from reverie.treatment.queries import cover as reads
from reverie.treatment.queries import plan as plans
from reverie.treatment.queries.cover import GlassRead


def covers(actor: Actor) -> dict[str, Any]:
    """The page: covers ahead, clients one could reach, emergencies to look at."""
    owner = policy.allows(actor, "cover.set", {"practice"})
    return {
        "covers": [
            (row, days_line(row.first_day, row.last_day, row.therapist.zone), owner or _is_own(row, actor))
            for row in reads.covers_ahead(actor)
        ],
        "reachable": access.clients_to_open(actor)[:200],
        "to_review": [glass_line(read) for read in reads.glasses_to_review(actor)],
        "is_owner": owner,
    }


def glass_line(read: GlassRead) -> dict[str, Any]:
    """One opened record in words."""
    zone = read.row.client.zone
    when = dates.day_and_time(read.row.opened_at, zone)
    return {
        "id": read.row.pk,
        "client": read.row.client.name,
        "line": _("{who} opened the record on {when}.").format(who=read.who or _("Somebody"), when=when),
        "reason": read.reason,
    }


def own_lines(client: Client) -> list[dict[str, Any]]:
    """What was opened lately, for the client; what they share with others says whose it is."""
    found = reads.glasses_of_client(client)
    return [glass_line(read) | {"is_shared": read.row.client_id != client.pk} for read in found]


def opened(client: Client, actor: Actor) -> dict[str, Any]:
    """What stands in the record that helps now: whom to call, what is taken, diagnosis, plan, safety plan."""
    found = reads.opened_record(client, actor)
    zone = client.zone
    current = plans.current_plan(found.plans)
    return {
        "client": client,
        "until": dates.time(found.glass.expires_at, zone) if found.glass else "",
        "particulars": found.particulars,
        "place": found.place,
        "diagnoses": [
            (read, diagnosis_line(read, zone)) for read in found.diagnoses if not read.row.ended_on
        ],
        "goals": [read.words for read in current.goals] if current else [],
        "safety": [line for line in found.safety.values() if line],
        "therapist": found.therapist,
    }


def _is_own(row: Any, actor: Actor) -> bool:
    return bool(row.therapist.user_id == actor.user_id)
