"""A limit of time, a transfer with the client's yes, the summary that is signed and no longer changes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from conftest import actor_for, signed_in
from reverie.accounts.models import Therapist
from reverie.core.policy import Actor
from reverie.treatment import access, actions
from reverie.treatment.models import EndingSummary, Limit, Plan, Transfer, Treatment

DAY = date(2026, 2, 3)
LAST = date(2026, 6, 9)
FOCUS = {"focus": "To decide about the house.", "enough": "A decision."}
WORDS = {"came_for": "Sleep.", "now": "Sleeps."}


@pytest.fixture
def limit(treatment: Treatment, as_therapist: Actor) -> Limit:
    terms = {"sessions": 16, "last_day": LAST, "words": FOCUS}
    return actions.propose_limit(treatment=treatment, **terms, by=as_therapist)


@pytest.fixture
def transfer(treatment: Treatment, colleague: Therapist, as_therapist: Actor) -> Transfer:
    return actions.propose_transfer(treatment=treatment, to=colleague, letter="Quiet.", by=as_therapist)


@pytest.fixture
def ended(treatment: Treatment, as_therapist: Actor) -> Treatment:
    return actions.end(treatment=treatment, on=DAY, reason="agreed", by=as_therapist)


def test_a_limit_holds_once_both_agreed(limit: Limit, treatment: Treatment, as_client: Actor) -> None:
    treatment.refresh_from_db()
    assert treatment.agreed_sessions is None
    assert actions.agree_limit(limit=limit, by=as_client).is_agreed
    treatment.refresh_from_db()
    assert (treatment.agreed_sessions, treatment.last_day) == (16, LAST)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"sessions": 0}, "at least one"), ({"last_day": DAY.replace(year=2020)}, "last day"),
     ({"words": {}}, "one thing")],
)  # fmt: skip
def test_limits_that_cannot_be(
    treatment: Treatment, as_therapist: Actor, change: dict[str, object], sentence: str
) -> None:
    terms = {"sessions": 16, "last_day": LAST, "words": FOCUS, **change}
    with pytest.raises(actions.CannotEnd, match=sentence):
        actions.propose_limit(treatment=treatment, **terms, by=as_therapist)  # type: ignore[arg-type]


def test_the_pages_of_a_limit(treatment: Treatment) -> None:
    desk, own = signed_in(treatment.therapist.user), signed_in(treatment.client.user)
    address = f"/desk/clients/{treatment.client_id}/limit/"
    given = {"focus": "The house.", "sessions": "16", "last_day": "2026-06-09"}
    assert desk.post(address, {**given, "focus": ""}).status_code == 422
    desk.post(address, given)
    assert "waits for your yes" in own.get("/my/plan/").content.decode()
    assert "waiting for your yes" in own.get("/my/ending/").content.decode()
    own.post("/my/plan/limit/agree/")
    assert "Agreed by both" in desk.get(address).content.decode()


def test_of_two_limits_the_newest_waits(limit: Limit, treatment: Treatment, as_therapist: Actor) -> None:
    newer = {"sessions": 24, "last_day": LAST, "words": FOCUS}
    actions.propose_limit(treatment=treatment, **newer, by=as_therapist)
    with pytest.raises(actions.CannotEnd, match="proposed since"):
        actions.agree_limit(limit=limit, in_session=True, by=as_therapist)
    own = signed_in(treatment.client.user)
    assert own.post("/my/plan/limit/agree/").status_code == 302
    treatment.refresh_from_db()
    assert treatment.agreed_sessions == 24
    assert "waits for your yes" not in own.get("/my/plan/").content.decode()
    assert own.post("/my/plan/limit/agree/").status_code == 404


def test_nothing_is_transferred_without_the_clients_yes(
    transfer: Transfer, as_therapist: Actor, as_client: Actor, colleague: Therapist
) -> None:
    with pytest.raises(actions.CannotEnd, match="has not agreed"):
        actions.complete_transfer(transfer=transfer, on=DAY, by=as_therapist)
    actions.agree_transfer(transfer=transfer, by=as_client)
    begun = actions.complete_transfer(transfer=transfer, on=DAY, by=as_therapist)
    transfer.treatment.refresh_from_db()
    assert (transfer.treatment.state, transfer.treatment.ended_reason) == ("ended", "transfer")
    assert (begun.therapist, begun.state) == (colleague, "consultation")
    assert access.is_treating(actor_for(colleague.user), begun.client_id)


def test_the_plan_goes_along_as_a_draft(
    draft: Plan, transfer: Transfer, as_therapist: Actor, as_client: Actor
) -> None:
    actions.write_plan(plan=draft, words={"written_together": "We look at it."}, by=as_therapist)
    actions.agree_plan(plan=draft, by=as_therapist)
    actions.agree_plan(plan=draft, by=as_client)
    actions.agree_transfer(transfer=transfer, by=as_client)
    begun = actions.complete_transfer(transfer=transfer, on=DAY, by=as_therapist)
    plan = begun.plans.get()
    assert plan.is_draft
    assert plan.words(begun.chain())["written_together"] == "We look at it."
    assert [goal.words(begun.chain())["words"] for goal in plan.goals.all()] == ["To sleep."]


def test_a_transfer_is_withdrawn_and_proposed_once(
    transfer: Transfer, treatment: Treatment, colleague: Therapist, as_therapist: Actor
) -> None:
    with pytest.raises(actions.CannotEnd, match="proposed already"):
        actions.propose_transfer(treatment=treatment, to=colleague, letter="", by=as_therapist)
    actions.withdraw_transfer(transfer=transfer, by=as_therapist)
    with pytest.raises(actions.CannotEnd, match="withdrawn"):
        actions.agree_transfer(transfer=transfer, in_session=True, by=as_therapist)
    with pytest.raises(actions.CannotEnd, match="a colleague"):
        actions.propose_transfer(treatment=treatment, to=treatment.therapist, letter="", by=as_therapist)


def test_the_pages_of_a_transfer(treatment: Treatment, colleague: Therapist) -> None:
    desk = signed_in(treatment.therapist.user)
    address = f"/desk/clients/{treatment.client_id}/transfer/"
    assert "What never does" in desk.get(address).content.decode()
    desk.post(address, {"to": str(colleague.pk), "letter": "Quiet."})
    signed_in(treatment.client.user).post("/my/plan/transfer/agree/")
    desk.post(f"{address}step/", {"step": "complete"})
    assert "Elena Marsh" in signed_in(colleague.user).get("/desk/clients/").content.decode()


def test_a_summary_is_signed_and_no_longer_changes(ended: Treatment, as_therapist: Actor) -> None:
    summary = actions.write_ending(treatment=ended, words=WORDS, by=as_therapist)
    summary = actions.sign_ending(summary=summary, version=1, by=as_therapist)
    chain = ended.chain()
    assert summary.signed_hash == EndingSummary.objects.get().content_hash(chain)
    with pytest.raises(actions.CannotEnd, match="no longer changes"):
        actions.write_ending(treatment=ended, words={}, version=1, by=as_therapist)
    with pytest.raises(actions.CannotEnd, match="signed already"):
        actions.sign_ending(summary=summary, version=1, by=as_therapist)
    summary.seal_words(chain, {**summary.words(chain), "now": "Sleeps badly."})
    assert summary.content_hash(chain) != summary.signed_hash


def test_a_summary_that_moved_on_is_not_written_over(ended: Treatment) -> None:
    desk, address = signed_in(ended.therapist.user), f"/desk/clients/{ended.client_id}/ending/"
    desk.post(address, WORDS)
    stale = desk.post(address, {"now": "From another window.", "version": "0"})
    assert stale.status_code == 422
    for text in ("From another window.", "Sleeps.", "Nothing is lost"):
        assert text in stale.content.decode()
    desk.post(f"{address}sign/", {"version": "0"})
    assert EndingSummary.objects.get().signed_at is None
    desk.post(address, {"now": "From another window.", "version": "1"})
    assert EndingSummary.objects.get().version == 2


def test_the_database_keeps_a_signed_summary(ended: Treatment, as_therapist: Actor) -> None:
    summary = actions.write_ending(treatment=ended, words=WORDS, by=as_therapist)
    EndingSummary.objects.update(written_by=as_therapist.user_id)
    actions.sign_ending(summary=summary, version=1, by=as_therapist)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        EndingSummary.objects.update(signed_name="Somebody else")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        EndingSummary.objects.all()._raw_delete("default")


def test_only_the_two_withdraw_and_only_the_therapist_completes(
    transfer: Transfer, colleague: Therapist, as_client: Actor
) -> None:
    with pytest.raises(actions.CannotAgree):
        actions.withdraw_transfer(transfer=transfer, by=actor_for(colleague.user))
    with pytest.raises(actions.CannotEnd, match="Only the therapist"):
        actions.complete_transfer(transfer=transfer, on=DAY, by=as_client)
    assert actions.withdraw_transfer(transfer=transfer, by=as_client).withdrawn_at is not None


def test_when_a_summary_is_written_and_signed(
    treatment: Treatment, as_therapist: Actor, colleague: Therapist
) -> None:
    with pytest.raises(actions.CannotEnd, match="ending is announced"):
        actions.write_ending(treatment=treatment, words=WORDS, by=as_therapist)
    actions.announce_ending(treatment=treatment, last_day=LAST, by=as_therapist)
    summary = actions.write_ending(treatment=treatment, words=WORDS, by=as_therapist)
    with pytest.raises(actions.CannotEnd, match="Write down the ending first"):
        actions.sign_ending(summary=summary, version=1, by=as_therapist)
    actions.end(treatment=treatment, on=LAST, reason="agreed", by=as_therapist)
    with pytest.raises(actions.CannotEnd, match="Only the therapist"):
        actions.sign_ending(summary=summary, version=1, by=actor_for(colleague.user))


def test_the_client_reads_it_once_it_is_signed(ended: Treatment) -> None:
    desk, own = signed_in(ended.therapist.user), signed_in(ended.client.user)
    address = f"/desk/clients/{ended.client_id}/ending/"
    desk.post(address, WORDS)
    assert "Sleeps." not in own.get("/my/ending/").content.decode()
    desk.post(f"{address}sign/", {"version": "1"})
    assert "Sleeps." in own.get("/my/ending/").content.decode()
    assert "SHA-256" in desk.get(f"{address}print/").content.decode()
    assert desk.post(address, {"now": "X", "version": "1"}).status_code == 422


def test_a_plan_for_paper(draft: Plan, colleague: Therapist) -> None:
    address = f"/desk/clients/{draft.treatment.client_id}/plan/print/"
    assert signed_in(draft.treatment.therapist.user).get(address).status_code == 200
    assert signed_in(colleague.user).get(address).status_code == 404
