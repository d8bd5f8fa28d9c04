"""Profiles as entries of a file, and whom in the practice an entry of a file is about."""

from collections.abc import Iterable

from django.conf import settings

from reverie.accounts.models import Practice, Therapist
from reverie.directory.access import listed_profiles
from reverie.directory.exchange import Entry, Place
from reverie.directory.exchange.entry import LISTS
from reverie.directory.models import Credential, Profile


def place_of(practice: Practice) -> Place:
    """The practice as it stands at the head of a file."""
    return Place(
        id=str(practice.pk),
        name=practice.name,
        address=practice.address,
        phone=practice.phone,
        site=settings.URL,
        currency=practice.currency,
    )


def listed_entries(practice: Practice) -> list[Entry]:
    """What anybody may read of those who are shown; two queries."""
    rows = listed_profiles().filter(practice=practice).prefetch_related("credentials").order_by("slug")
    return entries_of(rows)


def entries_of(profiles: Iterable[Profile]) -> list[Entry]:
    """These profiles; nothing stands in a file that does not stand on the page, but for the numbers."""
    return [
        Entry(
            where="",
            id=str(row.pk),
            name=row.therapist.name,
            title=row.therapist.title,
            confirmed_on=row.confirmed_at.date().isoformat(),
            address=f"/therapists/{row.slug}/",
            cells=_cells(row),
            licences=tuple(_licence(one) for one in row.credentials.all()),
        )
        for row in profiles
    ]


def _cells(row: Profile) -> dict[str, object]:
    money = ("fee_first", "fee", "sliding_from", "sliding_to")
    plain = (
        "licence_kind",
        "statement",
        "sliding_open",
        "consultation_minutes",
        "waiting_weeks",
        "npi",
        "taxonomy",
    )
    amounts = {name: getattr(row, f"{name}_cents") for name in money}
    return {
        **{name: "" if (value := getattr(row, name)) is None else str(value) for name in plain},
        **{name: list(getattr(row, name)) for name in LISTS},
        **{name: "" if cents is None else f"{cents / 100:.2f}" for name, cents in amounts.items()},
        "languages": ", ".join(row.languages),
        "insurers": ", ".join(row.insurers),
        "training": "\n".join(row.training),
        "gives_receipts": "on" if row.gives_receipts else "",
        "has_room": "on" if row.takes_people else "",
        "most_clients": "",
    }


def _licence(row: Credential) -> dict[str, str]:
    return {
        "jurisdiction": row.jurisdiction,
        "kind": row.kind,
        "number": row.number,
        "valid_until": row.valid_until.isoformat(),
        "is_online_only": "on" if row.is_online_only else "",
    }


def therapists_by_name(practice: Practice) -> dict[str, Therapist | None]:
    """E-mail or name, in small letters -> the therapist; None where a name belongs to two."""
    found: dict[str, Therapist | None] = {}
    rows = Therapist.objects.filter(practice=practice, ended_at=None).select_related("user", "practice")
    for row in rows:
        found[row.user.email.casefold()] = row
        name = row.name.casefold()
        found[name] = None if name in found else row
    return found
