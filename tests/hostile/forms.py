"""Every form of every page, as the pages themselves show them, and strings that nobody types by accident."""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.core import policy
from reverie.core.demo_case import DemoWorld
from tests.house import matrix
from tests.house.matrix import Route
from tests.house.matrix_rows import rows_of

TEXT = {"text", "search", "email", "tel", "url", "password", "textarea"}
STRINGS = [
    "plain",
    " ",
    "   lead and trail   ",
    "a\x00b",
    "\x00",
    "\ufeffmark",
    "\u202eright to left\u202c",
    "שלום \u200f עולם",
    "مرحبا",
    "\u200b\u200c\u200d\u2060",
    "e\u0301 \u00e9",
    "👩\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈",
    "𝔘𝔫𝔦",
    "ﷺ" * 50,
    "Z\u0351\u036b\u0343a\u0321l\u0321g\u0322o\u031b",
    "line\none",
    "carriage\r\nreturn",
    "tab\there",
    "\x07bell\x1b[31mred",
    "\x7f\x80\x9f",
    "\ufffd\ufffe\uffff",
    "'; DROP TABLE core_auditevent; --",
    '" OR 1=1 --',
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "${7*7} #{7*7}",
    "../../etc/passwd",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "%s%n%x %d",
    "%00 %0a",
    "\\",
    "\\u0000",
    "NaN",
    "Infinity",
    "1e400",
    "²",
    "٣",
    "-0",
    "9" * 40,
    "0x1F",
    "null",
    "None",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "24:00",
    "99:99",
    "2026-11-26T10:00:00+99:99",
    "on",
    "true",
    "[]",
    "{}",
    "x" * 10_000,
    "x" * 1_000_000,
]
"""Made for this; each has once broken some program."""
USUAL = {
    "date": "2026-12-01",
    "time": "10:00",
    "number": "1",
    "email": "x@example.invalid",
    "month": "2026-12",
}
"""What stands in a field that its page shows empty."""


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and which of its fields take words."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """The forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(has.get("action", ""), has.get("method", "get").lower()))
        elif self.forms and tag == "option" and self._select:
            self._option(has)
        elif self.forms and (name := has.get("name")):
            self._field(tag, name, has)

    def _option(self, has: dict[str, str]) -> None:
        values = self.forms[-1].values
        if "selected" in has or not values.get(self._select):
            values[self._select] = has.get("value", "")

    def _field(self, tag: str, name: str, has: dict[str, str]) -> None:
        form, kind = self.forms[-1], has.get("type", "text") if tag == "input" else tag
        if tag == "select":
            self._select = name
        elif kind == "file":
            form.files.append(name)
        elif kind in {"radio", "checkbox"}:
            if "checked" in has or (kind == "radio" and name not in form.values):
                form.values[name] = has.get("value", "on")
        else:
            self._area = name if tag == "textarea" else ""
            form.values[name] = has.get("value") or USUAL.get(kind, "")
            if kind in TEXT:
                form.texts.append(name)

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1].values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


PEOPLE = ("hanna", "elena", "iris", "oona", "naomi", "")
"""Who asks; nobody is signed in in the last browser."""


class Street:
    """The people before the door of a demonstration practice, each with a browser."""

    def __init__(self, world: DemoWorld) -> None:
        self.world, self.rows = world, rows_of(world)
        self.browsers = {name: self._browser(name) for name in PEOPLE}
        self.cookies = {
            name: {key: one.value for key, one in browser.cookies.items()}
            for name, browser in self.browsers.items()
        }
        self.errors: list[str] = []
        got_request_exception.connect(self._fell, weak=False, dispatch_uid="tests.hostile")

    def _browser(self, name: str) -> Browser:
        browser = signed_in(self.world.users[name]) if name else Browser()
        browser.raise_request_exception = False
        return browser

    def browser(self, name: str) -> Browser:
        """Somebody's browser, with the cookies it began with: what a request did to them was undone."""
        browser = self.browsers[name]
        browser.cookies.clear()
        browser.cookies.load(self.cookies[name])
        return browser

    def _fell(self, sender: object, request: Any, **_: object) -> None:
        import sys
        import traceback

        error = sys.exc_info()[1]
        where = traceback.extract_tb(error.__traceback__)[-1] if error else None
        place = f"{where.filename}:{where.lineno}" if where else ""
        self.errors.append(f"{request.method} {request.path}: {error!r:.200} at {place}")

    def asks(self, name: str, method: str, path: str, *, query: str = "", **more: Any) -> HttpResponse:
        """One request, undone afterwards."""
        with transaction.atomic():
            answer = self.browser(name).generic(method, path, QUERY_STRING=query, **more)
            transaction.set_rollback(True)
        return answer

    def posts(self, name: str, path: str, values: dict[str, Any]) -> HttpResponse:
        """One form, undone afterwards."""
        with transaction.atomic():
            answer = self.browser(name).post(path, values)
            transaction.set_rollback(True)
        return answer

    def address(self, route: Route) -> str:
        """The address with a row in it."""
        return reverse(route.name, kwargs={name: self.rows[route.name, name] for name in route.arguments})

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Name of a route -> its address."""
        return {route.name: self.address(route) for route in matrix.routes()}

    @cached_property
    def forms(self) -> dict[tuple[str, str], Form]:
        """(who, where it goes) -> a form that somebody is shown; the first of its kind."""
        found: dict[tuple[str, str], Form] = {}
        for route, address in self.addresses.items():
            if "GET" in policy.routes()[route]:
                for name in PEOPLE:
                    self._add(found, name, address)
        return found

    def _add(self, found: dict[tuple[str, str], Form], name: str, address: str) -> None:
        answer = self.asks(name, "GET", address)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            return
        reader = Reader()
        reader.feed(answer.content.decode())
        for form in reader.forms:
            found.setdefault((name, f"{form.method} {form.action or address}"), form)
