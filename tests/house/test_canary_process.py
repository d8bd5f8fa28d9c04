"""Every field of the process room, its exports and its crashes: no word is anywhere but under its seal."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core import audit, backup, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.interop.actions import export_client
from reverie.process.models import DreamSeries, Formulation, Handed, Moment, ProcessSheet, Thread
from reverie.process.models.kinds import kinds
from reverie.process.queries.formulation import form_data
from reverie.supervision.actions import begin_supervision
from reverie.supervision.models import PresentedCopy
from reverie.treatment.actions import sign_consents
from reverie.treatment.models import Treatment
from tests.house import canary
from tests.house.test_canary import CLEAR, PHRASE, TOKEN

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSPHRASE = "a passphrase of some length"
SAVE = "6f1d4c1e-8b1d-4c53-9d3a-0d5a2c6d0f11"


@pytest.fixture
def everything(tmp_path: Path) -> Iterator[Path]:
    """What is logged at every level, in one file."""
    handler = logging.FileHandler(tmp_path / "everything.log")
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


@pytest.fixture
def hanna(therapist: Therapist, client_person: Client) -> Browser:
    people = {"practice": therapist.practice, "client": client_person, "therapist": therapist}
    Treatment.objects.create(**people, state=Treatment.ACTIVE, started_on="2026-01-06")
    browser = signed_in(therapist.user)
    browser.raise_request_exception = False
    return browser


def at(name: str, row: Any) -> str:
    return reverse(f"process:{name}", args=[row.pk])


def fill(browser: Browser, client: Client) -> list[int]:
    """The phrase in every field that a page of the room offers; the status of each answer."""
    where = browser.post(at("sheet-open", client), {"title": PHRASE})["Location"]
    sheet = ProcessSheet.objects.get(pk=where.strip("/").split("/")[-2])
    body = f"E: {PHRASE} one.\nFeeling: {PHRASE} two.\nT: {PHRASE} three."
    words = {"body": body, "title": PHRASE, "carry_over": PHRASE, "reactions": PHRASE}
    said = [browser.post(at("sheet-write", sheet), {**words, "kept": 1, "version": 0})]
    said += [mark(browser, sheet, kind) for kind in kinds()]
    said += [browser.post(at("sheet-carry", sheet), {"carry_over": f"{PHRASE} {TOKEN}"})]
    thread, moment = Thread.objects.order_by("created_at")[0], Moment.objects.order_by("created_at")[0]
    said += [
        mark(browser, sheet, "affect", str(thread.pk)),
        browser.post(at("thread-keep", thread), {"title": PHRASE, "who": PHRASE, "about": PHRASE}),
        browser.post(at("thread-corner", thread), corner()),
        browser.post(at("thread-split", thread), {"title": PHRASE, "moments": [str(moment.pk)]}),
        browser.post(at("moment", moment), {"kind": "dream", "note": PHRASE, "dream-residue": PHRASE}),
        browser.post(at("moment-dream", moment), {"residue": PHRASE, "associations": f"{TOKEN}: {PHRASE}"}),
        browser.post(at("formulation-revise", client), formulation()),
        browser.post(at("client-import", client), {"file": SimpleUploadedFile("a.txt", body.encode())}),
        browser.post(reverse("process:search"), {"phrase": PHRASE, "person": PHRASE}, follow=True),
    ]
    said += [*fill_the_rest(browser, client, sheet), *fill_tables(browser, client)]
    return [answer.status_code for answer in said]


def fill_the_rest(browser: Browser, client: Client, sheet: ProcessSheet) -> Iterator[Any]:
    """A draft, a merge, the names of a transcript, a release."""
    yield browser.post(
        at("sheet-draft", sheet), {"body": PHRASE, "title": PHRASE, "save_id": SAVE, "version": 0}
    )
    threads = Thread.objects.order_by("created_at")
    yield browser.post(at("thread-merge", threads[1]), {"into": str(threads[2].pk)})
    body = f"{TOKEN}: {PHRASE} one.\nIch: {PHRASE} two."
    heard = browser.post(at("client-import", client), {"file": SimpleUploadedFile("a.txt", body.encode())})
    fields = {name: heard.context["form"][name].value() or "" for name in heard.context["form"].fields}
    yield browser.post(at("client-import", client), {**fields, "looked": "on", "who-0": "other"})
    days = {"signed_on": "2026-01-02", "expires_on": "2096-01-02"}
    named = {"why": "release", "recipient": PHRASE, "purpose": PHRASE, **days}
    again = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    yield browser.post(at("client-export", client), {**named, **again})


def fill_tables(browser: Browser, client: Client) -> Iterator[Any]:
    """A series of codes under a name, and a colleague's beside it."""
    table = f"dream,scale,code\n{TOKEN},character,1FMA\n".encode()
    files = [SimpleUploadedFile(f"{TOKEN}.csv", table) for _ in range(2)]
    yield browser.post(at("dream-load", client), {"name": PHRASE[:80], "file": files[0]})
    mine = str(DreamSeries.objects.get().pk)
    yield browser.post(at("dream-beside", client), {"mine": mine, "file": files[1]})
    yield browser.post(
        at("moment-dream", Moment.objects.order_by("created_at")[0]), {"codes": "character 1FMA"}
    )


