"""Strings that break programs, in every text field of every form: kept as they were sent, or a clean no."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from reverie.core.sealing import KeyChain
from tests.hostile.forms import STRINGS, Form, Street

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MARK = "qzmk"
"""Stands on both sides of the string, so that a part of it is found again."""
HARD = [text for text in STRINGS if len(text) < 200 and not text.strip().isascii()]
HARD += ["a\x00b", "line\none", "tab\there", "<script>alert(1)</script>", "'; DROP TABLE core_auditevent; --"]
A_THING_A_LINE = {"sheet", "/desk/billing/insurers/ name"}


class Ear:
    """Hears every string that is sealed or sent to the database."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def hears(self, value: Any) -> None:
        """The strings in a value that hold the mark."""
        if isinstance(value, str) and MARK in value:
            self.heard += list(_leaves(value))
        elif isinstance(value, list | tuple):
            for part in value:
                self.hears(part)

    def to_database(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Between Django and the database."""
        if sql.startswith(("INSERT", "UPDATE")):
            self.hears(params)
        return execute(sql, params, many, context)


def _leaves(text: str) -> Iterator[str]:
    """The strings of a JSON text, or the text itself."""
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    stack = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            stack += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            stack += part
        elif isinstance(part, str) and MARK in part:
            yield part


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    """An ear at the seals and at the database."""
    ear, seal = Ear(), KeyChain.seal

    def hears_and_seals(self: KeyChain, text: str, *more: Any, **other: Any) -> bytes:
        ear.hears(text)
        return seal(self, text, *more, **other)

    with monkeypatch.context() as patch, connection.execute_wrapper(ear.to_database):
        patch.setattr(KeyChain, "seal", hears_and_seals)
        yield ear


def is_whole(heard: str, sent: str, name: str = "", where: str = "") -> bool:
    """Kept as it was sent: nothing within the marks is cut, changed or doubled.

    A browser sends ends of lines as CRLF, and the text keeps them as they were typed; where a name or
    each line is a thing of its own (the headings of a sheet), its words are whole.
    """
    if A_THING_A_LINE & {name, where}:
        return " ".join(heard.split()) in {" ".join(line.split()) for line in sent.splitlines()}
    return sent.replace("\r\n", "\n") in heard.replace("\r\n", "\n")


def fields(street: Street) -> Iterator[tuple[str, str, Form, str]]:
    """Who, where, the form, and one text field of it; each form's field once."""
    seen = set()
    for (who, where), form in street.forms.items():
        method, _, path = where.partition(" ")
        for name in form.texts if method == "post" and not path.startswith("/account/") else ():
            if (path, name) not in seen:
                seen.add((path, name))
                yield who, path, form, name


def filled(form: Form) -> dict[str, str]:
    """The form with words in every field of words."""
    return {
        **dict.fromkeys(form.texts, "words"),
        **{name: text for name, text in form.values.items() if text},
    }


def test_what_is_kept_is_what_was_sent(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, kept, asked = [], set(), 0
    with listening(monkeypatch) as ear:
        for number, (who, path, form, name) in enumerate(fields(street)):
            text, where = HARD[number % len(HARD)], f"{path} {name}"
            sent, asked = f"{MARK}{text}{MARK}", asked + 1
            ear.heard.clear()
            answer = street.posts(who, path, {**filled(form), name: sent})
            if answer.status_code >= 500:
                wrong.append(f"{where} {text!r}: {answer.status_code} {street.errors[-1:]}")
            wrong += [f"{where}: {one!r:.200}" for one in ear.heard if not is_whole(one, sent, name, where)]
            kept |= {where for _ in ear.heard}
    assert not wrong, "\n".join(wrong)
    assert len(kept) > 30, f"only {len(kept)} of {asked} were kept: the forms do not reach the actions"


def test_a_megabyte_in_any_field_is_kept_or_refused(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, wrong, sizes = f"{MARK}{'ä' * 500_000}{MARK}", [], set()
    with listening(monkeypatch) as ear:
        for who, path, form, name in fields(street):
            ear.heard.clear()
            answer = street.posts(who, path, {**filled(form), name: sent})
            sizes.add(answer.status_code)
            if answer.status_code >= 500 or not all(
                is_whole(heard, sent, name, f"{path} {name}") for heard in ear.heard
            ):
                wrong.append(f"{path} {name}: {answer.status_code} {street.errors[-1:]}")
    assert not wrong, "\n".join(wrong)
    assert sizes & {200, 400, 422}, "some say that it is too long"


@pytest.mark.parametrize("bad", [b"%ED%A0%80", b"%FF%FE", b"%C0%80"])
def test_bytes_that_are_no_text_change_nothing(
    street: Street, bad: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a surrogate pair and the like, which no browser sends: refused as a whole."""
    kind = "application/x-www-form-urlencoded"
    body = b"body=" + MARK.encode() + bad + MARK.encode() + b"&who=only_me"
    with listening(monkeypatch) as ear:
        answer = street.asks("elena", "POST", "/my/write/dream/", data=body, content_type=kind)
    assert (answer.status_code, ear.heard) == (400, [])


def test_the_ear_can_hear(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a word that is kept is heard, and one that was changed on the way is noticed."""
    with listening(monkeypatch) as ear:
        street.posts("elena", "/my/write/dream/", {"body": f"{MARK}a{MARK}", "who": "only_me"})
    assert ear.heard == [f"{MARK}a{MARK}"]
    assert not is_whole(ear.heard[0], f"{MARK}b{MARK}")
