"""A server of one process with four threads, and many who send as slowly as they can: others read on."""

import time
from collections.abc import Iterator

import pytest

from config.patience import PATIENCE
from tests.faults.make_release import HOME, RELEASES, version
from tests.faults.served import Served
from tests.faults.updating import Installation
from tests.hostile.slow import POST, Slow, memory, reading, talk

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
PAGE = "/account/login/"
SECONDS, BYTES = 2.0, 200_000_000
LOCKED_OUT = b"HTTP/1.1 403 "
"""A form without the token of its page: the page itself answers."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("house") / "home"
    Installation(home, RELEASES / version() / HOME)
    house = Served(home, set_up="print('[]')")
    house.starts(1)
    reading(house, PAGE)
    yield house
    house.dies()


def test_slow_ones_are_closed_and_others_read_on(house: Served) -> None:
    """Heads and bodies that drip, lines on which nothing comes, and some who begin much."""
    before = most = memory(house)
    dripping = [b"GET /acc"] * 60 + [POST] * 20 + [b""] * 20
    slow, waited = Slow(house, [*dripping, *[POST + b"x" * 9_000_000] * 12]), []
    while not slow.has_ended(len(dripping)) and time.monotonic() - slow.began < PATIENCE + 20:
        waited.append(reading(house, PAGE))
        most = max(most, memory(house))
        slow.drip()
        time.sleep(0.3)
    slow.leaves()
    assert slow.has_ended(len(dripping)), "each was closed"
    assert max(slow.ended.values()) < PATIENCE + 5
    assert len(waited) > 10
    assert max(waited) < SECONDS
    assert most - before < BYTES


def test_one_who_is_only_slow_is_heard(house: Served) -> None:
    """A body in pieces over two seconds, and a head in the middle of a word."""
    head = POST.replace(b"10000000", b"300000\r\nConnection: close")
    pieces = [head[:20], head[20:], *[b"x" * 100_000] * 3]
    assert talk(house, *pieces, pause=0.3).startswith(LOCKED_OUT)


def test_a_connection_serves_several_requests(house: Served) -> None:
    get = f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode()
    both = talk(house, get + b"\r\n" + get + b"Connection: close\r\n\r\n")
    assert both.count(b"HTTP/1.1 200 OK") == 2
    later = talk(house, get + b"\r\n", get + b"Connection: close\r\n\r\n", pause=0.3)
    assert later.count(b"HTTP/1.1 200 OK") == 2


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (POST.replace(b"Content-Length: 10000000", b"Transfer-Encoding: chunked"), b"HTTP/1.1 411 "),
        (POST.replace(b"10000000", b"90000000"), b"HTTP/1.1 413 "),
        (POST.replace(b"10000000", b"-1"), b"HTTP/1.1 400 "),
        (POST.replace(b"10000000", b"1\r\nContent-Length: 2"), b"HTTP/1.1 400 "),
        (b"\r\n\r\n", b"HTTP/1.1 400 "),
        (b"GET /" + b"x" * 70_000, b"HTTP/1.1 431 "),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"HTTP/1.1 "),
    ],
)
def test_what_cannot_be_served_is_refused_at_once(house: Served, sent: bytes, answer: bytes) -> None:
    began = time.monotonic()
    assert talk(house, sent).startswith(answer)
    assert time.monotonic() - began < SECONDS
