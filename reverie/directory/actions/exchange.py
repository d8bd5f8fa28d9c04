"""Profiles that come from a file: all of them are kept, or none."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice, Therapist
from reverie.core.policy import Actor
from reverie.directory.actions.credentials import state_credential
from reverie.directory.actions.profile import save_profile
from reverie.directory.models import Profile
from reverie.directory.queries.entries import therapists_by_name


class CannotBring(Exception):
    """Why the profiles of a file cannot be kept, in one plain sentence."""


@dataclass(frozen=True)
class Brought:
    """A profile out of a file, checked: whose it is, its fields, and its licences."""

    name: str
    email: str
    fields: dict[str, Any]
    licences: list[dict[str, Any]]


@dataclass(frozen=True)
class Result:
    """Whose pages were begun, and whose were left as their owners wrote them."""

    kept: tuple[str, ...]
    left: tuple[str, ...]


@transaction.atomic
def bring_profiles(*, practice: Practice, profiles: list[Brought], by: Actor) -> Result:
    """Begin the pages of therapists of the practice; none is shown before its owner says so.

    A page that its owner has written is left as it is. Raises CannotBring; then nothing is kept.
    """
    known = therapists_by_name(practice)
    kept, left = [], []
    for one in profiles:
        therapist = _whose(one, known)
        if Profile.objects.filter(therapist=therapist).exclude(statement="").exists():
            left.append(therapist.name)
            continue
        _keep(one, therapist, by)
        kept.append(therapist.name)
    return Result(tuple(kept), tuple(left))


@transaction.atomic
def bring_own_profile(*, therapist: Therapist, profiles: list[Brought], by: Actor) -> Profile:
    """Fill one's own page from a file that holds it; it is shown or not as before. Raises CannotBring."""
    mine = {therapist.name.casefold(), therapist.user.email.casefold()}
    found = [one for one in profiles if mine & {one.name.casefold(), one.email.casefold()}]
    if len(found) != 1:
        raise CannotBring(_("You stand in this file %(n)s times, by name or e-mail; it has to be once.") % {
            "n": len(found)
        })  # fmt: skip
    return _keep(found[0], therapist, by)


def _whose(one: Brought, known: dict[str, Therapist | None]) -> Therapist:
    therapist = known.get(one.email.casefold()) if one.email else known.get(one.name.casefold())
    if therapist is None:
        words = _("Nobody in this practice, or more than one, is called “%(name)s”. Nothing was kept.")
        raise CannotBring(words % {"name": one.email or one.name})
    return therapist


def _keep(one: Brought, therapist: Therapist, by: Actor) -> Profile:
    profile = save_profile(therapist=therapist, fields=one.fields, by=by)
    for licence in one.licences:
        state_credential(profile=profile, **licence, by=by)
    return profile
