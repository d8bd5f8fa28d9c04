"""Taking back what a moving-in made: only what nobody has worked with since; the rest stays, and is told."""

from django.apps import apps
from django.db import models, router, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError

from reverie.core import audit
from reverie.core.files import drop_file
from reverie.core.models import ClientKey, StoredFile
from reverie.core.policy import Actor
from reverie.interop.actions.moving import JOB
from reverie.interop.models import BroughtAlong, MoveIn, MoveInItem
from reverie.treatment.models import Treatment, TreatmentStep

STEP = 100
OWN_PARTS: dict[type[models.Model], tuple[type[models.Model], str]] = {
    Treatment: (TreatmentStep, "treatment"),
}
"""What an act writes together with its row; the first of them goes with the row, later ones mean work."""


def unmake(move: MoveIn) -> None:
    """Take back item by item, the last made first."""
    by = Actor.system(JOB, move.practice_id)
    while True:
        with transaction.atomic():
            row = MoveIn.objects.select_for_update().get(pk=move.pk)
            if row.state != MoveIn.UNDOING:
                return
            items = list(row.items.filter(number__lte=row.total - row.through).order_by("-number")[:STEP])
            for item in items:
                row.stayed += not _taken_back(item, by)
            row.through += len(items)
            if not items:
                row.state = MoveIn.UNDONE
                audit.record(by=by, verb="finish_undo", on=row, detail={"stayed": row.stayed})
            row.save(update_fields=["through", "stayed", "state"])
        if not items:
            return


def _taken_back(item: MoveInItem, by: Actor) -> bool:
    model = apps.get_model(item.model)
    thing = model._default_manager.filter(pk=item.object_id).first()
    if thing is not None and not _delete(thing, by):
        return False
    item.delete()
    return True


def _delete(thing: models.Model, by: Actor) -> bool:
    """Delete one row with what was written together with it; False when more hangs on it by now."""
    try:
        with transaction.atomic():
            _delete_own_parts(thing)
            collector = Collector(using=router.db_for_write(type(thing)))
            collector.collect([thing])
            others = {model for model, rows in collector.data.items() if rows} - {type(thing)}
            if others or any(queryset.exists() for queryset in collector.fast_deletes):
                raise _WorkedWith
            file = thing.file if isinstance(thing, BroughtAlong) else None
            _audit(thing, by)
            thing.delete()
            if file is not None:
                drop_file(stored=file, by=by)
    except (ProtectedError, RestrictedError, _WorkedWith):
        return False
    return True


class _WorkedWith(Exception):
    """Something was added to the row after it had been made."""


def _delete_own_parts(thing: models.Model) -> None:
    part, link = OWN_PARTS.get(type(thing), (None, ""))
    if part is not None:
        rows = part._default_manager.filter(**{link: thing})
        if rows.count() == 1:
            rows.delete()


def _audit(thing: models.Model, by: Actor) -> None:
    client = getattr(thing, "client_id", None)
    if thing._meta.label_lower == "accounts.client":
        client = thing.pk
        keys = ClientKey.objects.filter(client=thing.pk)
        if not StoredFile.objects.filter(client=thing.pk).exists():
            keys.delete()
    audit.record(by=by, verb="undo_move_in", on=thing, client=client)
