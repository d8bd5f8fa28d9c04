"""Words of the process space are nowhere but under their seal; the search for them is shown to work."""

import base64
import gzip
import json
import logging
import uuid
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core import backup, mail
from reverie.core.models import OutboxMessage
from reverie.treatment.models import Treatment
from tests.house import canary

TOKEN = "qvx7kwzjm"
"""A piece of the phrase in plain signs, so that half a sentence is found too."""
PHRASE = f"Zwölf Ælstern {TOKEN} zählen & warten"
CLEAR = "Neun Krähen 5d1b7e zählen & gehen"


NAMES = [
    "plain", "capitals", "utf-16", "json", "json in json", "base64", "base64url", "gzip", "base64 of zlib",
    "repr", "hex", "form", "html",
]  # fmt: skip


@pytest.mark.parametrize(
    "left",
    [
        lambda text: text.encode(),
        lambda text: text.upper().encode(),
        lambda text: text.encode("utf-16"),
        lambda text: json.dumps({"body": text}).encode(),
        lambda text: json.dumps(json.dumps({"body": text})).encode(),
        lambda text: base64.b64encode(f'{{"body": "{text}"}}'.encode()),
        lambda text: base64.urlsafe_b64encode(f"xy{text}z".encode()),
        lambda text: b"row" + gzip.compress(text.encode()) + b"row",
        lambda text: base64.b64encode(zlib.compress(f"session {text}".encode())),
        lambda text: repr({"body": text}).encode("ascii", "backslashreplace"),
        lambda text: b"\\x" + text.encode().hex().encode(),
        lambda text: canary.quote_plus(text).encode(),
        lambda text: canary.html.escape(text).encode(),
    ],
    ids=NAMES,
)
def test_the_search_finds_what_is_there(left: Callable[[str], bytes], tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"\0\xff" * 100 + left(PHRASE) + b"\0\xff" * 100)
    assert canary.search(PHRASE, canary.stores(tmp_path))


@pytest.mark.parametrize("before", range(3))
@pytest.mark.parametrize("after", range(3))
def test_a_short_word_is_found_in_base64_wherever_it_begins(before: int, after: int) -> None:
    left = base64.b64encode(b"a" * before + TOKEN.encode() + b"b" * after)
    assert canary.search(TOKEN, [("page", b"\0" + left + b"\0")])
    shortest = min(len(form) for form in canary.needles(TOKEN).values())
    assert shortest >= len(TOKEN), "a form of few signs is found in random bytes by chance"


def test_the_search_finds_nothing_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"Zw\xc3\xb6lf Raben" + gzip.compress(b"nothing"))
    assert canary.search(PHRASE, canary.stores(tmp_path)) == []


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Everything that anything logs, at every level."""
    handler = logging.FileHandler(tmp_path / "everything.log")
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path / "everything.log"
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


@pytest.fixture
def hanna(therapist: Therapist, client_person: Client) -> Browser:
    """Elena's therapist, signed in."""
    Treatment.objects.create(
        practice=therapist.practice,
        client=client_person,
        therapist=therapist,
        state=Treatment.ACTIVE,
        started_on="2026-01-06",
    )
    return signed_in(therapist.user)


def write_everywhere(hanna: Browser, client: Client) -> list[int]:
    """Type the phrase into every kind of field of the process space; the status of each answer."""
    opened = hanna.post(reverse("process:sheet-open", args=[client.id]), {"title": PHRASE})
    write = opened["Location"]
    sheet_id = write.strip("/").split("/")[-2]
    draft = {"body": PHRASE, "title": PHRASE, "carry_over": PHRASE, "reactions": PHRASE, "version": 0}
    too_long = {**draft, "title": PHRASE * 20}
    mark = {"words": PHRASE, "kind": "affect", "thread": "new", "new_thread": PHRASE, "note": PHRASE}

    def post(name: str, fields: dict, **headers: str) -> int:
        address = reverse(f"process:{name}", args=[sheet_id] if "sheet" in name else [])
        return hanna.post(address, fields, **headers).status_code

    return [
        post("sheet-draft", {**draft, "save_id": str(uuid.uuid4())}),
        post("sheet-draft", {**draft, "save_id": PHRASE}),
        post("sheet-write", too_long),
        post("sheet-write", {**draft, "kept": 0}),
        post("sheet-mark", dict.fromkeys(mark, PHRASE)),
        post("sheet-mark", mark),
        post("sheet-carry", {"carry_over": PHRASE}),
        post("sheet-carry", {"carry_over": PHRASE * 200}),
        post("search", {"words": PHRASE, "client": str(client.id), "q": PHRASE}),
        post("search", {"client": PHRASE, "kind": PHRASE}),
    ]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_process_words_are_found_nowhere(
    hanna: Browser, client_person: Client, log: Path, tmp_path: Path, capfd
) -> None:
    statuses = write_everywhere(hanna, client_person)
    assert max(statuses) < 500
    assert {200, 302} <= set(statuses), "something was kept"
    assert {400, 422} & set(statuses), "something failed"
    OutboxMessage.objects.create(key="control", to="a@example.invalid", subject=CLEAR, body=CLEAR)
    mail.post(key="x", to="a@example.invalid", subject="A note", body="Please look.")
    said = capfd.readouterr()
    (tmp_path / "said").write_text(said.out + said.err)
    places = [settings.HOME, tmp_path]
    stores = [*canary.stores(*places), *canary.server()]
    assert canary.search(CLEAR, stores), "the control must be found"
    assert canary.search(PHRASE, stores) == []
    assert canary.search(TOKEN, stores) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_process_words_are_in_no_backup(hanna: Browser, client_person: Client, tmp_path: Path) -> None:
    write_everywhere(hanna, client_person)
    made = backup.make(tmp_path / "a.reverie")
    assert made.sealed_tried > 0
    left = [made.file, settings.HOME]
    assert canary.search(PHRASE, canary.stores(*left)) == []
    assert canary.search(TOKEN, canary.stores(*left)) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_destroyed_words_of_the_clear_are_gone_from_the_file(tmp_path: Path) -> None:
    """secure_delete: what was deleted is overwritten once the log was written back."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL overwrites deleted rows when it vacuums them")
    row = OutboxMessage.objects.create(key="k", to="a@example.invalid", subject=CLEAR, body=CLEAR)
    row.delete()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert canary.search(CLEAR, canary.stores(Path(settings.DATABASES["default"]["NAME"]))) == []
