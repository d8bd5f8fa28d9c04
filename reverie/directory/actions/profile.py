"""Profiles and licences: written and listed by their therapist, checked by the practice."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reverie.accounts.models import Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.directory.models import Credential, Profile


class CannotList(Exception):
    """Why a profile cannot be shown."""


@transaction.atomic
def save_profile(*, therapist: Therapist, fields: dict[str, Any], by: Actor) -> Profile:
    """Make or change the therapist's own profile; saving it also confirms it."""
    profile = Profile.objects.filter(therapist=therapist).first()
    profile = profile or Profile(therapist=therapist, practice=therapist.practice, slug=free_slug(therapist))
    for name, value in fields.items():
        setattr(profile, name, value)
    profile.confirmed_at = clock.now()
    profile.save()
    audit.record(by=by, verb="save", on=profile, detail={"fields": sorted(fields)})
    return profile


def free_slug(therapist: Therapist) -> str:
    """The therapist's name as an address, with a number when somebody else has it."""
    base = slugify(therapist.name.split(",")[0])[:50] or "therapist"
    taken = set(Profile.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)


@transaction.atomic
def list_profile(*, profile: Profile, is_listed: bool, by: Actor) -> Profile:
    """Show a profile to the public, or take it away at once."""
    if is_listed and not profile.credentials.filter(valid_until__gte=clock.now().date()).exists():
        raise CannotList(_("A page is shown once it names a license that is valid today."))
    profile.is_listed = is_listed
    profile.confirmed_at = clock.now()
    profile.save(update_fields=["is_listed", "confirmed_at"])
    audit.record(by=by, verb="list" if is_listed else "unlist", on=profile)
    return profile


@transaction.atomic
def state_credential(
    *,
    profile: Profile,
    jurisdiction: str,
    kind: str,
    number: str,
    valid_until: date,
    is_online_only: bool,
    by: Actor,
) -> Credential:
    """What the therapist says of a licence; nobody has checked it yet."""
    row = Credential.objects.create(
        profile=profile,
        jurisdiction=jurisdiction,
        kind=kind,
        number=number,
        valid_until=valid_until,
        is_online_only=is_online_only,
    )
    audit.record(by=by, verb="state", on=row)
    return row


@transaction.atomic
def verify_credential(*, credential: Credential, against: str, by: Actor) -> Credential:
    """Somebody of the practice looked the licence up: when, who, and in what register."""
    credential.verified_at = clock.now()
    credential.verified_by = by.user_id
    credential.verified_against = against
    credential.save(update_fields=["verified_at", "verified_by", "verified_against"])
    audit.record(by=by, verb="verify", on=credential, detail={"against": against})
    return credential