def corner() -> dict[str, str]:
    return {"triangle": "person", "corner": "past", "words": PHRASE, "who": PHRASE}


def formulation() -> dict[str, str]:
    names = [name for part in form_data()["part"] for name in part["fields"]]
    claim = {"claim-0": PHRASE, "sure-0": "firm", "rests-0": "", "moments-0": ""}
    return {"text": PHRASE, "based_on": "0", **dict.fromkeys(names, PHRASE), **claim}


def mark(browser: Browser, sheet: ProcessSheet, kind: str, thread: str = "new") -> Any:
    """A moment of one kind with the phrase in all that the kind asks for."""
    asked = [field for field in kinds()[kind].fields if field.longest]
    codes = {f"{kind}-{field.name}": PHRASE[: field.longest] for field in asked}
    fields = {"words": f"{PHRASE} one", "kind": kind, "note": PHRASE, "second": f"{PHRASE} three"}
    named = {"thread": thread, "new_thread": f"{PHRASE} {kind}"}
    return browser.post(at("sheet-mark", sheet), {**fields, **codes, **named})


def hand_over(hanna: Browser, client: Client, by: Actor, naomi: User) -> list[int]:
    """The phrase on a sheet, in the aliases, in a copy and in its margin; the status of each answer."""
    assert client.user is not None
    treatment = Treatment.objects.get(client=client)
    sign_consents(treatment=treatment, kinds=["supervision"], by=actor_for(client.user))
    day = clock.today("UTC") - timedelta(days=3)
    pair = begin_supervision(supervisor=naomi, kind="consultation", starts_on=day, by=by)
    where = hanna.post(at("sheet-open", client), {"title": PHRASE})["Location"]
    sheet = ProcessSheet.objects.get(pk=where.strip("/").split("/")[-2])
    body = f"E: {PHRASE} one.\nT: {PHRASE} two."
    kept = hanna.post(at("sheet-write", sheet), {"body": body, "reactions": PHRASE, "kept": 1, "version": 0})
    said = [kept, hanna.post(at("copy-choose", sheet), {"line": ["0", "1", "2"]})]
    said += present(hanna, Handed.objects.get(), str(pair.pk))
    copy = reverse("supervision:copy", args=[PresentedCopy.objects.get().pk])
    reader = signed_in(naomi)
    said += [reader.get(copy), reader.post(copy, {"line": "0", "quote": PHRASE, "text": PHRASE})]
    said += [hanna.get(copy), hanna.get(at("copy", Handed.objects.get())), hanna.get(at("aside", client))]
    said.append(hanna.post(at("copy-take-back", Handed.objects.get()), follow=True))
    return [answer.status_code for answer in said]


def present(hanna: Browser, row: Handed, pair: str) -> Iterator[Any]:
    """Look once with a mistake in it, look again, tick everything, present."""
    form = hanna.get(at("copy-prepare", row)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"title": PHRASE, "question": PHRASE, "who-1": PHRASE, "supervision": pair}
    typed |= {"original-0": f"{PHRASE} one", "alias-0": f"{TOKEN} {PHRASE}", "original-1": f"{TOKEN} who"}
    yield hanna.post(at("copy-prepare", row), {**typed, "step": "look", "until": "never"})
    yield hanna.post(at("copy-prepare", row), {**typed, "step": "look"})
    seen = hanna.get(at("copy-prepare", row)).context
    ticks = {"looked": [words for words, _where, _ticked in seen["suspects"]], "seen": seen["seal"]}
    yield hanna.post(at("copy-prepare", row), {**typed, **ticks, "step": "present"})


