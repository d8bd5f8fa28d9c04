"""Handing over to supervision: made ready, looked at, presented with the client's agreement, taken back."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404

from conftest import actor_for
from reverie.accounts.actions import off_board
from reverie.accounts.models import Practice, Therapist, User
from reverie.core import clock
from reverie.core.models import AuditEvent, NoteKey, NoteKeyWrap
from reverie.core.policy import Actor
from reverie.core.rotation import shred_client
from reverie.core.sealing import CannotUnseal, keychain
from reverie.process import access, actions
from reverie.process.actions import CannotHandOver, HandingWords, Said
from reverie.process.models import AliasMap, Handed, ProcessSheet
from reverie.process.queries.handing import handed_row, leaving_of
from reverie.process.tests.conftest import ALIASES, LINES, seal_of, words_of
from reverie.supervision.access import copies_visible_to, get_copy_for_reading, scope_for
from reverie.supervision.actions import say_remark
from reverie.supervision.models import CopyWords, Line, PresentedCopy
from reverie.treatment.actions import PersonWords, name_person, revoke_consent
from reverie.treatment.models import Consent, Treatment

pytestmark = pytest.mark.django_db


def copy_words(reader: User) -> CopyWords:
    by, copy = actor_for(reader), PresentedCopy.objects.get()
    return CopyWords.of(copy.words(keychain(scope_for(by, copy))))


def test_the_supervisor_gets_the_disguised_words_and_nothing_else(out: Handed, naomi: User) -> None:
    assert copy_words(naomi) == CopyWords(
        "Ms A., the bus",
        "I was moved.",
        (Line("Ms A.", "I told [brother] in [month]."), Line("T", "Everyone very politely.")),
    )
    kept = words_of(out)
    assert (kept["state"], kept["copy"]) == ("presented", str(PresentedCopy.objects.get().pk))
    assert kept["lines"][0]["text"] == "I told Jonah in August."


def test_nobody_but_the_author_finds_what_was_handed_over(
    out: Handed, naomi: User, owner: User, colleague: Therapist, as_client: Actor
) -> None:
    others = [actor_for(naomi), actor_for(owner), actor_for(colleague.user), as_client]
    for actor in others:
        assert not access.handed_visible_to(actor).exists()
        with pytest.raises(Http404):
            access.get_handed_for(actor, out.pk, "process_sheet.present")
    with pytest.raises(CannotUnseal):
        out.words(keychain(replace(out.scope(), reader=naomi.pk)))


def test_the_map_is_kept_for_the_next_time(ready: Handed, sheet: ProcessSheet, as_therapist: Actor) -> None:
    lines = [Said("Elena", "Jonah again, and Ruth.")]
    again = actions.begin_handing(client=sheet.client, lines=lines, by=as_therapist)
    pairs = {row["original"]: row["alias"] for row in words_of(again)["aliases"]}
    assert pairs == dict(ALIASES)
    assert AliasMap.objects.count() == 1


def test_people_of_the_clients_life_are_suggested_when_they_are_named(
    sheet: ProcessSheet, treatment: Treatment, as_therapist: Actor
) -> None:
    for name, who in (("Jonah Marsh", "brother"), ("Ruth Marsh", "mother")):
        person = PersonWords(name, who, "", "")
        name_person(treatment=treatment, person=person, by=as_therapist)
    said = [Said("Elena", "Jonah was at somebody’s. ruth was in bed.")]
    words = words_of(actions.begin_handing(client=sheet.client, lines=said, by=as_therapist))
    assert words["aliases"] == [
        {"original": "Elena", "alias": "the client"},
        {"original": "Jonah", "alias": "[brother]"},
    ]
    left = leaving_of(words, "").suspects
    assert [(found.words, found.why) for found in left] == [("ruth", "name")]


def test_nothing_leaves_without_the_clients_agreement(ready: Handed, as_therapist: Actor) -> None:
    with pytest.raises(CannotHandOver, match="has not agreed"):
        actions.present(handed=ready, seen=seal_of(ready, as_therapist), by=as_therapist)
    assert not PresentedCopy.objects.exists()


def test_nothing_leaves_that_was_not_looked_at(
    ready: Handed, typed: HandingWords, consent: Consent, as_therapist: Actor
) -> None:
    with pytest.raises(CannotHandOver, match="have changed since"):
        actions.present(handed=ready, seen="another", by=as_therapist)
    lines = (("Elena", "I went to Salem."), LINES[1])
    row = actions.keep_handing(handed=ready, words=replace(typed, lines=lines), by=as_therapist)
    with pytest.raises(CannotHandOver, match="Look at “Salem”"):
        actions.present(handed=row, seen=seal_of(row, as_therapist), by=as_therapist)
    looked = replace(typed, lines=lines, looked=frozenset({"Salem"}))
    row = actions.keep_handing(handed=row, words=looked, by=as_therapist)
    actions.present(handed=row, seen=seal_of(row, as_therapist), by=as_therapist)
    assert PresentedCopy.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "title that names nobody"),
        ({"supervision": ""}, "to whom"),
        ({"until": None}, "the last day"),
        ({"until": clock.today("UTC") - timedelta(days=9)}, "last day from today"),
    ],
)
def test_what_is_missing_is_said(
    ready: Handed,
    typed: HandingWords,
    consent: Consent,
    as_therapist: Actor,
    changed: dict[str, Any],
    sentence: str,
) -> None:
    row = actions.keep_handing(handed=ready, words=replace(typed, **changed), by=as_therapist)
    with pytest.raises(CannotHandOver, match=sentence):
        actions.present(handed=row, seen=seal_of(row, as_therapist), by=as_therapist)
    assert words_of(row)["state"] == "preparing"


def test_what_cannot_be_made_ready_is_refused(
    handed: Handed, typed: HandingWords, as_therapist: Actor, sheet: ProcessSheet
) -> None:
    with pytest.raises(CannotHandOver, match="at least one line"):
        actions.begin_handing(client=sheet.client, lines=[Said("T", " ")], by=as_therapist)
    with pytest.raises(CannotHandOver, match="at most 40,000"):
        actions.begin_handing(client=sheet.client, lines=[Said("T", "x" * 40_001)], by=as_therapist)
    for wrong, sentence in (
        ({"lines": LINES[:1]}, "another window"),
        ({"lines": (("T", ""), ("T", " "))}, "one line at least"),
        ({"aliases": (*ALIASES, ("Jonah", "[x]"))}, "twice"),
    ):
        with pytest.raises(CannotHandOver, match=sentence):
            actions.keep_handing(handed=handed, words=replace(typed, **wrong), by=as_therapist)


def test_a_line_left_empty_falls_away(handed: Handed, typed: HandingWords, as_therapist: Actor) -> None:
    words = replace(typed, lines=(("Elena", ""), LINES[1]))
    row = actions.keep_handing(handed=handed, words=words, by=as_therapist)
    assert [line["text"] for line in words_of(row)["lines"]] == ["Everyone very politely."]


def test_it_is_taken_back(out: Handed, naomi: User, as_therapist: Actor) -> None:
    actions.take_back(handed=out, by=as_therapist)
    copy = PresentedCopy.objects.get()
    assert copy.withdrawn_by == as_therapist.user_id
    with pytest.raises(Http404):
        get_copy_for_reading(actor_for(naomi), copy.pk)
    with pytest.raises(CannotHandOver, match="taken back already"):
        actions.take_back(handed=out, by=as_therapist)


def test_the_authors_own_archive_holds_it(out: Handed, as_therapist: Actor) -> None:
    found = actions.export_notes(client=out.client, passphrase="a long passphrase", by=as_therapist)
    assert (found.counts["handed"], found.counts["alias_maps"]) == (1, 1)


def test_what_is_out_cannot_be_dropped_or_presented_again(out: Handed, as_therapist: Actor) -> None:
    with pytest.raises(CannotHandOver, match="not being made ready"):
        actions.drop_handing(handed=out, by=as_therapist)
    with pytest.raises(CannotHandOver, match="not being made ready"):
        actions.present(handed=out, seen="", by=as_therapist)


def test_what_is_made_ready_can_be_left(ready: Handed, as_therapist: Actor) -> None:
    with pytest.raises(CannotHandOver, match="Nothing of this is out"):
        actions.take_back(handed=ready, by=as_therapist)
    actions.drop_handing(handed=ready, by=as_therapist)
    assert (Handed.objects.count(), AliasMap.objects.count()) == (0, 1)


def test_copies_close_when_the_client_no_longer_agrees(
    out: Handed, naomi: User, consent: Consent, as_client: Actor, as_therapist: Actor
) -> None:
    revoke_consent(consent=consent, by=as_client)
    copy = PresentedCopy.objects.get()
    assert copy.withdrawn_at is not None and copy.withdrawn_by != as_client.user_id
    assert not NoteKeyWrap.objects.filter(reader=naomi.pk).exists()
    assert not copies_visible_to(actor_for(naomi)).exists()
    assert handed_row(as_therapist, out).copy == copy
    event = AuditEvent.objects.get(verb="withdraw_copy")
    assert (event.client, str(as_client.user_id) in json.dumps(event.detail)) == (None, False)


def test_a_copy_goes_with_the_sheet_that_it_came_from(
    out: Handed, sheet: ProcessSheet, naomi: User, as_therapist: Actor
) -> None:
    copy = PresentedCopy.objects.get()
    say_remark(copy=copy, line=0, quote="", text="One of you did.", by=actor_for(naomi))
    actions.destroy_sheet(sheet=sheet, by=as_therapist)
    assert (PresentedCopy.objects.count(), Handed.objects.count()) == (0, 0)
    assert not NoteKey.objects.filter(client=copy.pk).exists()


def test_a_copy_of_another_sheet_stays(out: Handed, treatment: Treatment, as_therapist: Actor) -> None:
    other = actions.open_sheet(client=treatment.client, title="free", by=as_therapist)
    actions.destroy_sheet(sheet=other, by=as_therapist)
    assert PresentedCopy.objects.count() == 1


def test_no_copy_outlives_the_keys_of_its_client(out: Handed, practice: Practice, owner: User) -> None:
    copy, client = PresentedCopy.objects.get(), out.client_id
    shred_client(practice=practice.pk, client=client, by=actor_for(owner))
    assert not PresentedCopy.objects.exists()
    assert not NoteKey.objects.filter(client__in=[copy.pk, client]).exists()


def test_nobody_reads_it_after_either_of_the_two_has_left(
    out: Handed, practice: Practice, therapist: Therapist, naomi: User, owner: User
) -> None:
    off_board(practice=practice, user=therapist.user, by=actor_for(owner))
    assert not copies_visible_to(actor_for(naomi)).exists()
    assert not NoteKeyWrap.objects.filter(reader=naomi.pk).exists()


def test_nothing_in_the_clear_leads_from_the_copy_to_the_client(out: Handed, sheet: ProcessSheet) -> None:
    copy = str(PresentedCopy.objects.get().pk)
    ids = {str(out.client_id), str(out.pk), str(sheet.pk), str(sheet.session_id)}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor:
                text = repr(row).replace("-", "")
                assert copy.replace("-", "") not in text or not any(
                    key.replace("-", "") in text for key in ids
                ), table


@pytest.mark.parametrize("act", ["begin", "keep", "drop", "present", "take_back"])
def test_nothing_is_saved_without_its_audit_link(
    request: pytest.FixtureRequest,
    act: str,
    typed: HandingWords,
    as_therapist: Actor,
    sheet: ProcessSheet,
    rows_of: Callable[[str], dict[str, list[Any]]],
) -> None:
    row = request.getfixturevalue({"present": "ready", "take_back": "out"}.get(act, "handed"))
    request.getfixturevalue("consent")
    calls: dict[str, Callable[[], Any]] = {
        "begin": lambda: actions.begin_handing(client=sheet.client, lines=[Said(*LINES[0])], by=as_therapist),
        "keep": lambda: actions.keep_handing(handed=row, words=typed, by=as_therapist),
        "drop": lambda: actions.drop_handing(handed=row, by=as_therapist),
        "present": lambda: actions.present(handed=row, seen=seal_of(row, as_therapist), by=as_therapist),
        "take_back": lambda: actions.take_back(handed=row, by=as_therapist),
    }
    before = (rows_of("process"), rows_of("supervision"))
    request.getfixturevalue("break_audit")()
    with pytest.raises(OSError):
        calls[act]()
    assert (rows_of("process"), rows_of("supervision")) == before
