"""People who send a byte now and then, or who begin much and finish nothing; and one reader beside them."""

import selectors
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.faults.served import Served

POST = b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000000\r\n\r\n"


class Slow:
    """Connections that each began with something and go on with one byte at a time."""

    def __init__(self, house: Served, beginnings: list[bytes]) -> None:
        place = urlsplit(house.at)
        self.lines: list[socket.socket] = []
        self.ended: dict[int, float] = {}
        self.began = time.monotonic()
        for beginning in beginnings:
            line = socket.create_connection((place.hostname, place.port), timeout=10)
            line.sendall(beginning)
            line.setblocking(False)
            self.lines.append(line)

    def drip(self) -> None:
        """One more byte on each, and a look at which were closed."""
        for number, line in enumerate(self.lines):
            if number not in self.ended and self._is_closed(line):
                self.ended[number] = time.monotonic() - self.began

    def _is_closed(self, line: socket.socket) -> bool:
        try:
            line.send(b"a")
            return line.recv(1000) != b""  # an answer is a refusal: the end comes with it
        except BlockingIOError:
            return False
        except OSError:
            return True

    def has_ended(self, first: int) -> bool:
        """The first so many are closed."""
        return all(number in self.ended for number in range(first))

    def leaves(self) -> None:
        for line in self.lines:
            line.close()


def reading(house: Served, path: str) -> float:
    """Seconds until somebody else has read a page."""
    began = time.monotonic()
    with urlopen(house.at + path, timeout=30) as page:
        assert page.status == 200
        page.read()
    return time.monotonic() - began


def memory(house: Served) -> int:
    """Bytes that the processes behind the pages use."""
    pages = (Path(f"/proc/{one}/statm").read_text().split()[1] for one in house.serving())
    return sum(int(number) for number in pages) * 4096


def talk(house: Served, *pieces: bytes, pause: float = 0.0) -> bytes:
    """What the server says on one connection until it closes it."""
    place = urlsplit(house.at)
    with socket.create_connection((place.hostname, place.port), timeout=10) as line:
        for piece in pieces:
            line.sendall(piece)
            time.sleep(pause)
        return b"".join(_all_of(line))


def _all_of(line: socket.socket) -> Iterator[bytes]:
    with selectors.DefaultSelector() as waiting:
        waiting.register(line, selectors.EVENT_READ)
        while waiting.select(10) and (piece := line.recv(100_000)):
            yield piece
