"""Every address of the site: what an answer says it is, that looking changes nothing, and the way out."""

import os
import re
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config import env
from conftest import signed_in
from reverie.core import policy
from reverie.core.models import Installation
from tests.house.tree import ROOT

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://evil.example"
WITHOUT_A_WAY_OUT = {"/help-now/", "/setup/keys/sheet/", "/my/safety/plan/print/"}
"""A page that knows nobody, and pages that are paper."""
VALUES = {"int": 1, "uuid": uuid4(), "string": "x", "slug": "x"}


def addresses(resolver: URLResolver | None = None, space: str = "") -> dict[str, str]:
    """Name -> an address of that name, with rows in it that are nobody's."""
    found: dict[str, str] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= addresses(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            kinds = entry.pattern.converters.items()
            words = {
                name: VALUES[type(kind).__name__.removesuffix("Converter").lower()] for name, kind in kinds
            }
            if not words and "(?P<" in str(entry.pattern):
                words = (
                    {"key": "x-x"} if "uidb36" not in str(entry.pattern) else {"uidb36": "x", "key": "x-x"}
                )
            found[f"{space}{entry.name}"] = reverse(f"{space}{entry.name}", kwargs=words)
    return found


def faults(answer: HttpResponse) -> list[str]:
    """What is wrong with an answer, whatever it says."""
    kind = answer.headers.get("Content-Type", "")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    wrong = [name for name in answer.headers if name.startswith("Access-Control-")]
    if body and re.search(r"^$|^text/|xml", kind) and "charset=utf-8" not in kind:
        wrong.append(f"says {kind}")
    return wrong


def test_every_answer_says_its_letters_and_opens_itself_to_no_other_site(practice: object) -> None:
    browser = Browser()
    wrong = {
        name: faults(browser.get(path, headers={"Origin": ELSEWHERE})) for name, path in addresses().items()
    }
    assert len(wrong) > 250
    assert {name: words for name, words in wrong.items() if words} == {}


@pytest.mark.parametrize(
    "path", ["/none/", "/.git/config", "/.git/HEAD", "/.svn/entries", "/../config/settings.py"]
)
def test_what_is_not_an_address_is_not_found_and_says_nothing(path: str) -> None:
    answer = Browser().get(path)
    assert (answer.status_code, faults(answer)) == (404, [])


@override_settings(SECURE_HSTS_SECONDS=63_072_000)
def test_behind_https_every_answer_asks_for_https_for_two_years(practice: object) -> None:
    for path in ["/", "/none/", "/account/", "/help-now/"]:
        assert Browser().get(path, secure=True).headers["Strict-Transport-Security"] == "max-age=63072000"


TABLES_OF_LOOKING = {"core_auditevent", "core_audithead", "accounts_signin", "core_cache"}


def tables() -> dict[str, str]:
    """Every row of every table, as words; but for who looked, and that somebody is there."""
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names()) - TABLES_OF_LOOKING:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
            found[table] = repr(sorted(map(repr, rows)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("who", ["therapist", "owner", "client_person"])
def test_looking_changes_nothing_and_the_way_out_is_on_each_page(
    who: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    browser = signed_in(getattr(person, "user", person))
    paths = {path for name, path in addresses().items() if "GET" in policy.routes()[name]}
    Installation.current()
    before, without = tables(), []
    for path in sorted(paths):
        answer = browser.get(path)
        is_page = answer.status_code == 200 and b"<html" in b"".join(answer)
        if is_page and reverse("account_logout").encode() not in answer.content:
            without.append(path)
    assert tables() == before
    assert set(without) <= WITHOUT_A_WAY_OUT


def test_behind_https_the_settings_are_those_of_https(tmp_path: Path) -> None:
    env.make_secret(tmp_path / "keys" / "secret.key")
    names = [
        "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "KNOWN_BROWSER_COOKIE", "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG",
    ]  # fmt: skip
    code = f"from config import settings as s; print(*[getattr(s, name) for name in {names}])"
    given = {
        "PATH": os.environ["PATH"],
        "REVERIE_HOME": str(tmp_path),
        "REVERIE_URL": "https://practice.example",
    }
    said = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=given, text=True).split()
    assert all(name.startswith("__Host-") for name in said[:3])
    assert said[3:] == ["True", "True", "True", "63072000", "False"]
