"""Requests that no page sends: whoever asks, whatever for, the server does not fall over.

REVERIE_REQUESTS=50000 is the long form (`make proof`).
"""

import os
import random
from urllib.parse import quote, urlencode
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from reverie.core import clock, policy
from tests.hostile.forms import PEOPLE, STRINGS, Form, Street

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
USUAL = 5000 if connection.vendor == "sqlite" else 1000
REQUESTS = int(os.environ.get("REVERIE_REQUESTS", USUAL))
METHODS = ["GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]
SHORT = [text for text in STRINGS if len(text) < 20_000]
BODIES = [
    ("application/json", b"[" * 100_000),
    ("application/json", b'{"a": "\\ud800"}'),
    ("application/x-www-form-urlencoded", b"a=%ED%A0%80&b=%FF%FE&%00=%00"),
    ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(2000))),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="\x00"\r\n\r\n',
    ),
    ("multipart/form-data", b"no boundary"),
    ("text/plain; charset=utf-7", b"+AAA-"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=1"),
]


class Fuzz:
    """Requests made by chance, the same for the same seed."""

    def __init__(self, street: Street, seed: int) -> None:
        self.street, self.chance = street, random.Random(seed)
        self.forms = list(street.forms.items())
        self.addresses = list(street.addresses.values())
        self.names = sorted({name for _, form in self.forms for name in form.values})
        self.values = sorted({value for _, form in self.forms for value in form.values.values()})

    def sends(self) -> tuple[str, int]:
        """One request: what it was, and what came."""
        kind = self.chance.random()
        if kind < 0.55:
            return self.bent_form()
        return self.query() if kind < 0.85 else self.strange_body()

    def value(self) -> str:
        """Anything."""
        kind = self.chance.random()
        if kind < 0.6:
            return self.chance.choice(SHORT)
        return self.chance.choice(self.values) if kind < 0.9 else str(UUID(int=self.chance.getrandbits(128)))

    def bent_form(self) -> tuple[str, int]:
        """A form as its page shows it, with one to three of its fields bent."""
        (who, where), form = self.chance.choice(self.forms)
        method, _, path = where.partition(" ")
        values = dict(form.values)
        for name in self.chance.sample(sorted(values), min(len(values), self.chance.randrange(1, 4))):
            values[name] = self.value()
        if self.chance.random() < 0.1:
            who = self.chance.choice(PEOPLE)
        return self._sent(who, method.upper(), path, values, form)

    def _sent(self, who: str, method: str, path: str, values: dict[str, str], form: Form) -> tuple[str, int]:
        path, _, query = path.partition("?")
        body = urlencode(values, errors="surrogatepass").encode()
        kind = "application/x-www-form-urlencoded"
        if method == "GET":
            answer = self.street.asks(who, method, path, query=body.decode())
        else:
            answer = self.street.asks(who, method, path, query=query, data=body, content_type=kind)
        return f"{who} {method} {path} {values!r:.600}", answer.status_code

    def query(self) -> tuple[str, int]:
        """Any method at any address, with any words behind the question mark."""
        who, path = self.chance.choice(PEOPLE), self.chance.choice(self.addresses)
        if self.chance.random() < 0.2:
            parts = path.split("/")
            parts[self.chance.randrange(1, len(parts))] = quote(self.value()[:200], safe="")
            path = "/".join(parts)
        words = {self.chance.choice(self.names): self.value() for _ in range(self.chance.randrange(4))}
        method = self.chance.choice(METHODS)
        answer = self.street.asks(who, method, path, query=urlencode(words))
        return f"{who} {method} {path}?{urlencode(words)[:400]}", answer.status_code

    def strange_body(self) -> tuple[str, int]:
        """A body that is not what its kind says."""
        who, path = self.chance.choice(PEOPLE), self.chance.choice(self.addresses)
        kind, body = self.chance.choice(BODIES)
        answer = self.street.asks(who, "POST", path, data=body, content_type=kind)
        return f"{who} POST {path} {kind}", answer.status_code


def test_no_request_makes_the_server_fall_over(street: Street) -> None:
    fuzz = Fuzz(street, seed=int(os.environ.get("REVERIE_SEED", "7")))
    # The clock stands: in the time that many requests take, everybody's pages would lock.
    with time_machine.travel(clock.now(), tick=False):
        sent = [fuzz.sends() for _ in range(REQUESTS)]
        last = street.asks("hanna", "GET", "/desk/").status_code
    fallen = [what for what, status in sent if status >= 500]
    assert fallen == [], (len(fallen), street.errors[-20:])
    assert last == 200, "the requests were those of people"
    assert {200, 302, 404, 405, 422} <= {status for _, status in sent}, "the requests reach the pages"


def test_a_server_that_falls_over_is_noticed(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(policy, "routes", lambda: 1 / 0)
    assert street.asks("hanna", "GET", "/desk/").status_code == 500
    assert "ZeroDivisionError" in street.errors[-1]
