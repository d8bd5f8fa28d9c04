"""Each page opens for its author; nobody else learns that it is there."""

import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core.models import AuditEvent
from reverie.core.sealing import keychain
from reverie.process.models import Moment, ProcessSheet, SheetDraft, Thread
from reverie.process.models.kinds import kinds
from reverie.process.tests.conftest import BODY
from reverie.record.models import Session
from reverie.treatment.models import HistoryPart

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


@pytest.fixture
def addresses(sheet: ProcessSheet, thread: Thread, moment: Moment, session: Session) -> list[str]:
    """Every page of the room that shows words."""
    return [
        reverse("process:clients"),
        reverse("process:client", args=[sheet.client_id]),
        reverse("process:sheet", args=[sheet.id]),
        reverse("process:sheet-write", args=[sheet.id]),
        reverse("process:sheet-destroy", args=[sheet.id]),
        reverse("process:sheet-versions", args=[sheet.id]),
        reverse("process:pattern", args=[sheet.client_id]),
        reverse("process:formulation", args=[sheet.client_id]),
        reverse("process:formulation-revise", args=[sheet.client_id]),
        reverse("process:client-import", args=[sheet.client_id]),
        reverse("process:client-export", args=[sheet.client_id]),
        reverse("process:sheet-move", args=[sheet.id]),
        reverse("process:moment", args=[moment.id]),
        reverse("process:thread", args=[thread.id]),
        reverse("process:search"),
        reverse("process:day-line", args=[session.id]),
    ]


def test_every_page_opens_for_the_author(hanna: Browser, addresses: list[str]) -> None:
    for address in addresses:
        assert hanna.get(address).status_code == 200, address


def test_no_page_exists_for_anybody_else(
    addresses: list[str], colleague: Therapist, owner: User, client_person: Client
) -> None:
    assert client_person.user
    for user in (colleague.user, owner, client_person.user):
        for address in addresses:
            answer = signed_in(user).get(address)
            assert answer.status_code in {200, 204, 404}
            assert b"timing" not in answer.content, address
            assert b"No trouble" not in answer.content, address


def test_the_sheet_shows_turns_marks_and_notes(hanna: Browser, sheet: ProcessSheet, moment: Moment) -> None:
    page = hanna.get(reverse("process:sheet", args=[sheet.id])).content.decode()
    assert f'id="p-{moment.id}"' in page
    assert "rationalization, level 3 of 7" in page
    assert "Against minding." in page
    assert "Tuesday, June 2" in page
    assert "<title>Process notes · Reverie</title>" in page


def test_a_passage_is_marked_without_a_script(hanna: Browser, sheet: ProcessSheet, thread: Thread) -> None:
    answer = hanna.post(
        reverse("process:sheet-mark", args=[sheet.id]),
        {"words": "I hate it.", "kind": "affect", "thread": str(thread.id), "affect-feeling": "anger"},
    )
    row = Moment.objects.get(sheet=sheet)
    assert answer["Location"] == reverse("process:sheet", args=[sheet.id]) + f"?marked={row.id}#p-{row.id}"


def test_marking_can_begin_a_thread(hanna: Browser, sheet: ProcessSheet) -> None:
    fields = {"words": "I hate it.", "kind": "affect", "thread": "new", "new_thread": "Leaving first"}
    hanna.post(reverse("process:sheet-mark", args=[sheet.id]), fields)
    assert Thread.objects.count() == 1


