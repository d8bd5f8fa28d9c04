"""What stands beside a record: everybody at whom its rows point, and the bytes of its papers."""

from typing import Any

from django.db.models import Model

from reverie.accounts.models import Client, Therapist, User
from reverie.billing.models import Coverage, Insurer
from reverie.core.file_kinds import ending
from reverie.core.files import file_name, read_file
from reverie.core.models import StoredFile
from reverie.interop.models import BroughtAlong
from reverie.interop.queries.columns import copied
from reverie.interop.queries.record import PARTS, Part
from reverie.record.models import Paper


def people_of(client: Client, record: dict[str, list[Part]]) -> dict[str, Any]:
    """The practice, and everybody at whom a row of the record points; no address of theirs but the name."""
    practice = client.practice
    therapists = Therapist.objects.filter(pk__in=_pointed_at(record, Therapist)).order_by("pk")
    users = {*_pointed_at(record, User), *map(str, therapists.values_list("user_id", flat=True))}
    insurers = Insurer.objects.filter(pk__in=_pointed_at(record, Insurer)).order_by("pk")
    return {
        "practice": copied(practice),
        "therapists": [copied(row) for row in therapists],
        "insurers": [copied(row) for row in insurers],
        "users": [copied(row) for row in User.objects.filter(pk__in=users).order_by("pk")],
    }


def papers_of(client: Client, *, own: bool) -> dict[str, bytes]:
    """Path in the archive -> the bytes of a paper, as it was handed in."""
    return {_path(stored): read_file(stored) for stored in _stored(client, own)}


def stored_of(client: Client, *, own: bool) -> list[dict[str, Any]]:
    """What is known of each of these files, and its path in the archive."""
    return [
        copied(stored) | {"name": file_name(stored), "path": _path(stored)} for stored in _stored(client, own)
    ]


def _stored(client: Client, own: bool) -> list[StoredFile]:
    """Papers, what came along from elsewhere, and the pictures of insurance cards."""
    papers = Paper.objects.filter(client=client)
    papers = papers.exclude(shown_at=None) if own else papers
    covers = Coverage.objects.filter(client=client).values_list("front", "back")
    wanted = [
        *papers.values_list("stored", flat=True),
        *BroughtAlong.objects.filter(client=client).values_list("file", flat=True),
        *(side for pair in covers for side in pair),
    ]
    return list(StoredFile.objects.filter(pk__in=[pk for pk in wanted if pk is not None]).order_by("pk"))


def _path(stored: StoredFile) -> str:
    return f"papers/{stored.pk}.{ending(stored.kind)}"


def _pointed_at(record: dict[str, list[Part]], model: type[Model]) -> set[str]:
    found: set[str] = set()
    for room, parts in PARTS.items():
        for (owner, _path), part in zip(parts, record[room], strict=True):
            names = [field.attname for field in owner._meta.concrete_fields if field.related_model is model]
            found |= {row[name] for name in names for row in part.rows if row[name]}
    return found
