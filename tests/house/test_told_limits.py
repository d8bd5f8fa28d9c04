"""What the pages about security say is what the program does."""

import hashlib
import inspect
import re

from django.apps import apps
from django.conf import settings

from reverie.accounts import passwords
from reverie.accounts.models import LONG_PASSWORD, sign_in
from reverie.core import files, policy
from reverie.interop import locked_file
from reverie.process import archive
from tests.house.tree import RANK, ROOT


def words_of(page: str) -> str:
    return " ".join((ROOT / page).read_text().split())


ACCOUNTS = words_of("docs/decisions/0005-accounts.md")
PROTECTION = words_of("docs/reference/protection.md")


def test_how_guesses_are_slowed() -> None:
    limits = settings.ACCOUNT_RATE_LIMITS["login_failed"].split(",")
    counts = [limit.split("/")[0] for limit in limits if limit.endswith("/key")]
    told = re.search(
        r"(\d+) at once, then (\d+) in half an hour, (\d+) in four, (\d+) a day, (\d+) in", ACCOUNTS
    )
    assert told is not None
    assert list(told.groups()) == counts
    assert "There is no lock" in ACCOUNTS


def test_how_long_a_session_lasts() -> None:
    assert f"Locked after {settings.LOCK_AFTER // 60} idle minutes" in ACCOUNTS
    hours = [limit.total_seconds() // 3600 for limit in (sign_in.END_STAFF_AFTER, sign_in.END_CLIENT_AFTER)]
    idle = sign_in.END_AFTER_IDLE.total_seconds() // 60
    shared = sign_in.SHARED_END_AFTER_IDLE.total_seconds() // 60
    told = f"{idle:.0f} idle minutes and {hours[0]:.0f} hours for staff, {hours[1]:.0f} hours for clients"
    assert f"{told}, {shared:.0f} idle minutes on a shared computer" in ACCOUNTS
    assert "any number of browsers" in ACCOUNTS


def test_what_a_password_must_be() -> None:
    assert f"{LONG_PASSWORD} characters alone, {passwords.SHORT_PASSWORD} beside a factor" in ACCOUNTS
    assert all(f"`{word}`" in ACCOUNTS for word in passwords.WORDS_OF_THE_PLACE)
    assert f"fewer than {passwords.LEFT_OVER} letters" in ACCOUNTS
    cost = passwords.Argon2
    assert f"{cost.memory_cost // 1024} MiB, t={cost.time_cost}, p={cost.parallelism}" in ACCOUNTS
    assert f"{cost.memory_cost // 1024} MiB, t={cost.time_cost}, p={cost.parallelism}" in PROTECTION


def test_the_ways_in() -> None:
    told = ACCOUNTS.split("**Ways in.**")[1]
    assert settings.AUTHENTICATION_BACKENDS == ["allauth.account.auth_backends.AuthenticationBackend"]
    assert settings.MFA_SUPPORTED_TYPES == ["totp", "webauthn", "recovery_codes"]
    assert all(way in told for way in ("A passkey", "a password", "a factor", "one click", "signs nobody in"))


def test_every_room_has_its_level() -> None:
    levels = PROTECTION.split("## Levels")[1].split("| level | encrypted")[0]
    assert set(re.findall(r"`(\w+)`", levels)) == set(RANK)


def test_every_key_has_its_line() -> None:
    keys = PROTECTION.split("## Keys")[1].split("## Algorithms")[0]
    models = {model.__name__ for model in apps.get_models() if model.__name__.endswith("Key")}
    assert models == {"PracticeKey", "ClientKey", "AuthorKey", "NoteKey"}
    lines = [
        "master",
        "practice",
        "client × purpose",
        "author",
        "author × client",
        "anchor",
        "site",
        "passphrase",
    ]
    assert all(f"| {line}" in keys for line in lines)


def test_how_keys_are_made_of_passphrases() -> None:
    source = inspect.getsource(archive._key)
    assert "memory_cost=65536" in source and "time_cost=3" in source and "Type.ID" in source
    assert "Argon2id (64 MiB, t=3)" in PROTECTION
    assert (locked_file.WORK, "scrypt (N=2¹⁶)" in PROTECTION) == (16, True)


def test_what_is_accepted() -> None:
    assert f"held to {files.LARGEST // 1_000_000} MB" in PROTECTION


def test_the_lesser_view_is_a_verb_of_its_own() -> None:
    told = PROTECTION.split("## What travels")[1].split("## What is accepted")[0]
    verbs = re.findall(r"`(\w+\.\w+)`", told)
    verbs.remove("permissions.toml")
    assert len(verbs) == 3
    assert all(policy.entitled(verb) for verb in verbs)
    assert policy.entitled("measure.see_status") != policy.entitled("measure.see_figures")


def test_when_parts_from_others_are_mended() -> None:
    told = words_of("SECURITY.md").split("## Parts from others")[1]
    assert re.findall(r"within (\d+)|least each (\d+)", told)[:3] == [("7", ""), ("30", ""), ("", "90")]


def test_who_sees_what_is_printed_word_for_word() -> None:
    told = (ROOT / "SECURITY.md").read_text().splitlines(keepends=True)
    table = "".join(line for line in told if line.startswith("|"))
    assert hashlib.sha256(table.encode()).hexdigest() == (
        "afc82fea064f55a4d191818ee087d6c7c0ef32ca9d784b6524156e5195f3e18c"
    ), "this table is a promise: change it with a decision, then this digest"
