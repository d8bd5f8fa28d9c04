"""Making a copy of a practice's lists, hours and sums: file by file, each in a transaction, by a job."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core import audit, jobs
from reverie.core.files import CannotKeep, drop_file, keep_file
from reverie.core.policy import Actor
from reverie.core.sealing import PracticeScope
from reverie.interop.models import PracticeCopy, PracticeCopyFile
from reverie.interop.queries.practice import Part, parts_of

JOB = "interop.practice_copy"


class CannotCopy(Exception):
    """One plain sentence: why no copy of the practice is made."""


def begin_practice_copy(*, practice: Practice, by: Actor) -> PracticeCopy:
    """Hand the work to a job. Raises CannotCopy while another copy is being made."""
    try:
        with transaction.atomic():
            copy = PracticeCopy.objects.create(practice=practice, begun_by=by.user_id)
            audit.record(by=by, verb="begin_practice_copy", on=copy, practice=practice.pk)
            jobs.enqueue(JOB, key=f"{JOB}:{copy.pk}", payload={"copy": str(copy.pk)})
    except IntegrityError:
        raise CannotCopy(_("A copy is being made already; wait for it, or throw it away.")) from None
    return copy


def make_practice_copy(copy: PracticeCopy) -> None:
    """Make the files that are missing; done again after a halt it goes on where it was."""
    by = Actor.system(JOB, copy.practice_id)
    parts = parts_of(copy.practice, copy.created_at)
    PracticeCopy.objects.filter(pk=copy.pk).update(total=len(parts))
    while _one_more(copy, parts, by):
        pass


@transaction.atomic
def _one_more(copy: PracticeCopy, parts: list[Part], by: Actor) -> bool:
    """Make the next file, or say that all are there; False when there is nothing more to do."""
    row = PracticeCopy.objects.select_for_update().filter(pk=copy.pk).first()
    if row is None or row.state != PracticeCopy.RUNNING:
        return False
    if row.through < len(parts):
        _make(row, parts[row.through], by)
        return True
    row.state = PracticeCopy.DONE
    row.save(update_fields=["state"])
    detail = {"files": row.through}
    audit.record(by=by, verb="finish_practice_copy", on=row, practice=row.practice_id, detail=detail)
    return False


def _make(row: PracticeCopy, part: Part, by: Actor) -> None:
    scope = PracticeScope(row.practice_id)
    try:
        stored = keep_file(content=part.text().encode(), name=part.name, scope=scope, by=by)
    except CannotKeep as refusal:
        raise CannotCopy(str(refusal)) from None
    row.through += 1
    PracticeCopyFile.objects.create(
        copy=row, number=row.through, name=part.name, rows=part.rows, stored=stored
    )
    row.save(update_fields=["through"])


@transaction.atomic
def forget_practice_copy(*, copy: PracticeCopy, by: Actor) -> None:
    """Throw a copy away with its files; what is being made is stopped by it."""
    copy = PracticeCopy.objects.select_for_update().get(pk=copy.pk)
    stored = [row.stored for row in copy.files.select_related("stored")]
    audit.record(by=by, verb="forget_practice_copy", on=copy, practice=copy.practice_id)
    copy.delete()
    for file in stored:
        drop_file(stored=file, by=by)
