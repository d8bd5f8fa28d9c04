"""What holds for every address, by list: forgery, strange methods, framing, headers."""

import pytest
from django.db import connection, transaction
from django.middleware.csrf import get_token
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import get_resolver

from reverie.core import gate, policy
from reverie.core.models import AuditEvent, Job, OutboxMessage
from tests.hostile.forms import PEOPLE, Street

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.own_database]
HEADERS = [
    ("Content-Security-Policy", "default-src 'none'"),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
MAY_BE_KEPT = {"directory:photograph", "directory:sitemap", "directory:robots", "safety:help-now"}
"""Pages that hold nothing about anybody, which a cache may keep."""
NO_TOKEN = {
    "accounts:unlock": "the password itself is what a forger has not; the page's token may be from before",
    "directory:find": "a search changes nothing, and the page is free of cookies",
    "directory:explore": "a search changes nothing, and the page is free of cookies",
}
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
READING = ("read", "open", "see", "export", "take", "print", "copy", "show")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def every_address(street: Street) -> dict[str, str]:
    """Name -> address of every route, those of the sign-in library with them."""
    library = {name for name in gate.named_routes() if ":" not in name}
    found = {}
    for name in library:
        pattern = next(iter(get_resolver().reverse_dict.getlist(name)))[0][0]
        found[name] = "/" + pattern[0] % dict.fromkeys(pattern[1], "1")
    return {**street.addresses, **found}


def test_the_list_is_whole(street: Street) -> None:
    demo = {name for name in gate.named_routes() if name.startswith("accounts-demo:")}
    assert set(gate.named_routes()) - demo == set(every_address(street))


def watched() -> tuple[int, ...]:
    """What an act cannot leave as it was."""
    with connection.cursor() as cursor:
        changes = (
            cursor.execute("SELECT total_changes()").fetchone() if connection.vendor == "sqlite" else (0,)
        )
    return AuditEvent.objects.count(), Job.objects.count(), OutboxMessage.objects.count(), changes[0]


def strict(street: Street, name: str) -> Browser:
    """A browser whose forms are checked against forgery, with the session of a person."""
    browser = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies.update(street.browser(name).cookies)
    return browser


@pytest.mark.parametrize("how", ["no token", "a wrong token", "from another site"])
def test_a_forged_form_is_refused_everywhere(street: Street, how: str) -> None:
    token = get_token(RequestFactory().get("/"))
    more = {
        "no token": {},
        "a wrong token": {"HTTP_X_CSRFTOKEN": "w" * 32},
        "from another site": {"HTTP_X_CSRFTOKEN": token, "HTTP_ORIGIN": "https://evil.example"},
    }[how]
    let_through = []
    for person in PEOPLE:
        browser = strict(street, person)
        browser.cookies["reverie-csrf"] = token
        for name, address in every_address(street).items():
            for method in set(UNSAFE) & set(policy.routes()[name]) if name not in NO_TOKEN else ():
                before = watched()
                answer = browser.generic(method, address, **more)
                if answer.status_code != 403 or watched() != before:
                    let_through.append(f"{person} {method} {name}: {answer.status_code}")
    assert not let_through, "\n".join(let_through)


def test_the_same_form_with_its_token_is_not_a_forgery(street: Street) -> None:
    """The control."""
    browser, token = strict(street, "elena"), get_token(RequestFactory().get("/"))
    browser.cookies["reverie-csrf"] = token
    with transaction.atomic():
        words = {"body": "x", "who": "only_me"}
        answer = browser.post("/my/write/dream/", words, HTTP_X_CSRFTOKEN=token)
        transaction.set_rollback(True)
    assert answer.status_code == 302


def test_methods_that_no_page_has_are_refused(street: Street) -> None:
    wrong = []
    for name, address in every_address(street).items():
        has = {*policy.routes()[name], *(["HEAD"] if "GET" in policy.routes()[name] else [])}
        for method in {*SAFE, *UNSAFE, "CONNECT", "PROPFIND"} - has:
            answer = street.asks("hanna", method, address)
            if answer.status_code not in {404, 405}:
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_every_answer_carries_its_headers(street: Street) -> None:
    wrong = []
    for person in ("hanna", "elena", ""):
        for name, address in {**every_address(street), "nowhere": "/no/such/page/"}.items():
            for method in ("GET", "POST"):
                answer = street.asks(person, method, address)
                missing = [key for key, part in HEADERS if part not in answer.get(key, "")]
                may_keep = name in MAY_BE_KEPT or "no-store" in answer.get("Cache-Control", "")
                if missing or not may_keep:
                    wrong.append(f"{person} {method} {name} {answer.status_code}: {missing} {may_keep}")
    assert not wrong, "\n".join(wrong)


def test_a_page_that_may_be_kept_holds_nobody(street: Street) -> None:
    for name in MAY_BE_KEPT:
        if name in street.addresses:
            anonymous = street.asks("", "GET", street.addresses[name]).content
            assert b"Elena Marsh" not in anonymous


def test_a_reading_writes_nothing_but_that_it_was_read(street: Street) -> None:
    acts = set()
    for person in ("hanna", "elena", "iris"):
        for name, address in street.addresses.items():
            if "GET" in policy.routes()[name]:
                with transaction.atomic():
                    last = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first()
                    street.browser(person).get(address)
                    verbs = AuditEvent.objects.filter(id__gt=last or 0).values_list("verb", flat=True)
                    acts |= {(name, verb) for verb in verbs if not verb.startswith(READING)}
                    transaction.set_rollback(True)
    assert not acts, acts
