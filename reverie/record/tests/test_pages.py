"""The pages of the record, in the browser of each person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import ProgressNote, Session
from reverie.record.queries import sessions
from reverie.record.tests.test_sessions import appointment
from reverie.safety.models import SafetyPlan
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

BUDGET = 12
WORDS = "Slept badly."


def url(session: Session, rest: str = "") -> str:
    return f"/desk/sessions/{session.pk}/{rest}"


def users(session: Session) -> tuple[User, User]:
    assert session.client.user is not None
    return session.therapist.user, session.client.user


@pytest.mark.parametrize("rest", ["", "note/", "sign/"])
def test_the_desk_is_the_therapists(
    draft: ProgressNote, colleague: Therapist, owner: User, rest: str
) -> None:
    hanna, elena = users(draft.session)
    assert signed_in(hanna).get(url(draft.session, rest)).status_code == 200
    for user in (colleague.user, owner, elena):
        answer = signed_in(user).get(url(draft.session, rest))
        assert answer.status_code == 404
        assert WORDS not in answer.content.decode()


def test_a_draft_is_not_for_the_client(draft: ProgressNote) -> None:
    _hanna, elena = users(draft.session)
    page = signed_in(elena).get(f"/my/record/sessions/{draft.session_id}/")
    assert page.status_code == 200
    assert WORDS not in page.content.decode()


def test_the_client_reads_the_signed_note_and_nobody_else_does(
    signed: ProgressNote, stranger: Client
) -> None:
    hanna, elena = users(signed.session)
    path = f"/my/record/sessions/{signed.session_id}/"
    assert WORDS in signed_in(elena).get(path).content.decode()
    assert stranger.user is not None
    for user in (hanna, stranger.user):
        answer = signed_in(user).get(path)
        assert answer.status_code == 404
        assert WORDS not in answer.content.decode()


def test_a_held_note_is_not_shown(signed: ProgressNote, as_therapist: Actor) -> None:
    _hanna, elena = users(signed.session)
    until = clock.now().date() + timedelta(days=20)
    actions.hold_note(note=signed, until=until, reason="Danger.", by=as_therapist)
    page = signed_in(elena).get(f"/my/record/sessions/{signed.session_id}/").content.decode()
    assert WORDS not in page
    assert "Danger." not in page


def test_write_and_sign_without_a_script(session: Session) -> None:
    hanna, _elena = users(session)
    browser = signed_in(hanna)
    browser.post(url(session, "note/"), {"template": "free", "version": "0", "note": WORDS, "sign": "1"})
    preview = browser.get(url(session, "sign/")).content.decode()
    assert WORDS in preview
    browser.post(url(session, "sign/"), {"version": "1"})
    assert "Signed by Hanna Lindqvist" in browser.get(url(session, "note/")).content.decode()


def test_autosave_speaks_the_wire_format(session: Session) -> None:
    hanna, _elena = users(session)
    browser = signed_in(hanna)
    data = {"template": "free", "version": "0", "note": WORDS, "save_id": str(uuid4())}
    first = browser.post(url(session, "note/save/"), data)
    assert first.json()["version"] == browser.post(url(session, "note/save/"), data).json()["version"] == 1
    stale = browser.post(url(session, "note/save/"), data | {"save_id": str(uuid4()), "note": "Other."})
    assert (stale.status_code, stale.json()) == (409, {"theirs": {"note": WORDS}, "version": 1})
    odd = browser.post(url(session, "note/save/"), data | {"save_id": "no"})
    assert odd.status_code == 422


def test_a_conflict_without_a_script_shows_both(draft: ProgressNote) -> None:
    hanna, _elena = users(draft.session)
    typed = {"template": "free", "version": "0", "note": "Typed in another window."}
    answer = signed_in(hanna).post(url(draft.session, "note/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Typed in another window." in page
    assert WORDS in page


def test_signing_what_was_not_read_is_refused(draft: ProgressNote) -> None:
    hanna, _elena = users(draft.session)
    answer = signed_in(hanna).post(url(draft.session, "sign/"), {"version": "7"}, follow=True)
    assert "has changed since" in answer.content.decode()
    assert not Session.objects.get().is_locked


def test_an_appointment_opens_into_its_note(treatment: Treatment, therapist: Therapist) -> None:
    arranged = appointment(treatment)
    browser = signed_in(therapist.user)
    path = f"/desk/appointments/{arranged.pk}/session/"
    first, second = browser.post(path), browser.post(path)
    assert first.headers["Location"] == second.headers["Location"] == url(Session.objects.get(), "note/")


def test_an_appointment_alone_begins_nothing(treatment: Treatment, colleague: Therapist) -> None:
    arranged = appointment(treatment)
    Appointment.objects.update(therapist=colleague)
    path = f"/desk/appointments/{arranged.pk}/session/"
    assert signed_in(colleague.user).post(path).status_code == 404
    assert not Session.objects.exists()


def test_an_appointment_leads_its_author_to_the_session_when_another_treats(
    treatment: Treatment, therapist: Therapist, colleague: Therapist
) -> None:
    arranged = appointment(treatment)
    path = f"/desk/appointments/{arranged.pk}/session/"
    opened = signed_in(therapist.user).post(path).headers["Location"]
    Treatment.objects.update(therapist=colleague)
    assert signed_in(therapist.user).post(path).headers["Location"] == opened


def test_facts_come_back_when_they_do_not_fit(session: Session) -> None:
    hanna, _elena = users(session)
    typed = {
        "day": "2026-11-24",
        "start": "10:00",
        "stop": "09:00",
        "place": "office",
        "attendance": "present",
    }
    answer = signed_in(hanna).post(url(session), typed)
    assert answer.status_code == 422
    assert "stop before it started" in answer.content.decode()
    signed_in(hanna).post(url(session), typed | {"stop": "10:45"})
    assert Session.objects.get().minutes == 45


def test_a_free_session_is_written_down(treatment: Treatment, therapist: Therapist) -> None:
    path = f"/desk/clients/{treatment.client_id}/sessions/"
    typed = {
        "day": "2026-11-24",
        "start": "10:00",
        "stop": "10:20",
        "place": "phone",
        "attendance": "present",
    }
    assert signed_in(therapist.user).post(path, typed).status_code == 302
    assert Session.objects.get().place == "phone"


def test_addenda_holds_and_release_in_the_browser(signed: ProgressNote) -> None:
    hanna, elena = users(signed.session)
    desk, my = signed_in(hanna), signed_in(elena)
    lost = desk.post(url(signed.session, "addenda/"), {"kind": "addendum", "text": "It was the 23rd."})
    assert lost.status_code == 422
    assert "It was the 23rd." in lost.content.decode()
    desk.post(
        url(signed.session, "addenda/"), {"kind": "addendum", "text": "It was the 23rd.", "reason": "Date."}
    )
    my.post(f"/my/record/sessions/{signed.session_id}/disagree/", {"text": "I was early."})
    page = my.get(f"/my/record/sessions/{signed.session_id}/").content.decode()
    assert "It was the 23rd." in page
    assert "I was early." in page
    ahead = str(clock.now().date() + timedelta(days=20))
    desk.post(url(signed.session, "hold/"), {"until": ahead, "reason": "Danger."})
    assert ProgressNote.objects.get().released_at is None
    desk.post(url(signed.session, "release/"))
    assert ProgressNote.objects.get().released_at is not None


def test_a_late_entry_says_so_on_every_page_of_the_note(session: Session, as_therapist: Actor) -> None:
    hanna, elena = users(session)
    start = clock.now() - timedelta(days=9)
    Treatment.objects.update(started_on=start.date())
    facts = actions.Facts(started_at=start, stopped_at=start + timedelta(minutes=50))
    actions.write_facts(session=session, facts=facts, by=as_therapist)
    actions.save_draft(session=session, words={"note": "Late."}, template="free", version=0, by=as_therapist)
    actions.sign_note(session=session, version=1, by=as_therapist)
    desk = signed_in(hanna)
    for page in (desk.get(url(session, "note/")), desk.get(url(session, "print/"))):
        assert "Late entry. Signed by" in page.content.decode()
    mine = signed_in(elena).get(f"/my/record/sessions/{session.pk}/")
    assert "Late entry. Signed by" in mine.content.decode()


def test_a_disagreement_that_cannot_be_kept_comes_back(signed: ProgressNote) -> None:
    _hanna, elena = users(signed.session)
    path = f"/my/record/sessions/{signed.session_id}/disagree/"
    typed = "I was early. " + "x" * 50_000
    answer = signed_in(elena).post(path, {"text": typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert not signed.addenda.exists()


def test_the_client_reads_why_a_note_was_corrected(signed: ProgressNote) -> None:
    hanna, elena = users(signed.session)
    added = {"kind": "withdrawn", "text": "It is about another hour.", "reason": "Two tabs were open."}
    signed_in(hanna).post(url(signed.session, "addenda/"), added)
    page = signed_in(elena).get(f"/my/record/sessions/{signed.session_id}/").content.decode()
    assert "written in error" in page
    assert "Two tabs were open." in page


def test_the_client_sees_who_looked(signed: ProgressNote) -> None:
    hanna, elena = users(signed.session)
    signed_in(hanna).get(url(signed.session, "note/"))
    page = signed_in(elena).get("/my/record/access/").content.decode()
    assert "Hanna Lindqvist, therapist" in page
    assert "A session and its note" in page


def test_the_client_reads_what_was_printed(signed: ProgressNote) -> None:
    hanna, elena = users(signed.session)
    plan = SafetyPlan(client=signed.session.client)
    audit.record(by=actor_for(hanna), verb="print", on=plan, client=signed.session.client_id)
    page = signed_in(elena).get("/my/record/access/").content.decode()
    assert "Your safety plan, printed" in page


def test_sixty_sessions_keep_the_budget(
    signed: ProgressNote, as_therapist: Actor, facts: actions.Facts
) -> None:
    for _ in range(5):
        actions.open_session(treatment=signed.session.treatment, facts=facts, by=as_therapist)
    hanna, elena = users(signed.session)
    for user, path in [
        (hanna, f"/desk/clients/{signed.session.client_id}/sessions/"),
        (hanna, url(signed.session, "note/")),
        (elena, "/my/record/"),
        (elena, "/my/record/access/"),
    ]:
        browser = signed_in(user)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        assert len(asked) <= BUDGET, "\n".join(asked)


def test_looks_within_an_hour_are_one_line(signed: ProgressNote) -> None:
    hanna, elena = users(signed.session)
    for _ in range(3):
        signed_in(hanna).get(url(signed.session, "note/"))
    page = signed_in(elena).get("/my/record/access/").content.decode()
    assert page.count("A session and its note") == 1
    assert "3 times" in page


def test_a_long_list_comes_in_pages(
    session: Session, as_therapist: Actor, facts: actions.Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "PAGE", 2)
    for _ in range(2):
        actions.open_session(treatment=session.treatment, facts=facts, by=as_therapist)
    hanna, _elena = users(session)
    path = f"/desk/clients/{session.client_id}/sessions/"
    first = signed_in(hanna).get(path).content.decode()
    second = signed_in(hanna).get(path, {"page": "2"}).content.decode()
    assert "?page=2" in first
    assert first.count("No note yet") == 2
    assert second.count("No note yet") == 1
    assert signed_in(hanna).get(path, {"page": "-9"}).status_code == 200
