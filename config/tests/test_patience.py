"""When a request is whole, when it is refused, and when nobody waits for it any longer."""

import pytest

from config.patience import FLOW, LARGEST_BODY, LARGEST_HEAD, PATIENCE, SENTENCES, Arriving, Refused, answer

HEAD = b"POST /x HTTP/1.1\r\nHost: a\r\n"


def arriving(*pieces: bytes) -> Arriving:
    made = Arriving(0)
    for piece in pieces:
        made.takes(piece)
    return made


@pytest.mark.parametrize(
    ("content", "is_whole"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", False),
        (HEAD + b"Content-Length: 3\r\n\r\nab", False),
        (HEAD + b"content-length:  3 \r\n\r\nabc", True),
        (HEAD + b"Content-Length: 3\r\nContent-Length: 9\r\n\r\n", True),
        (HEAD + b"Content-Length: -1\r\n\r\n", True),
        (HEAD + b"Content-Length: \xb2\r\n\r\n", True),
    ],
)
def test_it_is_whole_when_all_that_it_announced_is_there(content: bytes, is_whole: bool) -> None:
    assert arriving(content).is_whole() == is_whole
    assert arriving(*(bytes([one]) for one in content)).is_whole() == is_whole, "a byte at a time"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"\r\n\r\n", 400),
        (b"\r\nGET / HTTP/1.1\r\n\r\n", 400),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", 411),
        (HEAD + b"Transfer-Encoding : chunked\r\n\r\n", 411),
        (HEAD + b"Content-Length: %d\r\n\r\n" % (LARGEST_BODY + 1), 413),
        (HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 413),
        (b"GET /" + b"x" * LARGEST_HEAD, 431),
        (b"GET /" + b"x" * LARGEST_HEAD + b"\r\n\r\n", 431),
    ],
)
def test_what_no_thread_needs_to_see_is_refused(content: bytes, status: int) -> None:
    with pytest.raises(Refused) as refusal:
        arriving(content)
    assert refusal.value.status == status
    assert f" {status} ".encode() in answer(status).splitlines()[0]


def test_a_slow_one_is_waited_for_a_while() -> None:
    head, body = arriving(b"G"), arriving(HEAD + b"Content-Length: 10000000\r\n\r\n")
    assert not head.is_too_slow(PATIENCE)
    assert head.is_too_slow(PATIENCE + 1)
    assert body.is_too_slow(PATIENCE + 1)


def test_who_sends_much_and_then_a_byte_a_second_is_not_waited_for() -> None:
    body = arriving(HEAD + b"Content-Length: 10000000\r\n\r\n" + b"x" * 9_000_000)
    assert not body.is_too_slow(PATIENCE + 1)
    body.takes(b"x" * int(FLOW * PATIENCE))
    assert not body.is_too_slow(2 * PATIENCE + 2)
    body.takes(b"x" * int(PATIENCE))
    assert body.is_too_slow(3 * PATIENCE + 3)


def test_every_refusal_says_how_long_it_is() -> None:
    for status in SENTENCES:
        head, _, body = answer(status).partition(b"\r\n\r\n")
        assert b"Content-Length: %d\r\n" % len(body) in head