def searched(*places: Path) -> None:
    """The control is found, the phrase and its rarest word are not."""
    stores = [*canary.stores(*places), *canary.server()]
    assert canary.search(CLEAR, stores), "the control must be found"
    assert canary.search(PHRASE, stores) == []
    assert canary.search(TOKEN, stores) == []


def test_no_field_leaves_a_word(hanna: Browser, client_person: Client, everything: Path, capfd: Any) -> None:
    statuses = fill(hanna, client_person)
    assert set(statuses) <= {200, 302}, statuses
    assert Moment.objects.count() == len(kinds()) + 1
    assert Formulation.objects.count() == 1
    hanna.post(reverse("process:door-state"))
    late = hanna.post(
        at("thread-keep", Thread.objects.first()), {"title": PHRASE, "about": f"{TOKEN} {PHRASE}"}
    )
    assert (late.status_code, TOKEN in late.content.decode()) == (423, False)
    logging.getLogger("control").warning(CLEAR)
    said = capfd.readouterr()
    (everything / "said").write_text(said.out + said.err)
    made = backup.make(everything / "a.reverie")
    assert made.sealed_tried > 0
    searched(settings.HOME, everything)


def test_no_word_of_a_copy_is_left(
    hanna: Browser, client_person: Client, therapist: Therapist, everything: Path, capfd: Any
) -> None:
    naomi = member(therapist.practice, "Naomi Feld", "supervisor")
    by = actor_for(therapist.user)
    statuses = hand_over(hanna, client_person, by, naomi)
    assert statuses == [302, 302, 422, 302, 302, 200, 302, 200, 200, 200, 200]
    copy = PresentedCopy.objects.get()
    assert PHRASE in copy.words(keychain(copy.scope()))["title"], "the control: it was there to be found"
    assert copy.remarks.count() == 1
    again = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "why": "own"}
    closed = hanna.post(at("client-export", client_person), again).content
    record = export_client(
        client=client_person, own=False, recipient="A clinic", purpose="asked", by=by
    ).content
    assert canary.search(TOKEN, [("notes", closed), ("record", record)]) == []
    logging.getLogger("control").warning(CLEAR)
    heard = capfd.readouterr()
    (everything / "said").write_text(heard.out + heard.err)
    backup.make(everything / "a.reverie")
    searched(settings.HOME, everything)


def test_no_export_holds_a_word(
    hanna: Browser, client_person: Client, therapist: Therapist, owner: User
) -> None:
    fill(hanna, client_person)
    again = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "why": "own"}
    closed = hanna.post(at("client-export", client_person), again).content
    assert closed.startswith(b"REVERIE NOTES")
    by_therapist = export_client(
        client=client_person, own=False, recipient="A clinic", purpose="asked", by=actor_for(therapist.user)
    ).content
    counts = signed_in(owner).get(reverse("process:counts")).content
    for store in (closed, by_therapist, counts):
        assert canary.search(TOKEN, [("export", store)]) == []
    assert canary.search("Hanna Lindqvist", [("counts", counts)]), "the control must be found"


def test_a_crash_says_no_word(
    hanna: Browser, client_person: Client, everything: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    fill(hanna, client_person)
    sheet = ProcessSheet.objects.first()

    def fail(**_: Any) -> None:
        raise OSError(f"disk full, {CLEAR}")

    monkeypatch.setattr(audit, "record", fail)
    words = {"body": f"{PHRASE} again", "title": PHRASE, "kept": sheet.version, "version": 0}
    assert hanna.post(at("sheet-write", sheet), words).status_code == 500
    assert mark(hanna, sheet, "affect").status_code == 500
    assert hanna.post(reverse("process:search"), {"phrase": PHRASE}, follow=True).status_code == 500
    said = capfd.readouterr()
    (everything / "said").write_text(said.out + said.err)
    searched(settings.HOME, everything)
