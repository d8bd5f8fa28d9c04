"""Many processes are one practice: an hour is sold once, a letter sent once, a sign-in known everywhere."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import postgres
from tests.faults.fleet import Fleet, Visitor

pytestmark = [
    pytest.mark.slow,
    pytest.mark.own_database,
    pytest.mark.skipif(not postgres.is_installed(), reason=postgres.HOW_TO_GET),
]
LETTERS = 200
POST = f"""
from reverie.core import mail
for number in range({LETTERS}):
    mail.post(key=f"letter:{{number}}", to="a@example.invalid", subject=f"Letter {{number}}", body="Look.")
"""
SOLD = """
from datetime import datetime
from reverie.scheduling.models import Appointment
at = datetime.fromisoformat("START".replace("Z", "+00:00"))
print(Appointment.objects.filter(start_at=at, state="confirmed").count())
"""
STOPPED = """
from reverie.core.models import Job
print(Job.objects.filter(name="core.send_message").exclude(state="done").count())
"""


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with postgres.cluster(safe=True) as url:
        made = Fleet(tmp_path_factory.mktemp("fleet"), url)
        yield made
        made.ends()


def letters(folder: Path) -> Counter[str]:
    """Subject -> how often it went out."""
    words = "\n".join(path.read_text() for path in folder.iterdir())
    return Counter(re.findall(r"^Subject: (Letter \d+)$", words, re.MULTILINE))


def test_each_letter_is_sent_once_though_it_was_posted_by_three(fleet: Fleet) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: fleet.asks(POST), range(3)))
    until = time.monotonic() + 120
    while len(letters(fleet.letters)) < LETTERS and time.monotonic() < until:
        time.sleep(0.5)
    time.sleep(1)
    assert letters(fleet.letters) == Counter({f"Letter {number}": 1 for number in range(LETTERS)})
    assert fleet.asks(STOPPED) == "0"
    assert all(worker.poll() is None for worker in fleet.workers)


def books(fleet: Fleet, number: int, address: str) -> int:
    visitor = Visitor()
    _, _, page = visitor.reads(address)
    who = {"name": f"Visitor {number}", "email": f"v{number}@example.invalid", "understood": "on"}
    return visitor.sends(address.split("?")[0], page, **who)[0]


def test_an_hour_that_eight_want_in_four_processes_is_sold_once(fleet: Fleet) -> None:
    door = f"http://127.0.0.1:{fleet.door.port}"
    link = re.search(
        r'href="(/therapists/hanna-lindqvist/book/\?start=([^&]+)[^"]*)"', Visitor().reads(f"{door}/find/")[2]
    )
    assert link, "an hour is open"
    path, start = link[1].replace("&amp;", "&"), link[2]
    pages = [Visitor().reads(f"http://127.0.0.1:{port}/find/")[2] for port in fleet.ports]
    assert all(start in page for page in pages), "every process offers it"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: books(fleet, number, door + path), range(8)))
    assert max(answers) < 500
    assert fleet.asks(SOLD.replace("START", start)) == "1"
    pages = [Visitor().reads(f"http://127.0.0.1:{port}/find/")[2] for port in fleet.ports]
    assert [start in page for page in pages] == [False] * len(fleet.ports), "no process offers it any more"


def test_a_sign_in_is_known_to_every_process_and_ends_in_every(fleet: Fleet) -> None:
    one, *others = (f"http://127.0.0.1:{port}" for port in fleet.ports)
    hanna = Visitor()
    page = hanna.reads(f"{one}/demo/")[2]
    email = re.search(r'value="(hanna\.lindqvist[^"]+)"', page)
    assert email
    hanna.sends(f"{one}/demo/sign-in/", page, email=email[1])
    for at in others:
        assert hanna.reads(f"{at}/desk/")[:2] == (200, f"{at}/desk/")
    page = hanna.reads(f"{others[0]}/account/logout/")[2]
    hanna.sends(f"{others[0]}/account/logout/", page)
    for at in (one, *others):
        assert hanna.reads(f"{at}/desk/")[1] != f"{at}/desk/"
