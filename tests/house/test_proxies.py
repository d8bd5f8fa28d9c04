"""The proxies' own files, at work in front of a real installation: nginx and Caddy, where installed."""

import shutil
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.house.proxies import NAME, PASSWORD, SET_UP, Door, House, Person

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
PROGRAMS = {"nginx": "nginx-light", "caddy": "caddy"}
PATH = "/usr/sbin:/usr/bin:/bin"
ONCE = {
    "strict-transport-security", "content-security-policy", "x-frame-options", "x-content-type-options",
    "referrer-policy", "cache-control", "permissions-policy", "cross-origin-opener-policy",
}  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("behind") / "home", SET_UP)
    made.starts()
    yield made
    made.stops()


@pytest.fixture(scope="module", params=PROGRAMS)
def door(
    request: pytest.FixtureRequest, house: House, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Door]:
    if not (shutil.which(request.param, path=PATH) and shutil.which("openssl")):
        pytest.skip(f"no {request.param} on this machine; on Debian: apt install {PROGRAMS[request.param]}")
    made = Door(request.param, house, tmp_path_factory.mktemp(request.param))
    yield made
    made.closes()


def signed_in(door: Door) -> Person:
    person = Person(door)
    status, found, _ = person.sends("/account/login/", login="elena@example.invalid", password=PASSWORD)
    assert (status, dict(found)["location"]) == (302, "/my/")
    return person


def test_one_signs_in_and_hands_in_a_paper_that_never_lies_on_the_proxys_disk(door: Door) -> None:
    person = signed_in(door)
    door.forbids_the_disk()
    status, _, page = person.hands_in("/my/record/papers/", "A letter", b"what she wrote " * 600_000)
    assert status == 302, page
    status, _, page = person.asks("/my/record/papers/")
    assert (status, "A letter" in page) == (200, True)


def test_a_file_past_the_limit_gets_its_sentence_and_one_past_the_proxys_a_refusal(door: Door) -> None:
    person = signed_in(door)
    status, _, page = person.hands_in("/my/record/papers/", "A scan", b"0" * 12_000_000)
    assert (status, "larger than 10 MB" in page) == (422, True)
    with suppress(ConnectionError):  # nginx hangs up in the middle; Caddy 2.6 says 502, later ones 413
        assert person.hands_in("/my/record/papers/", "A film", b"0" * 27_000_000)[0] in {400, 413, 502}
    assert "A film" not in person.asks("/my/record/papers/")[2]


def test_every_header_comes_once_and_none_names_a_version(door: Door) -> None:
    names = [(name, value) for name, value in Person(door).asks("/")[1] if name in ONCE | {"server"}]
    assert sorted(name for name, _ in names if name != "server") == sorted(ONCE)
    assert [value for name, value in names if name == "server"] in ([], ["nginx"])


def test_plain_http_leads_to_https_and_static_files_are_kept(door: Door) -> None:
    person = Person(door)
    status, found, _ = person.asks("/help-now/", plain=True)
    assert (status in {301, 308}, dict(found)["location"]) == (True, f"https://{NAME}/help-now/")
    sheet = person.asks("/")[2].split('rel="stylesheet" href="')[1].split('"')[0]
    status, found, _ = person.asks(sheet)
    assert (status, "immutable" in dict(found)["cache-control"]) == (200, True)


def test_what_a_visitor_says_about_the_way_is_not_believed(door: Door) -> None:
    said = {"X_Forwarded_Proto": "http", "X_Forwarded_For": "127.0.0.1", "X_Forwarded_Host": "evil.example"}
    status, _, page = Person(door).asks("/account/login/", **said)
    assert (status, "evil.example" in page) == (200, False)


def test_no_address_of_a_page_is_written_down_even_when_the_house_is_away(door: Door, house: House) -> None:
    person = Person(door)
    house.stops()
    assert person.asks("/desk/clients/a-row-of-somebody/")[0] == 502
    assert "a-row-of-somebody" not in door.written()
    house.starts()