def test_words_that_occur_twice_come_back_as_a_question(hanna: Browser, sheet: ProcessSheet) -> None:
    answer = hanna.post(
        reverse("process:sheet-mark", args=[sheet.id]), {"words": "good timing", "kind": "affect"}
    )
    assert answer.status_code == 422
    assert answer.content.decode().count('name="within"') == 2
    assert not Moment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "", "kind": "affect"}, "This field is required"),
        ({"words": "absent words", "kind": "affect"}, "These words are not in the sheet"),
        ({"words": "I hate it.", "kind": "wisdom"}, "Select a valid choice"),
        ({"words": "I hate it.", "kind": "affect", "thread": "new"}, "Give the new thread a name"),
    ],
)
def test_a_wrong_mark_says_what_to_mend(
    hanna: Browser, sheet: ProcessSheet, fields: dict[str, str], sentence: str
) -> None:
    answer = hanna.post(reverse("process:sheet-mark", args=[sheet.id]), {**fields, "note": "Typed note"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Typed note" in answer.content.decode()


def test_a_draft_is_kept_and_a_conflict_shows_theirs(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:sheet-draft", args=[sheet.id])
    fields = {"body": "New words", "save_id": str(uuid.uuid4()), "version": "0"}
    assert hanna.post(address, fields).json()["version"] == 1
    answer = hanna.post(address, {**fields, "save_id": str(uuid.uuid4()), "body": "Other"})
    assert (answer.status_code, answer.json()["theirs"]["body"]) == (409, "New words")
    assert SheetDraft.objects.count() == 1


def test_a_broken_draft_gets_one_sentence(hanna: Browser, sheet: ProcessSheet) -> None:
    answer = hanna.post(reverse("process:sheet-draft", args=[sheet.id]), {"body": "x", "save_id": "no"})
    assert (answer.status_code, answer.json()["error"]) == (400, "Enter a valid UUID.")


def test_keeping_goes_back_to_reading(hanna: Browser, sheet: ProcessSheet) -> None:
    fields = {"body": BODY + "\nE: More.", "version": "0", "kept": str(sheet.version)}
    answer = hanna.post(reverse("process:sheet-write", args=[sheet.id]), fields, follow=True)
    assert "More." in answer.content.decode()


def test_keeping_over_another_window_shows_both(hanna: Browser, sheet: ProcessSheet) -> None:
    answer = hanna.post(
        reverse("process:sheet-write", args=[sheet.id]), {"body": "Mine", "version": "0", "kept": "1"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Mine" in text
    assert "Everyone very politely." in text


def test_the_day_line_is_the_line_to_oneself(hanna: Browser, session: Session, moment: Moment) -> None:
    page = hanna.get(reverse("process:day-line", args=[session.id])).content.decode()
    assert "Begin with the landing." in page
    assert "No trouble at all" in page


def test_the_day_line_is_empty_for_a_stranger(hanna: Browser, stranger: Client) -> None:
    assert hanna.get(reverse("process:day-line", args=[stranger.id])).status_code == 204


def test_the_owner_sees_counts_alone(sheet: ProcessSheet, owner: User) -> None:
    page = signed_in(owner).get(reverse("process:counts")).content.decode()
    assert "Hanna Lindqvist" in page
    assert "timing" not in page


def test_a_sheet_begins_from_its_hour(hanna: Browser, session: Session) -> None:
    address = reverse("process:session-sheet", args=[session.id])
    assert "No sheet on this hour yet" in hanna.get(address).content.decode()
    hanna.post(address)
    assert hanna.get(address).status_code == 302


def test_a_moment_is_changed_and_taken_away(hanna: Browser, moment: Moment, thread: Thread) -> None:
    fields = {"kind": "resistance", "keep": [str(thread.id)], "note": "Better so."}
    hanna.post(reverse("process:moment", args=[moment.id]), fields)
    page = hanna.get(reverse("process:sheet", args=[moment.sheet_id])).content.decode()
    assert "Better so." in page
    gone = hanna.post(reverse("process:moment-unmark", args=[moment.id]), follow=True).content.decode()
    assert "The mark is taken away" in gone
    assert "Better so." not in gone
    back = hanna.post(reverse("process:moment-restore", args=[moment.id]), follow=True).content.decode()
    assert "Better so." in back


def test_a_passage_is_set_aside_from_its_page(hanna: Browser, moment: Moment) -> None:
    where = reverse("process:moment-aside", args=[moment.id])
    assert "Nobody sees it by that" in hanna.post(where, {"aside": "yes"}, follow=True).content.decode()
    listed = reverse("process:aside", args=[moment.client_id])
    assert "good timing" in hanna.get(listed).content.decode()
    hanna.post(where, {"aside": "no"})
    assert "Nothing is set aside" in hanna.get(listed).content.decode()


def test_a_tick_for_danger_leads_out_of_the_process_space(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:sheet-write", args=[sheet.id])
    assert "Process notes are not where risk is kept" in hanna.get(address).content.decode()
    answer = hanna.post(address, {"body": "She spoke of the bridge.", "kept": sheet.version, "danger": "on"})
    assert answer["Location"] == reverse("safety:screener", args=[sheet.client_id])
    sheet.refresh_from_db()
    assert "danger" not in sheet.words(keychain(sheet.scope()))


def test_destroying_asks_first(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:sheet-destroy", args=[sheet.id])
    assert "Destroy this sheet?" in hanna.get(address).content.decode()
    assert ProcessSheet.objects.exists()
    hanna.post(address)
    assert not ProcessSheet.objects.exists()


def test_earlier_versions_can_be_read(hanna: Browser, sheet: ProcessSheet) -> None:
    hanna.post(reverse("process:sheet-write", args=[sheet.id]), {"body": "Now.", "kept": str(sheet.version)})
    page = hanna.get(reverse("process:sheet-versions", args=[sheet.id])).content.decode()
    assert "Everyone very politely." in page


def test_a_process_recording_is_read_in_columns(hanna: Browser, sheet: ProcessSheet) -> None:
    body = "E: It is fine.\nFeeling: Cold."
    hanna.post(reverse("process:sheet-write", args=[sheet.id]), {"body": body, "kept": str(sheet.version)})
    page = hanna.get(reverse("process:sheet", args=[sheet.id]) + "?columns").content.decode()
    assert '<table class="data recording">' in page


def test_the_check_is_kept_from_the_page(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:sheet-check", args=[sheet.id])
    page = hanna.post(address, {"irritated": "2", "sad": "1"}, follow=True).content.decode()
    assert "Irritated; a little sad" in page
    assert "nothing was changed" in hanna.post(address, {"sad": "9"}, follow=True).content.decode()


def test_the_line_is_kept_from_the_page(hanna: Browser, sheet: ProcessSheet) -> None:
    page = hanna.post(reverse("process:sheet-carry", args=[sheet.id]), {"carry_over": "Ask."}, follow=True)
    assert "Ask." in page.content.decode()


def test_alliance_without_scores_says_so(hanna: Browser, sheet: ProcessSheet) -> None:
    page = hanna.get(reverse("process:alliance", args=[sheet.client_id])).content.decode()
    assert "No rupture or repair is marked yet." in page


def test_a_sheet_is_printed_on_purpose_alone(hanna: Browser, sheet: ProcessSheet) -> None:
    page = hanna.get(reverse("process:sheet-print", args=[sheet.id])).content.decode()
    assert "I hate it." in page
    assert "not a part of the record" in page
    assert "data-idle-lock" in page, "the paper's page locks like the others"
    assert AuditEvent.objects.get(verb="print").object_id == str(sheet.id)


def test_a_focus_on_the_past_leads_to_its_stage_of_the_history(hanna: Browser, sheet: ProcessSheet) -> None:
    field = kinds()["past"].field("stage")
    assert field is not None
    assert list(field.options) == HistoryPart.STAGES
    fields = {"words": "I hate it.", "kind": "past", "past-stage": "childhood"}
    hanna.post(reverse("process:sheet-mark", args=[sheet.id]), fields)
    page = hanna.get(reverse("process:sheet", args=[sheet.id])).content.decode()
    assert reverse("treatment:client-history", args=[sheet.client_id]) + "#h-childhood" in page
