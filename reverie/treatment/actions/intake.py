"""Intake forms that are asked and answered; whom to call; where somebody is as they join an hour."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reverie.accounts.actions import CannotRename, rename_client
from reverie.accounts.models import Client
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.scheduling.models import Appointment
from reverie.treatment.actions.agreement import CannotAgree, side_of
from reverie.treatment.models import Intake, JoinAnswer, Particulars, Treatment, chain_of
from reverie.treatment.queries.texts import intake_forms


class CannotTell(Exception):
    """One plain sentence for the user: why this cannot be asked, answered or kept."""


@transaction.atomic
def ask_intake(*, treatment: Treatment, kind: str, by: Actor) -> Intake:
    """Put an intake form before the client. Raises CannotTell when it is there already, or unknown."""
    form = intake_forms().get(kind)
    if form is None:
        raise CannotTell(_("There is no such form."))
    client = Client.objects.select_for_update().get(pk=treatment.client_id)
    if client.intakes.filter(kind=kind).exclude(state=Intake.SENT).exists():
        raise CannotTell(_("This form waits for the client already."))
    assert by.user_id is not None
    row = Intake(
        client=client, kind=kind, form_version=form.version, form_hash=form.hash, asked_by=by.user_id
    )
    row.seal_words(treatment.chain(), {"answers": {}})
    row.save(force_insert=True)
    audit.record(by=by, verb="ask_intake", on=row, client=client.pk, detail={"kind": kind})
    return row


@transaction.atomic
def answer_intake(*, intake: Intake, answers: Mapping[str, str], send: bool, by: Actor) -> Intake:
    """Keep the client's answers; with `send` the therapist may read them and they no longer change."""
    row = Intake.objects.select_related("client").select_for_update(of=("self",)).get(pk=intake.pk)
    if by.user_id is None or row.client.user_id != by.user_id:
        raise CannotTell(_("Only the client answers this."))
    if row.state == Intake.SENT:
        raise CannotTell(_("This was handed in already. Tell your therapist what has changed."))
    form = intake_forms().get(row.kind)
    if form is None:
        raise CannotTell(_("The practice has taken this form away. Ask your therapist about it."))
    known = {question.key for question in form.questions}
    row.seal_words(chain_of(row.client), {"answers": {key: answers[key] for key in answers if key in known}})
    row.state = Intake.SENT if send else Intake.BEGUN
    # The answers stand under the questions as they were shown just now.
    row.form_version, row.form_hash = form.version, form.hash
    if send:
        row.sent_at, row.sent_by = clock.now(), by.user_id
    row.save()
    verb = "send_intake" if send else "answer_intake"
    audit.record(by=by, verb=verb, on=row, client=row.client_id, detail={"words": row.digest()})
    return row


@transaction.atomic
def tell_particulars(*, treatment: Treatment, words: Mapping[str, str], by: Actor) -> Particulars:
    """Keep how the client is called, whom to call and what is taken, as told today; what was told stays.

    Raises CannotTell.
    """
    try:
        side_of(treatment, by)
    except CannotAgree:
        raise CannotTell(_("Only the client and their therapist write this.")) from None
    client = Client.objects.select_for_update().get(pk=treatment.client_id)
    last = client.particulars.aggregate(last=Max("number"))["last"] or 0
    assert by.user_id is not None
    row = Particulars(client=client, number=last + 1, told_by=by.user_id)
    called = {name: words.get(name, getattr(client, name)) for name in ("name", "pronouns")}
    try:
        client = rename_client(client=client, **called, by=by)
    except CannotRename as refusal:
        raise CannotTell(str(refusal)) from None
    told = {key: words.get(key, "").strip() for key in Particulars.WORDS}
    row.seal_words(treatment.chain(), told | {"name": client.name, "pronouns": client.pronouns})
    row.save(force_insert=True)
    audit.record(by=by, verb="tell_particulars", on=row, client=client.pk, detail={"words": row.digest()})
    return row


@transaction.atomic
def answer_join(*, appointment: Appointment, place: str, emergency: str, phone: str, by: Actor) -> JoinAnswer:
    """Keep where the client is for this hour, asked as they join it. Raises CannotTell."""
    if by.user_id is None or by.user_id != appointment.client.user_id:
        raise CannotTell(_("Only the client says where they are."))
    if appointment.place == "office":
        raise CannotTell(_("This hour is in the office; there is nothing to join."))
    if appointment.state not in {*Appointment.OPEN, Appointment.TOOK_PLACE}:
        raise CannotTell(_("This hour was called off."))
    if not place.strip() or not emergency.strip():
        raise CannotTell(_("Say where you are and which number brings help there."))
    row = JoinAnswer(appointment=appointment, by=by.user_id)
    words = {"place": place.strip(), "emergency": emergency.strip(), "phone": phone.strip()}
    row.seal_words(chain_of(appointment.client), words)
    row.save(force_insert=True)
    detail = {"words": row.digest()}
    audit.record(by=by, verb="answer_join", on=row, client=appointment.client_id, detail=detail)
    return row
