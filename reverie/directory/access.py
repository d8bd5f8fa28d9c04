"""The doors to profiles: the public sees those that are listed, confirmed and licensed."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.directory.models import Credential, Inquiry, Profile, Review, ReviewSwitch
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment, UnitMember

CONFIRMED_FOR = timedelta(days=90)
"""A profile that its owner has not confirmed for so long is not shown."""


def listed_profiles() -> QuerySet[Profile]:
    """Profiles that anyone may see: opted in, with room, confirmed within 90 days, a licence valid today."""
    now = clock.now()
    licences = Credential.objects.filter(profile=OuterRef("pk"), valid_until__gte=now.date())
    return Profile.objects.filter(
        Exists(licences),
        is_listed=True,
        has_room=True,
        is_full=False,
        confirmed_at__gte=now - CONFIRMED_FOR,
        therapist__ended_at=None,
    ).select_related("therapist", "practice")


SHOWN = (
    "slug", "statement", "approaches", "languages", "insurers", "places", "fee_cents", "sliding_from_cents",
    "sliding_to_cents", "gives_receipts", "consultation_minutes", "waiting_weeks",
    "therapist__name", "therapist__title",
)  # fmt: skip
"""What the list shows of a profile: twenty of them are read for each search."""


def profiles_in_short(ids: Collection[UUID]) -> QuerySet[Profile]:
    """What the list shows of profiles that a search has just found to be listed."""
    rows = Profile.objects.filter(pk__in=ids, is_listed=True, therapist__ended_at=None)
    return rows.select_related("therapist").only(*SHOWN)


def get_listed_profile(slug: str) -> Profile:
    """One listed profile, or 404."""
    profile = listed_profiles().filter(slug=slug).first()
    if profile is None:
        raise Http404
    return profile


def get_askable_profile(slug: str) -> Profile:
    """Somebody who may be asked: a listed profile, or whoever answers for the practice; 404 otherwise."""
    rows = Profile.objects.select_related("therapist", "practice")
    intake = rows.filter(slug=slug, is_intake=True, therapist__ended_at=None).first()
    return intake or get_listed_profile(slug)


def get_own_profile(actor: Actor) -> Profile | None:
    """The actor's own profile in the current practice; None when there is none yet."""
    if not policy.allows(actor, "profile.write", {"own"}):
        raise Http404
    rows = Profile.objects.select_related("therapist", "practice", "photograph")
    return rows.filter(therapist__user_id=actor.user_id, practice_id=actor.practice_id).first()


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


def credentials_to_check(actor: Actor) -> QuerySet[Credential]:
    """Every licence stated in the actor's practice, for whoever verifies them there; 404 otherwise."""
    if actor.practice_id is None or not policy.allows(actor, "credential.verify", {"practice"}):
        raise Http404
    rows = Credential.objects.filter(profile__practice=actor.practice_id, profile__therapist__ended_at=None)
    return rows.select_related("profile__therapist")


def get_credential_for_checking(actor: Actor, credential_id: UUID) -> Credential:
    """One of them, or 404."""
    row = credentials_to_check(actor).filter(id=credential_id).first()
    if row is None:
        raise Http404
    return row


def get_own_credential(actor: Actor, credential_id: UUID) -> Credential:
    """A licence on the actor's own page, or 404."""
    profile = get_own_profile(actor)
    row = Credential.objects.filter(profile=profile, id=credential_id).select_related("profile").first()
    if profile is None or row is None:
        raise Http404
    return row


def get_practice_of_profiles(actor: Actor) -> Practice:
    """The practice whose profiles the actor brings over or takes along as files, or 404."""
    if actor.practice_id is None or not policy.allows(actor, "profile.exchange", {"practice"}):
        raise Http404
    return Practice.objects.get(id=actor.practice_id)


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


def _with(person: Client) -> Q:
    """Hours to which a person came: as the client, as the second of two, or as a member of a unit then."""
    member, day = "client__unit__members__", F("start_at__date")
    then = Q(**{f"{member}person": person, f"{member}joined_on__lte": day})
    still = Q(**{f"{member}left_on": None}) | Q(**{f"{member}left_on__gte": day})
    return Q(client=person) | Q(partner=person) | (then & still)


def has_attended(client: Client, therapist: Therapist) -> bool:
    """True when at least one hour of the two took place."""
    return Appointment.objects.filter(
        _with(client), therapist=therapist, state=Appointment.TOOK_PLACE
    ).exists()


def _clients_beside(person: Client) -> list[UUID]:
    """The person, and the clients in whose name hours are that they come to as one of two or of a unit.

    Named first: the database would otherwise look through the treatments of every practice.
    """
    second = Appointment.objects.filter(partner=person).values_list("client")
    units = UnitMember.objects.filter(person=person).order_by().values_list("unit__client")
    return [person.pk, *(client for (client,) in second.union(units))]


def _reviewing_client(actor: Actor) -> Client:
    if not policy.allows(actor, "review.give", {"own"}):
        raise Http404
    client = Client.objects.filter(user=actor.user_id, practice=actor.practice_id).first()
    if client is None:
        raise Http404
    return client


def reviewable_by(actor: Actor) -> list[tuple[Treatment, Review | None]]:
    """The treatments in which the actor came to an hour, one a therapist, with the actor's review of each."""
    client = _reviewing_client(actor)
    met = Appointment.objects.filter(
        _with(client),
        client=OuterRef("client"),
        therapist=OuterRef("therapist"),
        state=Appointment.TOOK_PLACE,
    )
    rows = Treatment.objects.filter(Exists(met), client__in=_clients_beside(client))
    rows = rows.select_related("therapist")
    reviews = {row.therapist_id: row for row in Review.objects.filter(client=client)}
    latest = {row.therapist_id: row for row in rows.order_by("started_on", "created_at")}
    return [(row, reviews.get(row.therapist_id)) for row in latest.values()]


def get_reviewable(actor: Actor, treatment_id: UUID) -> tuple[Client, Therapist, Review | None]:
    """(the actor as a client, the therapist, their review); 404 where the actor came to no hour."""
    for treatment, review in reviewable_by(actor):
        if treatment.pk == treatment_id:
            return _reviewing_client(actor), treatment.therapist, review
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
