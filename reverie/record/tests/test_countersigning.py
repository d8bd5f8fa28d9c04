"""Notes that two people sign: ready, returned with a reason, signed by both; a trainee never alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Membership, Practice, User
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.record import actions, locks
from reverie.record.models import Countersigner, ProgressNote, Review, Session
from reverie.record.queries.sessions import verify_note

Rows = Callable[[str], dict[str, list[Any]]]


@pytest.fixture
def naomi(practice: Practice) -> User:
    return member(practice, "Naomi Feld", "supervisor")


@pytest.fixture
def named(draft: ProgressNote, naomi: User, owner: User) -> Countersigner:
    """Naomi countersigns for Hanna, from today on."""
    therapist, today = draft.session.therapist, clock.today("America/Los_Angeles")
    return actions.name_countersigner(
        therapist=therapist, supervisor=naomi, starts_on=today, by=actor_for(owner)
    )


@pytest.fixture
def review(named: Countersigner, draft: ProgressNote, naomi: User, as_therapist: Actor) -> Review:
    return actions.say_ready(session=draft.session, version=1, supervisor=naomi, by=as_therapist)


def test_both_sign_and_the_session_is_frozen(review: Review, naomi: User) -> None:
    note = actions.countersign(review=review, version=1, by=actor_for(naomi))
    assert note.session.is_locked
    assert note.signer == "Hanna Lindqvist; countersigned by Naomi Feld"
    assert note.signed_by == note.session.therapist.user_id
    assert verify_note(ProgressNote.objects.get())


def test_a_second_signature_cannot_be_changed_behind_the_locks(review: Review, naomi: User) -> None:
    from django.db import connection

    actions.countersign(review=review, version=1, by=actor_for(naomi))
    locks.drop(connection)
    Review.objects.update(answerer="Somebody else")
    assert not verify_note(ProgressNote.objects.get())


def test_only_what_the_supervisor_read_is_signed(review: Review, naomi: User, as_therapist: Actor) -> None:
    session, words = review.note.session, {"note": "Slept well."}
    actions.save_draft(session=session, words=words, template="free", version=1, by=as_therapist)
    again = actions.say_ready(session=session, version=2, supervisor=naomi, by=as_therapist)
    with pytest.raises(actions.ChangedElsewhere):
        actions.countersign(review=again, version=1, by=actor_for(naomi))
    page = f"/desk/sessions/{session.pk}/countersign/"
    answer = signed_in(naomi).post(page, {"does": "sign", "version": "1"}, follow=True)
    assert "has changed since" in answer.content.decode()
    assert not Session.objects.get().is_locked


def test_what_is_withdrawn_is_written_down(review: Review, as_therapist: Actor) -> None:
    words = {"note": "More."}
    actions.save_draft(session=review.note.session, words=words, template="free", version=1, by=as_therapist)
    event = AuditEvent.objects.get(verb="withdraw_review")
    assert (event.object_id, event.detail) == (str(review.pk), {"version": 1})


def test_nobody_with_a_countersigner_signs_alone(review: Review, as_therapist: Actor) -> None:
    with pytest.raises(actions.CannotSign, match="ready instead"):
        actions.sign_note(session=review.note.session, version=1, by=as_therapist)


def test_a_trainee_never_signs_alone(draft: ProgressNote) -> None:
    Membership.objects.filter(user=draft.session.therapist.user).update(role="trainee")
    by = actor_for(draft.session.therapist.user)
    with pytest.raises(actions.CannotSign, match="ready instead"):
        actions.sign_note(session=draft.session, version=1, by=by)


def test_a_note_comes_back_with_the_reason_and_goes_again(
    review: Review, naomi: User, as_therapist: Actor
) -> None:
    session = review.note.session
    with pytest.raises(actions.CannotSign, match="has to be revised"):
        actions.return_note(review=review, reason=" ", by=actor_for(naomi))
    back = actions.return_note(review=review, reason="Say what was agreed.", by=actor_for(naomi))
    assert back.words(back.chain()) == {"reason": "Say what was agreed."}
    words = {"note": "Slept badly. Agreed to go on."}
    actions.save_draft(session=session, words=words, template="free", version=1, by=as_therapist)
    again = actions.say_ready(session=session, version=2, supervisor=naomi, by=as_therapist)
    actions.countersign(review=again, version=2, by=actor_for(naomi))
    assert [row.state for row in Review.objects.all()] == ["returned", "signed"]
    assert verify_note(ProgressNote.objects.get())


def test_writing_on_takes_it_back(review: Review, naomi: User, as_therapist: Actor) -> None:
    actions.save_draft(
        session=review.note.session, words={"note": "More."}, template="free", version=1, by=as_therapist
    )
    with pytest.raises(actions.CannotSign, match="any more"):
        actions.countersign(review=review, version=1, by=actor_for(naomi))


def test_only_who_was_asked_signs(review: Review, practice: Practice, owner: User) -> None:
    other = member(practice, "Piet Okafor", "supervisor")
    for by in (actor_for(other), actor_for(owner), Actor.system("x")):
        with pytest.raises(actions.CannotSign, match="who was asked"):
            actions.countersign(review=review, version=1, by=by)


def test_several_supervisors_and_one_signs_each_note(
    named: Countersigner, draft: ProgressNote, practice: Practice, owner: User, as_therapist: Actor
) -> None:
    other = member(practice, "Piet Okafor", "supervisor")
    actions.name_countersigner(
        therapist=named.therapist, supervisor=other, starts_on=named.starts_on, by=actor_for(owner)
    )
    row = actions.say_ready(session=draft.session, version=1, supervisor=other, by=as_therapist)
    assert actions.countersign(review=row, version=1, by=actor_for(other)).signer.endswith("Piet Okafor")


def test_what_cannot_be_called_ready(
    named: Countersigner, draft: ProgressNote, naomi: User, owner: User, as_therapist: Actor
) -> None:
    session = draft.session
    for change, sentence in [
        ({"supervisor": owner}, "Choose a supervisor"),
        ({"by": actor_for(naomi)}, "held"),
    ]:
        with pytest.raises(actions.CannotSign, match=sentence):
            actions.say_ready(
                **{"session": session, "version": 1, "supervisor": naomi, "by": as_therapist} | change
            )
    with pytest.raises(actions.ChangedElsewhere):
        actions.say_ready(session=session, version=9, supervisor=naomi, by=as_therapist)


def test_who_cannot_be_named(named: Countersigner, owner: User, naomi: User) -> None:
    today, by = named.starts_on, actor_for(owner)
    for supervisor, sentence in [(owner, "Only a supervisor"), (naomi, "already")]:
        with pytest.raises(actions.CannotName, match=sentence):
            actions.name_countersigner(
                therapist=named.therapist, supervisor=supervisor, starts_on=today, by=by
            )
    actions.end_countersigner(countersigner=named, by=by)
    with pytest.raises(actions.CannotName, match="ended already"):
        actions.end_countersigner(countersigner=named, by=by)


def test_signed_notes_stay_when_supervision_begins(
    signed: ProgressNote, naomi: User, owner: User, rows_of: Rows
) -> None:
    before = rows_of("record")
    actions.name_countersigner(
        therapist=signed.session.therapist,
        supervisor=naomi,
        starts_on=clock.today("UTC"),
        by=actor_for(owner),
    )
    after = rows_of("record")
    assert {name: rows for name, rows in after.items() if name != "Countersigner"} == {
        name: rows for name, rows in before.items() if name != "Countersigner"
    }
    assert verify_note(ProgressNote.objects.get())


def test_a_countersigner_to_come_is_not_asked_yet(
    draft: ProgressNote, naomi: User, owner: User, as_therapist: Actor
) -> None:
    later = clock.today("UTC") + timedelta(days=30)
    actions.name_countersigner(
        therapist=draft.session.therapist, supervisor=naomi, starts_on=later, by=actor_for(owner)
    )
    assert actions.sign_note(session=draft.session, version=1, by=as_therapist).is_signed


def test_nothing_is_kept_without_its_link(
    review: Review, naomi: User, as_therapist: Actor, owner: User, rows_of: Rows, broken_audit: None
) -> None:
    before, by = rows_of("record"), actor_for(naomi)
    named = Countersigner.objects.get()
    for act in (
        lambda: actions.countersign(review=review, version=1, by=by),
        lambda: actions.return_note(review=review, reason="No.", by=by),
        lambda: actions.say_ready(session=review.note.session, version=1, supervisor=naomi, by=as_therapist),
        lambda: actions.end_countersigner(countersigner=named, by=actor_for(owner)),
    ):
        with pytest.raises(OSError, match="chain"):
            act()
    assert rows_of("record") == before


def test_the_pages_of_each_side(named: Countersigner, draft: ProgressNote, naomi: User, owner: User) -> None:
    hanna, supervisor = signed_in(draft.session.therapist.user), signed_in(naomi)
    sign = f"/desk/sessions/{draft.session_id}/sign/"
    assert "Who signs it with you" in hanna.get(sign).content.decode()
    ready = f"/desk/sessions/{draft.session_id}/ready/"
    hanna.post(ready, {"version": "1", "supervisor": str(naomi.pk)})
    assert "Waits for Naomi Feld" in hanna.get("/desk/countersigning/").content.decode()
    page = f"/desk/sessions/{draft.session_id}/countersign/"
    assert page in supervisor.get("/desk/countersigning/").content.decode()
    assert "Slept badly." in supervisor.get(page).content.decode()
    assert supervisor.post(page, {"does": "return"}).status_code == 422
    supervisor.post(page, {"does": "return", "reason": "Too short."})
    assert "Too short." in hanna.get(f"/desk/sessions/{draft.session_id}/note/").content.decode()
    assert supervisor.get(page).status_code == 404
    hanna.post(ready, {"version": "1", "supervisor": str(naomi.pk)})
    supervisor.post(page, {"does": "sign", "version": "1"})
    assert Session.objects.get().is_locked


def test_nobody_else_reads_what_waits(review: Review, practice: Practice, owner: User) -> None:
    other = member(practice, "Piet Okafor", "supervisor")
    page = f"/desk/sessions/{review.note.session_id}/countersign/"
    for user in (other, owner, review.note.session.therapist.user):
        answer = signed_in(user).get(page)
        assert answer.status_code == 404
        assert "Slept badly." not in answer.content.decode()


def test_the_owner_names_and_ends(named: Countersigner, owner: User, practice: Practice) -> None:
    browser, people = signed_in(owner), "/desk/countersigning/people/"
    assert "Naomi Feld signs the notes of Hanna Lindqvist too" in browser.get(people).content.decode()
    other = member(practice, "Piet Okafor", "supervisor")
    typed = {"therapist": str(named.therapist.pk), "supervisor": str(other.pk), "starts_on": "2026-12-01"}
    assert browser.post(people, typed).status_code == 302
    assert browser.post(people, typed).status_code == 422
    browser.post(f"{people}end/", {"countersigner": str(named.pk)})
    assert Countersigner.objects.filter(ended_at=None).count() == 1
    assert signed_in(named.therapist.user).get(people).status_code == 404
