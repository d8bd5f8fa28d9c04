"""Licences with the name of whoever checked them."""

from collections.abc import Iterable
from dataclasses import dataclass

from reverie.accounts.models import User
from reverie.core import clock
from reverie.directory.models import Credential, Profile


@dataclass(frozen=True)
class Checked:
    """A licence and who looked it up; `by` is empty while nobody has."""

    credential: Credential
    by: str

    @property
    def has_expired(self) -> bool:
        return self.credential.valid_until < clock.now().date()


def with_checkers(credentials: Iterable[Credential]) -> list[Checked]:
    """These licences in their order; one query for the names, none when nobody has checked any."""
    rows = list(credentials)
    people = {row.verified_by for row in rows if row.verified_by}
    names = dict(User.objects.filter(id__in=people).values_list("id", "name")) if people else {}
    return [Checked(row, str(names.get(row.verified_by, "")) if row.verified_by else "") for row in rows]


def valid_licences(profile: Profile) -> list[Checked]:
    """What a page shows: the licences that are valid today."""
    rows = profile.credentials.filter(valid_until__gte=clock.now().date())
    return with_checkers(rows.order_by("jurisdiction", "kind"))
