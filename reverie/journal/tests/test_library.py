"""The invitations to choose from: those that come with Reverie, and the practice's own."""

from collections import Counter

import pytest
from django.urls import reverse

from conftest import member, signed_in
from reverie.accounts.models import Practice, Therapist, User
from reverie.core import audit
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.journal import actions, library
from reverie.journal.models import Entry, Homework, LibrarySheet
from reverie.treatment.models import Treatment
from reverie.treatment.queries.texts import approaches

PAGE = "/desk/library/"
WORDS = "Before sleep, write down three things that can wait."
TECHNIQUES = 12


@pytest.fixture
def sheet(practice: Practice, as_therapist: Actor) -> LibrarySheet:
    return actions.keep_sheet(
        practice=practice, words=WORDS, group="Sleep", sheet=["What can wait", "Until when"], by=as_therapist
    )


def test_there_is_something_for_every_technique_and_every_lens() -> None:
    groups = Counter(prompt.group for prompt in library.prompts())
    lenses = {f"{lens.name}, as a lens" for lens in approaches().values()}
    assert lenses <= set(groups)
    assert len(set(groups) - lenses) == TECHNIQUES + 1
    assert all(groups[lens] >= 2 for lens in lenses)


def test_sheets_have_parts_and_nothing_else_has() -> None:
    with_parts = [prompt for prompt in library.prompts() if prompt.sheet]
    assert len(with_parts) == 6
    assert {prompt.group for prompt in with_parts} == {"Sheets with parts"}


def test_it_is_sealed_for_the_practice_and_audited(sheet: LibrarySheet) -> None:
    assert b"wait" not in bytes(sheet.sealed)
    assert AuditEvent.objects.get(verb="keep").detail == {"digest": sheet.digest()}


def test_a_colleague_gives_what_another_wrote(sheet: LibrarySheet, treatment: Treatment, therapist) -> None:
    url = f"{reverse('journal:homework', args=[treatment.client_id])}?prompt={sheet.pk}"
    hanna = signed_in(therapist.user)
    page = hanna.get(url).content.decode()
    assert page.count(WORDS) == 2
    assert "What can wait\nUntil when" in page
    hanna.post(url, {"words": "Three things that can wait.", "sheet": "What can wait"})
    assert Homework.objects.get().words(treatment.chain())["sheet"] == ["What can wait"]


def test_the_owner_writes_and_changes_it(practice: Practice, owner: User) -> None:
    oona = signed_in(owner)
    oona.post(PAGE, {"words": WORDS, "group": "", "sheet": ""})
    row = LibrarySheet.objects.get()
    page = oona.post(f"{PAGE}{row.pk}/", {"words": "Two things.", "group": "Sleep"}, follow=True)
    assert "Two things." in page.content.decode()
    assert LibrarySheet.objects.count() == 1


def test_a_heading_that_nobody_gave_is_shown_and_never_kept(practice: Practice, owner: User) -> None:
    oona = signed_in(owner)
    oona.post(PAGE, {"words": WORDS, "group": "", "sheet": ""})
    row = LibrarySheet.objects.get()
    form = oona.get(f"{PAGE}{row.pk}/").context["form"]
    assert form["group"].value() == ""
    assert "Of this practice" in oona.get(PAGE).content.decode()
    oona.post(f"{PAGE}{row.pk}/", {"words": WORDS, "group": form["group"].value(), "sheet": ""})
    assert library.words_of(LibrarySheet.objects.get())["group"] == ""


def test_taken_out_it_is_offered_no_longer_and_comes_back(
    sheet: LibrarySheet, treatment: Treatment, therapist: Therapist
) -> None:
    hanna, url = signed_in(therapist.user), reverse("journal:homework", args=[treatment.client_id])
    hanna.post(f"{PAGE}{sheet.pk}/turn/", {"act": "take_out"})
    assert WORDS not in hanna.get(url).content.decode()
    assert WORDS in hanna.get(PAGE).content.decode()
    hanna.post(f"{PAGE}{sheet.pk}/turn/", {"act": "put_back"})
    assert WORDS in hanna.get(url).content.decode()


