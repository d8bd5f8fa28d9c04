"""Licences: stated by their holder, and apart from that checked by the practice."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.directory.models import Credential, Profile


class CannotVerify(Exception):
    """Why a licence cannot be called checked, in one plain sentence."""


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
    """What the therapist says of a licence; nobody has checked it yet.

    Said again with another end, it is the same licence renewed, and has to be checked anew.
    """
    same = Credential.objects.select_for_update().filter(
        profile=profile, jurisdiction=jurisdiction, kind=kind, number=number
    )
    row = same.first() or Credential(profile=profile, jurisdiction=jurisdiction, kind=kind, number=number)
    if row.valid_until != valid_until or row.is_online_only != is_online_only:
        row.verified_at, row.verified_by, row.verified_against = None, None, ""
    row.valid_until, row.is_online_only = valid_until, is_online_only
    row.save()
    audit.record(by=by, verb="state", on=row)
    return row


@transaction.atomic
def drop_credential(*, credential: Credential, by: Actor) -> None:
    """Its holder takes a licence off the page; without a valid one the page is no longer shown."""
    audit.record(by=by, verb="drop", on=credential)
    profile = credential.profile
    credential.delete()
    profile.save(update_fields=[])


@transaction.atomic
def verify_credential(*, credential: Credential, against: str, by: Actor) -> Credential:
    """Somebody of the practice looked the licence up: who, when, in what register. Raises CannotVerify."""
    if not against.strip():
        raise CannotVerify(_("Say in which register you looked the license up."))
    if credential.profile.therapist.user_id == by.user_id:
        raise CannotVerify(_("Nobody checks a license of their own; ask somebody else of the practice."))
    credential.verified_at = clock.now()
    credential.verified_by = by.user_id
    credential.verified_against = against.strip()
    credential.save(update_fields=["verified_at", "verified_by", "verified_against"])
    audit.record(by=by, verb="verify", on=credential, detail={"against": against})
    return credential


@transaction.atomic
def doubt_credential(*, credential: Credential, by: Actor) -> Credential:
    """What was called checked no longer is: the register says otherwise, or it was a mistake."""
    credential.verified_at, credential.verified_by, credential.verified_against = None, None, ""
    credential.save(update_fields=["verified_at", "verified_by", "verified_against"])
    audit.record(by=by, verb="doubt", on=credential)
    return credential
