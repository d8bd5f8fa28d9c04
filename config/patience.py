"""The worker of the web server: a request is given one of its few threads once all of it has arrived.

Whoever sends a byte a second then keeps nobody waiting: what arrives is gathered beside the threads, for so
long, as much and from as many at once as the figures below say. Nothing of it touches the disk.
"""

import selectors
import socket
import struct
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 10.0
"""Seconds in which the head of a request comes; each time so long, it is looked whether its body flows."""
FLOW = 10_000
"""Bytes a second that a body brings at least, on the average since the last look."""
LARGEST_HEAD, LARGEST_BODY, PIECE = 64_000, 62_000_000, 64_000
MOST_GATHERED = 80_000_000
"""Bytes of unfinished requests in one process; past it the largest of them is dropped."""
MOST_AT_ONCE = 500
"""Unfinished requests in one process; past it the oldest is dropped."""
ANSWER_WAITS = 30
"""Seconds that an answer waits for somebody who takes nothing of it."""
SENTENCES = {
    400: "Bad Request|This request cannot be read.",
    408: "Request Timeout|The request came too slowly. Please try again.",
    411: "Length Required|The request does not say how long it is.",
    413: "Content Too Large|Too much was sent at once. Please send less.",
    431: "Request Header Fields Too Large|The head of the request is too long.",
}


class Refused(Exception):
    """A request that no thread needs to see; the status that answers it."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Arriving:
    """A request on its way: what came of it so far, and how much it will be."""

    def __init__(self, began: float) -> None:
        self.content = bytearray()
        self.size: int | None = None
        self._since, self._counted = began, 0

    def takes(self, piece: bytes) -> None:
        """A further piece. Raises Refused."""
        before = len(self.content)
        self.content += piece
        if self.size is not None:
            return
        end = self.content.find(b"\r\n\r\n", max(0, before - 3))
        if end > LARGEST_HEAD or (end < 0 and len(self.content) > LARGEST_HEAD):
            raise Refused(431)
        if end >= 0:
            self.size = end + 4 + length_of_body(bytes(self.content[:end]))

    def is_whole(self) -> bool:
        """True when a thread can read all of it without waiting."""
        return self.size is not None and len(self.content) >= self.size

    def is_too_slow(self, now: float) -> bool:
        """True when nobody should wait for the rest; after a look that was well the time begins anew."""
        if now - self._since <= PATIENCE:
            return False
        came, self._since, self._counted = len(self.content) - self._counted, now, len(self.content)
        return self.size is None or came < PATIENCE * FLOW


def length_of_body(head: bytes) -> int:
    """Bytes of the body that a head announces. Raises Refused.

    A head that names no length, several, or none that is a number has no body here; the server itself
    refuses it.
    """
    first, *lines = head.split(b"\r\n")
    if not first:
        raise Refused(400)
    fields = [
        (name.lower(), value.strip(b" \t")) for name, _, value in (line.partition(b":") for line in lines)
    ]
    if any(name.strip() == b"transfer-encoding" for name, _ in fields):
        raise Refused(411)
    lengths = [value for name, value in fields if name == b"content-length"]
    if len(lengths) != 1 or not lengths[0].isdigit():
        return 0
    if len(lengths[0]) > len(str(LARGEST_BODY)) or int(lengths[0]) > LARGEST_BODY:
        raise Refused(413)
    return int(lengths[0])


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # the server names no types
    """Threads as in the server's own worker; the waiting is done by the loop that accepts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[Any, Arriving] = {}
        self.gathered, self.looked = 0, 0.0

    def enqueue_req(self, conn: Any) -> None:
        """A connection on which a request begins."""
        if len(self.arriving) >= MOST_AT_ONCE:
            self.drops(next(iter(self.arriving)), 408)
        self.arriving[conn] = Arriving(time.monotonic())
        conn.sock.setblocking(False)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_piece, conn))
        if conn.parser is not None and (ahead := conn.parser.unreader.take_buffered()):
            self.gathers(conn, ahead)

    def on_piece(self, conn: Any, sock: socket.socket) -> None:
        """Something can be read."""
        try:
            piece = sock.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if piece:
            self.gathers(conn, piece)
        else:
            self.drops(conn)

    def gathers(self, conn: Any, piece: bytes) -> None:
        """Keep a piece, and hand the request over when it is whole."""
        arriving = self.arriving[conn]
        self.gathered += len(piece)
        try:
            arriving.takes(piece)
        except Refused as refusal:
            self.drops(conn, refusal.status)
            return
        if arriving.is_whole():
            self.forgets(conn)
            self.hands_over(conn, bytes(arriving.content))
        elif self.gathered > MOST_GATHERED:
            self.drops(max(self.arriving, key=lambda one: len(self.arriving[one].content)), 408)

    def hands_over(self, conn: Any, content: bytes) -> None:
        """To a thread, which waits for nothing any more."""
        conn.sock.setblocking(True)
        wait = struct.pack("ll", ANSWER_WAITS, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)
        conn.init()
        conn.parser.unreader.unread(content)
        super().enqueue_req(conn)

    def forgets(self, conn: Any) -> None:
        """It is not waited for any more."""
        self.poller.unregister(conn.sock)
        self.gathered -= len(self.arriving.pop(conn).content)

    def drops(self, conn: Any, status: int = 0) -> None:
        """Close it, with a sentence if the status has one and anything had come."""
        has_begun = bool(self.arriving[conn].content)
        self.forgets(conn)
        if status and has_begun:
            try:
                conn.sock.send(answer(status))
            except OSError:
                self.log.debug("Gone before it was answered.")
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Once a second: close what comes too slowly, and, at the end, what has not begun."""
        super().murder_pending()
        now = time.monotonic()
        if now - self.looked < 1 and self.alive:
            return
        self.looked = now
        for conn, arriving in list(self.arriving.items()):
            if arriving.is_too_slow(now) or not (self.alive or arriving.content):
                self.drops(conn, 408)


def answer(status: int) -> bytes:
    """The whole answer to a request that no page sees."""
    name, _, words = SENTENCES[status].partition("|")
    head = f"HTTP/1.1 {status} {name}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    head += f"Content-Length: {len(words)}\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
    return f"{head}\r\n{words}".encode()
