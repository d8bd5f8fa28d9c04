"""Taking back what a moving-in made: only what nobody has worked with since; the rest stays, and is told."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, router, transaction

from reverie.accounts.models import Client
from reverie.core import audit
from reverie.core.files import drop_file
from reverie.core.models import ClientKey, StoredFile
from reverie.core.policy import Actor
from reverie.interop.actions.moving import JOB
from reverie.interop.models import BroughtAlong, MoveIn, MoveInItem
from reverie.scheduling.actions import refresh_plane
from reverie.scheduling.models import Appointment, StandingHour
from reverie.treatment.models import Treatment, TreatmentStep

STEP = 200
WRITTEN_WITH: dict[type[models.Model], tuple[type[models.Model], str]] = {
    Treatment: (TreatmentStep, "treatment"),
}
"""What an act writes together with its row: one such row goes with it, more of them mean work."""


def unmake(move: MoveIn) -> None:
    """Take back step by step, the last made first."""
    by = Actor.system(JOB, move.practice_id)
    while True:
        with transaction.atomic():
            row = MoveIn.objects.select_for_update().get(pk=move.pk)
            if row.state != MoveIn.UNDOING:
                return
            items = list(row.items.filter(number__lte=row.total - row.through).order_by("-number")[:STEP])
            row.stayed += len(items) - _take_back(items, by)
            row.through += len(items)
            if not items:
                row.state = MoveIn.UNDONE
                audit.record(by=by, verb="finish_undo", on=row, detail={"stayed": row.stayed})
            row.save(update_fields=["through", "stayed", "state"])
        if not items:
            return


def _take_back(items: list[MoveInItem], by: Actor) -> int:
    """Delete what the items name, kind by kind, what hangs on others first; how many went."""
    gone: list[MoveInItem] = []
    order = {"accounts.client": 2, "treatment.treatment": 1}
    for label, group in groupby(sorted(items, key=lambda item: (order.get(item.model, 0), item.model)),
                                key=lambda item: item.model):  # fmt: skip
        of_kind = {item.object_id: item for item in group}
        model = apps.get_model(label)
        free = set(of_kind) - _worked_with(model, set(of_kind))
        rows = list(model._default_manager.filter(pk__in=free))
        _delete(model, rows, by)
        gone += [of_kind[pk] for pk in free]
    MoveInItem.objects.filter(pk__in=[item.pk for item in gone]).delete()
    return len(gone)


def _worked_with(model: type[models.Model], ids: set[UUID]) -> set[UUID]:
    """The rows on which something hangs that was not written with them."""
    part, _link = WRITTEN_WITH.get(model, (None, ""))
    found: set[UUID] = set()
    if model is StandingHour:
        return _standing_worked_with(ids)
    if model is Appointment:
        found |= set(_changed(Appointment.objects.filter(pk__in=ids)))
    if model is Client:
        found |= set(Client.objects.filter(pk__in=ids, user__isnull=False).values_list("pk", flat=True))
    for other, name in pointing_at(model):
        rows = other._default_manager.filter(**{f"{name}__in": ids})
        if other is part:
            rows = rows.values(name).annotate(n=models.Count("pk")).filter(n__gt=1)
        found |= set(rows.values_list(name, flat=True))
    return found


def _standing_worked_with(ids: set[UUID]) -> set[UUID]:
    """Standing hours of which an hour was touched, or on which something else hangs."""
    hours = Appointment.objects.filter(standing_hour__in=ids)
    touched = _worked_with(Appointment, set(hours.values_list("pk", flat=True)))
    found = set(hours.filter(pk__in=touched).values_list("standing_hour", flat=True))
    found |= set(StandingHour.objects.filter(pk__in=ids, sequence__gt=0).values_list("pk", flat=True))
    for other, name in pointing_at(StandingHour):
        if other is not Appointment:
            rows = other._default_manager.filter(**{f"{name}__in": ids})
            found |= set(rows.values_list(name, flat=True))
    return found


def _changed(hours: models.QuerySet[Appointment]) -> models.QuerySet[Any]:
    """Hours that are not as they were made: moved, called off, held."""
    return hours.exclude(state=Appointment.CONFIRMED, sequence=0).values_list("pk", flat=True)


def pointing_at(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Every model that points at this one, with the field that does; hidden relations too."""
    relations = [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ForeignObjectRel) and not isinstance(field, models.ManyToManyRel)
    ]
    return [(relation.related_model, relation.field.name) for relation in relations]


def _delete(model: type[models.Model], rows: list[models.Model], by: Actor) -> None:
    ids = [row.pk for row in rows]
    part, link = WRITTEN_WITH.get(model, (None, ""))
    if part is not None:
        _raw_delete(part, **{f"{link}__in": ids})
    if model is StandingHour:
        _raw_delete(Appointment, standing_hour__in=ids)
    if model is Client:
        with_files = StoredFile.objects.filter(client__in=ids).values_list("client", flat=True)
        ClientKey.objects.filter(client__in=set(ids) - set(with_files)).delete()
    for row in rows:
        client = row.pk if model is Client else getattr(row, "client_id", None)
        audit.record(by=by, verb="undo_move_in", on=row, client=client)
    files = [row.file for row in rows if isinstance(row, BroughtAlong) and row.file is not None]
    _raw_delete(model, pk__in=ids)
    for file in files:
        drop_file(stored=file, by=by)
    for therapist in {row.therapist for row in rows if isinstance(row, Appointment | StandingHour)}:
        refresh_plane(therapist=therapist, by=by)


def _raw_delete(model: type[models.Model], **chosen: Iterable[UUID]) -> None:
    # What hangs on the rows was looked at above; Django's own way asks forty tables for each of them.
    rows = model._default_manager.filter(**chosen)
    rows._raw_delete(router.db_for_write(model))