def test_what_was_given_before_stays(sheet: LibrarySheet, treatment: Treatment, as_therapist: Actor) -> None:
    given = actions.give_homework(treatment=treatment, words=WORDS, sheet=["One"], by=as_therapist)
    actions.keep_sheet(practice=sheet.practice, words="Other words.", row=sheet, by=as_therapist)
    assert given.words(treatment.chain())["words"] == WORDS


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"words": "  "}, "Say in a few words"),
        ({"words": "x" * 4001}, "up to 4000 letters"),
        ({"words": WORDS, "sheet": ["x"] * 13}, "up to 12 parts"),
        ({"words": WORDS, "sheet": ["x" * 121]}, "up to 120 letters"),
    ],
)
def test_it_is_refused_in_one_sentence(practice: Practice, as_therapist: Actor, facts: dict, says) -> None:
    with pytest.raises(actions.CannotKeepSheet, match=says):
        actions.keep_sheet(practice=practice, by=as_therapist, **facts)
    assert not LibrarySheet.objects.exists()


def test_taking_out_twice_is_refused(sheet: LibrarySheet, as_therapist: Actor) -> None:
    actions.take_out(row=sheet, by=as_therapist)
    with pytest.raises(actions.CannotKeepSheet, match="moved on"):
        actions.take_out(row=sheet, by=as_therapist)


def refuse(**about: object) -> None:
    raise RuntimeError("The disk is full.")


@pytest.mark.parametrize("act", ["keep", "change", "take_out"])
def test_nothing_changes_when_the_audit_fails(
    sheet: LibrarySheet, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    acts = {
        "keep": lambda: actions.keep_sheet(practice=sheet.practice, words="More.", by=as_therapist),
        "change": lambda: actions.keep_sheet(
            practice=sheet.practice, words="More.", row=LibrarySheet.objects.get(), by=as_therapist
        ),
        "take_out": lambda: actions.take_out(row=sheet, by=as_therapist),
    }
    monkeypatch.setattr(audit, "record", refuse)
    with pytest.raises(RuntimeError):
        acts[act]()
    row = LibrarySheet.objects.get()
    assert (row.digest(), row.taken_out_at) == (sheet.digest(), None)


@pytest.mark.parametrize("role", ["front_desk", "biller", "system_administrator"])
def test_nobody_else_has_a_library(practice: Practice, sheet: LibrarySheet, role: str) -> None:
    browser = signed_in(member(practice, "Fay Desk", role))
    assert browser.get(PAGE).status_code == 404
    assert browser.post(f"{PAGE}{sheet.pk}/turn/").status_code == 404


def test_another_practice_sees_none_of_it(sheet: LibrarySheet) -> None:
    elsewhere = Practice.objects.create(name="Elsewhere", zone="UTC")
    browser = signed_in(member(elsewhere, "Ada Other", "therapist"))
    assert WORDS not in browser.get(PAGE).content.decode()
    assert browser.get(f"{PAGE}{sheet.pk}/").status_code == 404


def test_a_page_with_parts_keeps_each_under_its_heading(treatment: Treatment, as_therapist: Actor) -> None:
    given = actions.give_homework(
        treatment=treatment, words=WORDS, sheet=["What can wait", "Until when"], by=as_therapist
    )
    elena, url = signed_in(treatment.client.user), f"/my/write/reflection/?for={given.pk}"
    elena.post(url, {"part_0": "The letter", "part_1": "Monday", "body": "", "who": "only_me"})
    entry = Entry.objects.get()
    page = elena.get(f"/my/pages/{entry.pk}/").content.decode()
    assert page.index("What can wait") < page.index("The letter") < page.index("Until when")
    assert "The letter" in elena.get("/my/pages/").content.decode()
    assert 'name="part_1"' in elena.get(f"/my/pages/{entry.pk}/edit/").content.decode()


def test_headings_alone_are_no_page(treatment: Treatment, as_therapist: Actor) -> None:
    given = actions.give_homework(treatment=treatment, words=WORDS, sheet=["One"], by=as_therapist)
    elena = signed_in(treatment.client.user)
    page = elena.post(f"/my/write/reflection/?for={given.pk}", {"body": "", "who": "only_me"})
    assert "The page is empty" in page.content.decode()
    assert not Entry.objects.exists()
