"""Couples, families and groups, for the people who see them."""

from datetime import date

from reverie.accounts.models import Client, Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.treatment.access import clients_treated_by
from reverie.treatment.models import CopyAnswer, CopyAsked, Unit, UnitMember, chain_of


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
    rows = UnitMember.objects.filter(unit__client=client, joined_on__lte=day).select_related("person__user")
    return [row for row in rows if row.left_on is None or row.left_on > day]


def open_copy(client: Client) -> CopyAsked | None:
    """The copy of a joint record that waits for answers, or for being given out."""
    return (
        CopyAsked.objects.filter(unit__client=client, closed_at=None).select_related("unit__client").first()
    )


def copy_words(client: Client) -> dict[str, str]:
    """To whom the copy that waits would go, and what for; empty for one person, and when none waits."""
    asked = open_copy(client)
    return asked.words(chain_of(client)) if asked is not None else {}


def answers_to(asked: CopyAsked) -> list[tuple[UnitMember, CopyAnswer | None]]:
    """Everybody who comes today, with their newest answer."""
    newest = {row.member_id: row for row in asked.answers.order_by("at", "created_at")}
    client = asked.unit.client
    return [(member, newest.get(member.pk)) for member in members_on(client, clock.today(client.zone))]
