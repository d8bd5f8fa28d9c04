"""Couples, families and groups: opened, joined, left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reverie.accounts.actions import register_client
from reverie.accounts.models import Client, Therapist
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.treatment.actions.course import open_consultation
from reverie.treatment.models import Treatment, Unit, UnitMember

FEWEST = {Unit.COUPLE: 2, Unit.FAMILY: 2, Unit.GROUP: 1}


class CannotJoinUnit(Exception):
    """One plain sentence for the user: why these people cannot be seen together like this."""


@dataclass(frozen=True)
class UnitTerms:
    """What a unit is called, which kind it is, and since when its people come."""

    kind: str
    name: str
    since: date
    approach: str = ""


@transaction.atomic
def open_unit(*, terms: UnitTerms, people: Sequence[Client], therapist: Therapist, by: Actor) -> Treatment:
    """Begin first meetings with several people; the joint record is the unit's. Raises CannotJoinUnit."""
    if terms.kind not in FEWEST:
        raise CannotJoinUnit(_("Choose couple, family or group."))
    if not terms.name.strip():
        raise CannotJoinUnit(_("Write down what you call them."))
    if len({person.pk for person in people}) < FEWEST[terms.kind]:
        raise CannotJoinUnit(_("A couple or a family is at least two people."))
    if terms.kind == Unit.COUPLE and len(people) > 2:
        raise CannotJoinUnit(_("A couple is two people. Choose family or group for more."))
    client = register_client(practice=therapist.practice, name=terms.name.strip(), zone=therapist.zone, by=by)
    unit = Unit.objects.create(client=client, kind=terms.kind)
    audit.record(by=by, verb="open_unit", on=unit, client=client.pk, detail={"kind": unit.kind})
    for person in people:
        join_unit(unit=unit, person=person, on=terms.since, by=by)
    return open_consultation(
        client=client, therapist=therapist, started_on=terms.since, approach=terms.approach, by=by
    )


@transaction.atomic
def join_unit(*, unit: Unit, person: Client, on: date, by: Actor) -> UnitMember:
    """Somebody comes with the others from `on`. Raises CannotJoinUnit."""
    if person.practice_id != unit.client.practice_id or hasattr(person, "unit"):
        raise CannotJoinUnit(_("Choose a person whom the practice sees."))
    try:
        with transaction.atomic():
            row = UnitMember.objects.create(unit=unit, person=person, joined_on=on)
    except IntegrityError:
        raise CannotJoinUnit(_("This person comes already.")) from None
    detail = {"person": str(person.pk), "on": on.isoformat()}
    audit.record(by=by, verb="join_unit", on=row, client=unit.client_id, detail=detail)
    return row


@transaction.atomic
def leave_unit(*, member: UnitMember, on: date, may_read_on: bool, by: Actor) -> UnitMember:
    """Somebody no longer comes; `may_read_on` where everybody agreed that they still read the plan."""
    row = UnitMember.objects.select_related("unit").select_for_update(of=("self",)).get(pk=member.pk)
    if row.left_on is not None:
        raise CannotJoinUnit(_("This person has left already."))
    if on < row.joined_on:
        raise CannotJoinUnit(_("Nobody leaves before they came."))
    row.left_on, row.may_read_on = on, may_read_on
    row.save(update_fields=["left_on", "may_read_on"])
    detail = {"on": on.isoformat(), "may_read_on": may_read_on}
    audit.record(by=by, verb="leave_unit", on=row, client=row.unit.client_id, detail=detail)
    return row
