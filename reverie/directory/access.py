"""The doors to profiles: the public sees those that are listed, confirmed and licensed."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.directory.models import Credential, Inquiry, Profile, Review, ReviewSwitch
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

CONFIRMED_FOR = timedelta(days=90)
"""A profile that its owner has not confirmed for so long is not shown."""


def listed_profiles() -> QuerySet[Profile]:
    """Profiles that anyone may see: opted in, confirmed within 90 days, a licence valid today."""
    now = clock.now()
    licences = Credential.objects.filter(profile=OuterRef("pk"), valid_until__gte=now.date())
    return Profile.objects.filter(
        Exists(licences),
        is_listed=True,
        confirmed_at__gte=now - CONFIRMED_FOR,
        therapist__ended_at=None,
    ).select_related("therapist", "practice")


def get_listed_profile(slug: str) -> Profile:
    """One listed profile, or 404."""
    profile = listed_profiles().filter(slug=slug).first()
    if profile is None:
        raise Http404
    return profile


def get_own_profile(actor: Actor) -> Profile | None:
    """The actor's own profile in the current practice; None when there is none yet."""
    if not policy.allows(actor, "profile.write", {"own"}):
        raise Http404
    return Profile.objects.filter(therapist__user_id=actor.user_id, practice_id=actor.practice_id).first()


def get_own_therapist(actor: Actor) -> Therapist:
    """The actor as a therapist of the current practice, or 404."""
    row = (
        Therapist.objects.filter(user_id=actor.user_id, practice_id=actor.practice_id, ended_at=None)
        .select_related("practice")
        .first()
    )
    if row is None or not policy.allows(actor, "profile.write", {"own"}):
        raise Http404
    return row


def get_credential_for_checking(actor: Actor, credential_id: UUID) -> Credential:
    """A credential of the actor's practice, for whoever verifies licences there; 404 otherwise."""
    row = Credential.objects.select_related("profile").filter(id=credential_id).first()
    if row is None or row.profile.practice_id != actor.practice_id:
        raise Http404
    if not policy.allows(actor, "credential.verify", {"practice"}):
        raise Http404
    return row


def get_booked_appointment(appointment_id: UUID) -> Appointment:
    """The first consultation that a signed receipt names; the receipt itself is the entitlement."""
    row = (
        Appointment.objects.select_related("client", "therapist", "practice")
        .filter(id=appointment_id, kind="consultation")
        .first()
    )
    if row is None:
        raise Http404
    return row


def get_practice_of_guides(actor: Actor) -> Practice:
    """The practice whose guides the actor writes or reviews, or 404."""
    if actor.practice_id is None or not policy.allows(actor, "guide.list", {"practice"}):
        raise Http404
    return Practice.objects.get(id=actor.practice_id)


def guide_rights(actor: Actor) -> dict[str, bool]:
    """Whether the actor may write guides, and whether they may say as a clinician that one is right."""
    return {verb: policy.allows(actor, f"guide.{verb}", {"practice"}) for verb in ("write", "review")}


def inquiries_visible_to(actor: Actor) -> QuerySet[Inquiry]:
    """One's own for a therapist, the practice's (how they stand, no words) for its desk and owner."""
    if actor.practice_id is None:
        return Inquiry.objects.none()
    rows = Inquiry.objects.filter(practice=actor.practice_id)
    if policy.allows(actor, "inquiry.list", {"practice"}):
        return rows
    if policy.allows(actor, "inquiry.list", {"own"}):
        return rows.filter(profile__therapist__user=actor.user_id)
    return rows.none()


@transaction.atomic
def get_inquiry_for_reading(actor: Actor, inquiry_id: UUID) -> Inquiry:
    """An inquiry with its words, for the therapist who was asked alone; the read is audited."""
    row = (
        inquiries_visible_to(actor)
        .select_related("profile__therapist__user", "profile__practice", "appointment", "client")
        .filter(id=inquiry_id)
        .first()
    )
    if row is None:
        raise Http404
    own = {"own"} if row.profile.therapist.user_id == actor.user_id else set()
    if not policy.allows(actor, "inquiry.read", own):
        raise PermissionDenied
    audit.record(by=actor, verb="read", on=row, client=row.client_id)
    return row


def get_asked_inquiry(inquiry_id: str) -> Inquiry:
    """The inquiry that a receipt opened; the receipt itself is the entitlement."""
    rows = Inquiry.objects.select_related("profile__therapist__user", "profile__practice", "appointment")
    row = rows.filter(id=inquiry_id).first()
    if row is None or (row.forgotten_at is not None and row.state != Inquiry.WITHDRAWN):
        raise Http404
    return row


def has_attended(client: Client, therapist: Therapist) -> bool:
    """True when at least one hour of the two took place."""
    hours = Appointment.objects.filter(Q(client=client) | Q(partner=client), therapist=therapist)
    return hours.filter(state=Appointment.TOOK_PLACE).exists()


def reviewable_by(actor: Actor) -> list[tuple[Treatment, Review | None]]:
    """The actor's own treatments in which an hour took place, one a therapist, with the review of each."""
    if not policy.allows(actor, "review.give", {"own"}):
        raise Http404
    client = Client.objects.filter(user=actor.user_id, practice=actor.practice_id).first()
    if client is None:
        raise Http404
    met = Appointment.objects.filter(
        client=client, therapist=OuterRef("therapist"), state=Appointment.TOOK_PLACE
    )
    rows = Treatment.objects.filter(Exists(met), client=client).select_related("therapist", "client")
    reviews = {row.therapist_id: row for row in Review.objects.filter(client=client)}
    latest = {row.therapist_id: row for row in rows.order_by("started_on", "created_at")}
    return [(row, reviews.get(row.therapist_id)) for row in latest.values()]


def get_reviewable(actor: Actor, treatment_id: UUID) -> tuple[Client, Therapist, Review | None]:
    """One of them. Raises Http404 for another's, and for one in which no hour took place."""
    for treatment, review in reviewable_by(actor):
        if treatment.pk == treatment_id:
            return treatment.client, treatment.therapist, review
    raise Http404


def get_own_review(actor: Actor, treatment_id: UUID) -> Review:
    """The actor's review of a treatment's therapist, or 404."""
    _client, _therapist, review = get_reviewable(actor, treatment_id)
    if review is None:
        raise Http404
    return review


def get_practice_for_reviews(actor: Actor) -> Practice:
    """The practice whose reviews somebody switches, or 404."""
    if not policy.allows(actor, "review.switch", {"practice"}):
        raise Http404
    return Practice.objects.get(pk=actor.practice_id)


def are_reviews_on_in(practice: Practice) -> bool:
    """False when the practice switched them off for everybody."""
    return not ReviewSwitch.objects.filter(practice=practice, therapist=None).exists()
