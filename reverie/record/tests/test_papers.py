"""Calls and letters, papers, what was given out, wishes for a copy, and how long a record is kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import AccessRequest, Contact, Disclosure, Paper, ProgressNote
from reverie.record.presenters.papers import keeping_lines
from reverie.record.queries import keeping
from reverie.record.queries.papers import contacts_of
from reverie.record.queries.sessions import verify_note
from reverie.treatment.models import Treatment

Rows = Callable[[str], dict[str, list[Any]]]
PDF = b"%PDF-1.7\n%a letter\n"
CALL = actions.ContactWords(
    kind="phone", is_incoming=True, at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC), person="Elena", text="Late.",
)  # fmt: skip


def letter(**change: Any) -> actions.ContactWords:
    return actions.ContactWords(**(CALL.__dict__ | {"kind": "letter", "is_incoming": False} | change))


def test_a_call_is_an_entry_of_its_own(treatment: Treatment, as_therapist: Actor) -> None:
    row = actions.keep_contact(treatment=treatment, contact=CALL, by=as_therapist)
    assert row.words(row.chain()) == {"person": "Elena", "subject": "", "text": "Late."}
    assert contacts_of(treatment.client)[0].is_whole
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Contact.objects.update(minutes=5)


def test_a_late_entry_and_a_correction_say_so(treatment: Treatment, as_therapist: Actor) -> None:
    first = actions.keep_contact(
        treatment=treatment, contact=letter(at=clock.now() - timedelta(days=9)), by=as_therapist
    )
    second = actions.keep_contact(
        treatment=treatment, contact=letter(at=clock.now()), corrects=first, by=as_therapist
    )
    assert (first.is_late_entry, second.is_late_entry, second.corrects_id) == (True, False, first.pk)
    page = signed_in(treatment.therapist.user).get(f"/desk/clients/{treatment.client_id}/contacts/")
    assert "late entry" in page.content.decode()
    assert "puts an earlier entry right" in page.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "dream"}, "a call, a letter"),
        ({"person": " "}, "with whom"),
        ({"text": ""}, "with whom"),
        ({"at": clock.now() + timedelta(days=900)}, "not taken place"),
        ({"minutes": 900}, "twelve hours"),
    ],
)
def test_contacts_that_are_none(
    treatment: Treatment, as_therapist: Actor, as_client: Actor, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(actions.CannotKeepContact, match=sentence):
        actions.keep_contact(treatment=treatment, contact=letter(**change), by=as_therapist)
    with pytest.raises(actions.CannotKeepContact, match="Only the client’s therapist"):
        actions.keep_contact(treatment=treatment, contact=CALL, by=as_client)
    assert not Contact.objects.exists()


def test_calls_in_the_browser(treatment: Treatment, colleague: Therapist) -> None:
    browser, path = signed_in(treatment.therapist.user), f"/desk/clients/{treatment.client_id}/contacts/"
    typed = {"kind": "phone", "direction": "in", "day": "2026-11-24", "at": "09:00", "text": "Late."}
    lost = browser.post(path, typed)
    assert lost.status_code == 422
    assert "Late." in lost.content.decode()
    assert browser.post(path, typed | {"person": "Elena"}).status_code == 302
    printed = f"/desk/contacts/{Contact.objects.get().pk}/print/"
    assert "Late." in browser.get(printed).content.decode()
    assert signed_in(colleague.user).get(printed).status_code == 404


def test_two_sessions_on_one_day_have_two_notes(
    signed: ProgressNote, facts: actions.Facts, as_therapist: Actor
) -> None:
    again = actions.open_session(treatment=signed.session.treatment, facts=facts, by=as_therapist)
    actions.save_draft(session=again, words={"note": "Second."}, template="free", version=0, by=as_therapist)
    actions.sign_note(session=again, version=1, by=as_therapist)
    assert all(verify_note(note) for note in ProgressNote.objects.all())
    assert ProgressNote.objects.count() == 2


def test_a_note_written_in_error_is_withdrawn_and_stays(signed: ProgressNote, as_therapist: Actor) -> None:
    words = {"reason": "The wrong hour.", "text": "This belongs to another session."}
    actions.add_addendum(note=signed, kind="withdrawn", **words, by=as_therapist)
    assert verify_note(ProgressNote.objects.get())
    assert signed.session.client.user is not None
    for user, path in (
        (signed.session.client.user, f"/my/record/sessions/{signed.session_id}/"),
        (signed.session.therapist.user, f"/desk/sessions/{signed.session_id}/note/"),
        (signed.session.therapist.user, f"/desk/sessions/{signed.session_id}/print/"),
    ):
        page = signed_in(user).get(path).content.decode()
        assert "written in error" in page
        assert "Slept badly." in page


def test_a_paper_is_kept_shown_and_taken_out(treatment: Treatment, as_therapist: Actor) -> None:
    hanna, elena = signed_in(treatment.therapist.user), signed_in(treatment.client.user)  # type: ignore[arg-type]
    path = f"/desk/clients/{treatment.client_id}/papers/"
    hanna.post(path, {"title": "Referral", "file": SimpleUploadedFile("x.exe", PDF)})
    row = Paper.objects.get()
    given = hanna.get(f"/desk/papers/{row.pk}/")
    assert (given.content, given.headers["Content-Type"]) == (PDF, "application/pdf")
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert elena.get(f"/my/record/papers/{row.pk}/").status_code == 404
    hanna.post(f"/desk/papers/{row.pk}/show/")
    assert elena.get(f"/my/record/papers/{row.pk}/").content == PDF
    hanna.post(f"/desk/papers/{row.pk}/out/")
    assert elena.get(f"/my/record/papers/{row.pk}/").status_code == 404
    assert "Referral" not in elena.get("/my/record/papers/").content.decode()


def test_the_client_hands_a_paper_in(treatment: Treatment, colleague: Therapist, stranger: Client) -> None:
    elena = signed_in(treatment.client.user)  # type: ignore[arg-type]
    elena.post("/my/record/papers/", {"title": "My letter", "file": SimpleUploadedFile("a.pdf", PDF)})
    row = Paper.objects.get()
    assert row.is_from_client
    page = signed_in(treatment.therapist.user).get(f"/desk/clients/{treatment.client_id}/papers/")
    assert "My letter" in page.content.decode()
    for user in (colleague.user, stranger.user):
        assert user is not None
        for path in (f"/desk/papers/{row.pk}/", f"/my/record/papers/{row.pk}/"):
            assert signed_in(user).get(path).status_code == 404


def test_what_is_no_paper_comes_back_with_a_sentence(treatment: Treatment) -> None:
    elena = signed_in(treatment.client.user)  # type: ignore[arg-type]
    for content in (b"MZ\x90\x00 a program", b"PK\x03\x04 a zip"):
        answer = elena.post(
            "/my/record/papers/", {"title": "X", "file": SimpleUploadedFile("a.pdf", content)}
        )
        assert answer.status_code == 422
        assert "This kind of file is not kept here" in answer.content.decode()
    assert not Paper.objects.exists()


def test_what_was_given_out_by_hand_is_in_the_accounting(treatment: Treatment) -> None:
    hanna, path = signed_in(treatment.therapist.user), f"/desk/clients/{treatment.client_id}/given-out/"
    typed = {
        "day": "2026-11-24",
        "recipient": "Dr. Osei, 4 Elm Row",
        "what": "The plan",
        "purpose": "A referral",
    }
    assert hanna.post(path, typed | {"recipient": ""}).status_code == 422
    assert hanna.post(path, typed | {"day": "2099-01-01"}).status_code == 422
    hanna.post(path, typed)
    assert Disclosure.objects.count() == 1
    elena = signed_in(treatment.client.user)  # type: ignore[arg-type]
    for page in (hanna.get(path), hanna.get(f"{path}print/"), elena.get("/my/record/given-out/")):
        for word in ("24", "Dr. Osei, 4 Elm Row", "The plan", "A referral"):
            assert word in page.content.decode()


def test_the_clock_of_a_wish_turns_red_on_day_25(treatment: Treatment, as_client: Actor, owner: User) -> None:
    row = actions.ask_for_access(client=treatment.client, wish="My plan.", by=as_client)
    asked = clock.today(treatment.client.zone)
    assert row.due_on == asked + timedelta(days=30)
    assert [row.is_red(asked + timedelta(days=day)) for day in (24, 25, 40)] == [False, True, True]
    with pytest.raises(actions.CannotAnswer, match="asked already"):
        actions.ask_for_access(client=treatment.client, wish="", by=as_client)
    for user in (owner, treatment.therapist.user):
        page = signed_in(user).get("/desk/access-requests/").content.decode()
        assert "Elena Marsh" in page
        assert "My plan." not in page


def test_a_wish_is_asked_answered_and_taken_back_in_the_browser(treatment: Treatment, owner: User) -> None:
    elena = signed_in(treatment.client.user)  # type: ignore[arg-type]
    elena.post("/my/record/ask/", {"wish": "All of it."})
    assert "All of it." in elena.get("/my/record/given-out/").content.decode()
    elena.post("/my/record/ask/", {"take_back": "1"})
    elena.post("/my/record/ask/", {"wish": "The plan."})
    row = AccessRequest.objects.get(state="open")
    browser = signed_in(owner)
    browser.post(f"/desk/access-requests/{row.pk}/", {"state": "given", "answer": ""})
    assert AccessRequest.objects.filter(state="open").exists()
    browser.post(f"/desk/access-requests/{row.pk}/", {"state": "given", "answer": "By mail."})
    assert "By mail." in elena.get("/my/record/given-out/").content.decode()


def test_answers_that_are_none(treatment: Treatment, as_client: Actor, as_therapist: Actor) -> None:
    row = actions.ask_for_access(client=treatment.client, wish="", by=as_client)
    for state, answer, sentence in [("lost", "x", "given or refused"), ("refused", " ", "why it is refused")]:
        with pytest.raises(actions.CannotAnswer, match=sentence):
            actions.answer_access(request=row, state=state, answer=answer, by=as_therapist)
    actions.answer_access(request=row, state="given", answer="Printed.", by=as_therapist)
    with pytest.raises(actions.CannotAnswer, match="answered already"):
        actions.answer_access(request=row, state="given", answer="Again.", by=as_therapist)


@pytest.mark.parametrize(
    ("born", "rule", "until", "by_majority"),
    [
        (None, "apa", date(2033, 11, 24), False),
        (date(1990, 5, 1), "apa", date(2033, 11, 24), False),
        (date(2014, 5, 1), "apa", date(2035, 5, 1), True),
        (date(2014, 5, 1), "seven_five", date(2037, 5, 1), True),
        (date(2012, 2, 29), "apa", date(2033, 11, 24), False),
        (date(1990, 5, 1), "ten", date(2036, 11, 24), False),
    ],
)
def test_how_long_a_record_is_kept(
    signed: ProgressNote, owner: User, as_therapist: Actor, born: date | None, rule: str, until: date,
    by_majority: bool,
) -> None:  # fmt: skip
    client = signed.session.client
    assert keeping.keeping_of(client).until is None
    Treatment.objects.update(state=Treatment.ENDED)
    client.born_on = born
    actions.choose_rule(practice=client.practice, rule=rule, by=as_therapist)
    found = keeping.keeping_of(client)
    assert (found.until, found.is_by_majority) == (until, by_majority)


def test_a_treatment_without_a_session_is_kept_from_its_end(treatment: Treatment) -> None:
    client = treatment.client
    assert "goes on" in keeping_lines(keeping.keeping_of(client), "UTC")[1]
    Treatment.objects.update(state="ended", ended_on=date(2026, 11, 1), ended_reason="agreed")
    found = keeping.keeping_of(client)
    assert (found.last_service, found.until) == (date(2026, 11, 1), date(2033, 11, 1))
    assert any("No birthday is kept" in line for line in keeping_lines(found, "UTC"))


def test_without_a_treatment_no_time_runs(stranger: Client) -> None:
    assert "no service yet" in keeping_lines(keeping.keeping_of(stranger), "UTC")[1]


def test_the_owner_chooses_the_rule(treatment: Treatment, owner: User) -> None:
    browser = signed_in(owner)
    assert browser.post("/desk/practice/keeping/", {"rule": "forever"}).status_code == 422
    browser.post("/desk/practice/keeping/", {"rule": "ten"})
    assert keeping.rule_of(treatment.practice_id).key == "ten"
    page = signed_in(treatment.therapist.user).get(f"/desk/clients/{treatment.client_id}/given-out/")
    assert "Ten years after the last service" in page.content.decode()
    assert "Nobody has checked this source" in page.content.decode()


def test_years_later_from_a_leap_day() -> None:
    assert keeping.years_later(date(2024, 2, 29), 7) == date(2031, 3, 1)


def test_nothing_is_kept_without_its_link(
    treatment: Treatment, as_therapist: Actor, as_client: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    client = treatment.client
    wish = actions.ask_for_access(client=client, wish="", by=as_client)
    paper = actions.add_paper(
        client=client, title="A", name="a.pdf", content=PDF, is_shown=False, by=as_therapist
    )
    before = rows_of("record")
    request.getfixturevalue("broken_audit")
    words = {"title": "B", "name": "b.pdf", "content": PDF, "is_shown": False}
    for act in (
        lambda: actions.keep_contact(treatment=treatment, contact=CALL, by=as_therapist),
        lambda: actions.add_paper(client=client, **words, by=as_therapist),
        lambda: actions.show_paper(paper=paper, by=as_therapist),
        lambda: actions.take_out_paper(paper=paper, by=as_therapist),
        lambda: actions.answer_access(request=wish, state="given", answer="x", by=as_therapist),
        lambda: actions.choose_rule(practice=client.practice, rule="ten", by=as_therapist),
        lambda: actions.write_disclosure(
            client=client, kind="given_out", recipient="x", purpose="y", by=as_therapist
        ),
    ):
        with pytest.raises(OSError, match="chain"):
            act()
    assert rows_of("record") == before


def test_the_accounting_keeps_the_budget(treatment: Treatment, as_client: Actor, as_therapist: Actor) -> None:
    for _number in range(3):
        wish = actions.ask_for_access(client=treatment.client, wish="A copy.", by=as_client)
        actions.answer_access(request=wish, state="given", answer="Printed.", by=as_therapist)
        given = {"client": treatment.client, "recipient": "x", "purpose": "y", "by": as_therapist}
        actions.write_disclosure(kind="given_out", **given)
    client, path = treatment.client, f"/desk/clients/{treatment.client_id}/given-out/"
    pages = {path: treatment.therapist.user, f"{path}print/": treatment.therapist.user}
    for address, user in {**pages, "/my/record/given-out/": client.user}.items():
        assert user is not None
        browser = signed_in(user)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 12
