"""People at work in a served house, each in a thread: they write, answer, book and keep pages, and remember
what they were told is kept. Whoever gets no answer asks again with the same words, as the pages do."""

import http.client
import json
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.faults.served import Served

Words = Mapping[str, str | bytes]
"""Fields of a form; bytes are a file."""
SECRET = "k" * 32
"""A forgery token: the cookie and the header must agree."""
PEOPLE = """
import json, django; django.setup()
from conftest import actor_for, signed_in
from reverie.accounts.models import Client, User
from reverie.core import clock
from datetime import timedelta
from reverie.measures import actions as measures
from reverie.record import actions as record
from reverie.scheduling import actions as scheduling
from reverie.treatment.models import Treatment
treatment, elena = Treatment.objects.get(), Client.objects.get()
if elena.user is None:
    elena.user = User.objects.create_user("elena@example.invalid", name="Elena Marsh", zone="UTC")
    elena.save()
hanna, by = treatment.therapist.user, actor_for(treatment.therapist.user)
tomorrow = clock.now() + timedelta(days=1)
scheduling.book_appointment(therapist=treatment.therapist, client=elena, start_at=tomorrow, by=by)
start = clock.now() - timedelta(days=1)
facts = record.Facts(started_at=start, stopped_at=start + timedelta(minutes=50))
forms = [
    measures.plan_administration(treatment=treatment, instrument="phq-9", send=True, by=by)
    for _ in range(ROWS)
]
sessions = [record.open_session(treatment=treatment, facts=facts, by=by) for _ in range(ROWS)]
print(json.dumps({
    "hanna": signed_in(hanna).cookies["reverie"].value,
    "elena": signed_in(elena.user).cookies["reverie"].value,
    "client": str(elena.pk),
    "forms": [str(form.pk) for form in forms],
    "sessions": [str(session.pk) for session in sessions],
}))
"""
LOOK = """
import json, sys, django
django.setup()
from tests.faults.life import Claim, Kept, damage
claims = [Claim(**row) for row in json.load(sys.stdin)]
kept = Kept()
print(json.dumps({
    "lost": [claim.as_json() for claim in kept.lost(claims)],
    "wrong": kept.half_done() + damage(),
}))
"""


def encoded(words: Words) -> tuple[bytes, str]:
    """The body of a form as a browser sends it, and its kind."""
    files = {name: content for name, content in words.items() if isinstance(content, bytes)}
    if not files:
        return urllib.parse.urlencode(words).encode(), "application/x-www-form-urlencoded"
    parts = b""
    for name, content in words.items():
        head = f'--{SECRET}\r\nContent-Disposition: form-data; name="{name}"'
        head += '; filename="letter.txt"\r\nContent-Type: text/plain' if name in files else ""
        parts += (
            f"{head}\r\n\r\n".encode()
            + (content if isinstance(content, bytes) else content.encode())
            + b"\r\n"
        )
    return parts + f"--{SECRET}--\r\n".encode(), f"multipart/form-data; boundary={SECRET}"


class Crowd:
    """Everybody at work in a house."""

    def __init__(self, house: Served, rows: int) -> None:
        self.house = house
        self.known: dict[str, Any] = json.loads(house.runs(PEOPLE.replace("ROWS", str(rows))))
        self.claims: list[dict[str, Any]] = []
        self.refused: list[tuple[str, int]] = []
        self.fell_over: list[int] = []
        self.is_over = False
        self.threads = [
            threading.Thread(target=self._go_on, args=(work,), daemon=True) for work in self.works()
        ]

    def works(self) -> list[Callable[[], Iterator[dict[str, Any]]]]:
        """What each of them does, an act at a time."""
        return [self.notes, self.answers, self.bookings, self.pages]

    def begins(self) -> None:
        """To work."""
        for thread in self.threads:
            thread.start()

    def ends(self) -> None:
        """Everybody finishes what is in hand."""
        self.is_over = True
        for thread in self.threads:
            thread.join(60)

    def _go_on(self, work: Callable[[], Iterator[dict[str, Any]]]) -> None:
        for claim in work():
            self.claims.append(claim)
            if self.is_over:
                return

    def asks_once(self, person: str, path: str, words: Words) -> tuple[int, str]:
        """Post once: the status and the page. Raises OSError or HTTPException when nobody answers."""
        body, kind = encoded(words)
        headers = {
            "Cookie": f"reverie={self.known[person]}; reverie-csrf={SECRET}",
            "X-CSRFToken": SECRET,
            "Content-Type": kind,
        }
        place = urllib.parse.urlsplit(self.house.at)
        line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        try:
            line.request("POST", path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            line.close()

    def asks(self, person: str, path: str, **words: str) -> None:
        """Post until somebody answers; a page that says that the server fell over counts as no answer."""
        while True:
            with suppress(OSError, http.client.HTTPException):
                status, _ = self.asks_once(person, path, words)
                if 400 <= status < 500:
                    self.refused.append((path, status))
                if status < 500:
                    return
                self.fell_over.append(status)
            time.sleep(0.05)

    def notes(self) -> Iterator[dict[str, Any]]:
        """Six drafts of a note, then its signature."""
        for row in self.known["sessions"]:
            for version in range(6):
                text = f"Draft {version} of {row}. " + "She came late and spoke of the house. " * version * 4
                words = {"version": str(version), "save_id": str(uuid4()), "template": "free", "note": text}
                self.asks("hanna", f"/desk/sessions/{row}/note/save/", **words)
                yield {"kind": "draft", "row": row, "number": version + 1, "words": text}
            self.asks("hanna", f"/desk/sessions/{row}/sign/", version="6")
            yield {"kind": "signature", "row": row, "number": 6, "words": text}

    def answers(self) -> Iterator[dict[str, Any]]:
        """One answer after the other; the last of a form is a risk answer."""
        for row in self.known["forms"]:
            for item in range(1, 10):
                self.asks("elena", f"/my/questions/{row}/answer/", **{f"q{item}": "1"})
                yield {"kind": "answer", "row": row, "number": item}

    def bookings(self) -> Iterator[dict[str, Any]]:
        """An hour after the other; who gets no answer looks whether it was booked."""
        start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
        while True:
            start += timedelta(hours=1)
            words = {"client": self.known["client"], "day": f"{start:%Y-%m-%d}", "start": f"{start:%H:%M}"}
            self.asks("hanna", "/desk/appointments/new/", minutes="50", place="office", **words)
            yield {"kind": "booking", "row": "", "number": int(start.timestamp())}

    def pages(self) -> Iterator[dict[str, Any]]:
        """A dream after the other."""
        while True:
            text = f"A dream, {uuid4()}: the quiet house."
            self.asks("elena", "/my/write/dream/", body=text, who="only_me")
            yield {"kind": "page", "row": "", "words": text}

    def looks(self) -> dict[str, Any]:
        """What is lost, half done, or there twice."""
        said: dict[str, Any] = json.loads(self.house.runs(LOOK, said=json.dumps(self.claims)))
        return said
