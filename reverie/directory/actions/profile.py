"""Profiles: written and listed by their therapist, closed by a full caseload."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reverie.accounts.models import Therapist
from reverie.core import audit, clock
from reverie.core.files import drop_file, keep_file
from reverie.core.policy import Actor
from reverie.core.sealing import PracticeScope
from reverie.directory.models import Profile
from reverie.directory.pictures import PICTURES, plain_picture
from reverie.treatment.models import Treatment


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
    profile.is_full = profile.most_clients is not None and people_of(therapist) >= profile.most_clients
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
    if is_listed and not profile.statement.strip():
        raise CannotList(_("A page is shown once it says something in your own words."))
    profile.is_listed = is_listed
    if is_listed:
        profile.confirmed_at = clock.now()
    profile.save(update_fields=["is_listed", "confirmed_at"])
    audit.record(by=by, verb="list" if is_listed else "unlist", on=profile)
    return profile


@transaction.atomic
def follow_caseload(*, therapist: Therapist, by: Actor) -> None:
    """Close the page of a therapist whose caseload is full, and open it again when it no longer is."""
    counted = Profile.objects.exclude(most_clients=None, is_full=False)
    profile = counted.select_for_update().filter(therapist=therapist).first()
    if profile is None:
        return
    is_full = profile.most_clients is not None and people_of(therapist) >= profile.most_clients
    if is_full != profile.is_full:
        profile.is_full = is_full
        profile.save(update_fields=["is_full"])
        audit.record(by=by, verb="close" if is_full else "reopen", on=profile)


def people_of(therapist: Therapist) -> int:
    """How many treatments of a therapist are under way, consultations included."""
    over = [Treatment.ENDED, Treatment.ARCHIVED]
    return Treatment.objects.filter(therapist=therapist).exclude(state__in=over).count()


@transaction.atomic
def keep_photograph(*, profile: Profile, content: bytes, name: str, by: Actor) -> Profile:
    """Put a photograph on the page, without what the camera wrote into it. Raises CannotKeep.

    The one before it is deleted. Anybody may see it who may see the page.
    """
    scope = PracticeScope(profile.practice_id)
    stored = keep_file(content=plain_picture(content), name=name, scope=scope, kinds=PICTURES, by=by)
    drop_photograph(profile=profile, by=by)
    profile.photograph = stored
    profile.save(update_fields=["photograph"])
    return profile


@transaction.atomic
def drop_photograph(*, profile: Profile, by: Actor) -> Profile:
    """Delete the photograph of a page, if there is one."""
    before, profile.photograph = profile.photograph, None
    if before is not None:
        profile.save(update_fields=["photograph"])
        drop_file(stored=before, by=by)
    return profile
