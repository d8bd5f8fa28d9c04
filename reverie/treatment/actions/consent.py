"""Signing texts, and taking a signature back."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Representative
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.treatment.events import consent_taken_back
from reverie.treatment.models import Consent, Treatment, latest_first
from reverie.treatment.queries.texts import ConsentText, consent_texts

DAYS_PER_MONTH = 30.4375


class CannotConsent(Exception):
    """One plain sentence for the user: why this cannot be signed or taken back."""


@transaction.atomic
def sign_consents(*, treatment: Treatment, kinds: Sequence[str], by: Actor) -> list[Consent]:
    """The client signs the current version of one or more texts, at once.

    Raises CannotConsent for anybody but the client, for an unknown text, for one that is signed already,
    and when a text that must stand alone is combined with another one.
    """
    if by.user_id is None or by.user_id != treatment.client.user_id:
        raise CannotConsent(_("Only the client can sign this."))
    texts = [_text(kind) for kind in dict.fromkeys(kinds)]
    if not texts:
        raise CannotConsent(_("Choose what you sign."))
    alone = next((text for text in texts if text.stands_alone), None)
    if len(texts) > 1 and alone:
        raise CannotConsent(_("“%(title)s” is always signed by itself.") % {"title": alone.title})
    return [_sign(treatment, text, by) for text in texts]


@transaction.atomic
def sign_for_client(*, representative: Representative, kinds: Sequence[str], by: Actor) -> list[Consent]:
    """A representative whose scope has it signs for the client; never a text that stands alone.

    Raises CannotConsent outside scope and dates, and for a text that only the client signs.
    """
    today = clock.today(representative.client.zone)
    in_force = (
        representative.ended_at is None and representative.starts_on <= today < representative.expires_on
    )
    if by.user_id != representative.user_id or not in_force or "consents" not in representative.scope:
        raise CannotConsent(_("You may not sign this for the client."))
    texts = [_text(kind) for kind in dict.fromkeys(kinds)]
    if not texts or any(text.stands_alone for text in texts):
        raise CannotConsent(_("Choose a text that can be signed for the client."))
    rows = Treatment.objects.filter(client=representative.client_id).select_related("client", "practice")
    treatment = latest_first(rows).first()
    if treatment is None:
        raise CannotConsent(_("No treatment has begun yet."))
    return [_sign(treatment, text, by) for text in texts]


@transaction.atomic
def revoke_consent(*, consent: Consent, by: Actor) -> Consent:
    """The client takes a signature back; it stays in the record as taken back. Raises CannotConsent."""
    treatment = consent.treatment
    if by.user_id is None or by.user_id != treatment.client.user_id:
        raise CannotConsent(_("Only the client can take this back."))
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.revoked_at is not None:
        raise CannotConsent(_("This was already taken back."))
    consent = _take_back(consent, treatment, by)
    consent_taken_back.send(sender=Consent, consent=consent, by=by)
    return consent


def _take_back(consent: Consent, treatment: Treatment, by: Actor) -> Consent:
    consent.revoked_at, consent.revoked_by = clock.now(), by.user_id
    consent.save(update_fields=["revoked_at", "revoked_by"])
    detail = {"kind": consent.kind}
    audit.record(by=by, verb="revoke_consent", on=consent, client=treatment.client_id, detail=detail)
    return consent


def _text(kind: str) -> ConsentText:
    try:
        return consent_texts()[kind]
    except KeyError:
        raise CannotConsent(_("There is no such text to sign.")) from None


def _sign(treatment: Treatment, text: ConsentText, by: Actor) -> Consent:
    held = treatment.consents.filter(kind=text.kind, text_version=text.version, revoked_at=None)
    if by.user_id == treatment.client.user_id:
        # The client's own signature takes the place of one that somebody gave for them.
        for row in held.exclude(signed_by=by.user_id):
            _take_back(row, treatment, by)
    if held.exists():
        raise CannotConsent(_("“%(title)s” is already signed.") % {"title": text.title})
    assert by.user_id is not None
    today = clock.today(treatment.practice.zone)
    row = Consent.objects.create(
        treatment=treatment,
        kind=text.kind,
        text_version=text.version,
        text_hash=text.hash,
        signed_by=by.user_id,
        expires_on=today + timedelta(days=round(text.months * DAYS_PER_MONTH)) if text.months else None,
    )
    detail = {"kind": text.kind, "version": text.version, "text": text.hash}
    audit.record(by=by, verb="sign_consent", on=row, client=treatment.client_id, detail=detail)
    return row
