"""Couples, families and groups, for the people who see them."""

from datetime import date

from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.treatment.access import clients_treated_by
from reverie.treatment.models import Unit, UnitMember


def people_to_join(actor: Actor) -> tuple[Therapist | None, list[Client]]:
    """The actor as therapist, and the single people whom they see."""
    rows = Therapist.objects.filter(practice_id=actor.practice_id, user_id=actor.user_id, ended_at=None)
    clients = clients_treated_by(actor).filter(unit=None).order_by("name")
    return rows.select_related("practice").first(), list(clients)


def units_of(actor: Actor) -> list[Unit]:
    """The couples, families and groups whom the actor sees, with their members."""
    rows = Unit.objects.filter(client__in=clients_treated_by(actor)).select_related("client")
    return list(rows.prefetch_related("members__person").order_by("client__name"))


def members_on(client: Client, day: date) -> list[UnitMember]:
    """Who belongs to a unit on a day; all of them say yes before a copy of the joint record is given out."""
    rows = UnitMember.objects.filter(unit__client=client, joined_on__lte=day).select_related("person")
    return [row for row in rows if row.left_on is None or row.left_on > day]
