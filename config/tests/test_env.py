from pathlib import Path

import pytest

from config import env


@pytest.mark.parametrize(
    "value", ["http://practice.example", "ftp://x", "practice.example", "https://x/path"]
)
def test_an_address_that_cannot_be_is_refused(monkeypatch, value: str) -> None:
    monkeypatch.setenv("REVERIE_URL", value)
    with pytest.raises(env.BadSetting, match="REVERIE_URL"):
        env.url("REVERIE_URL", "")


@pytest.mark.parametrize(
    ("address", "bind"),
    [
        ("http://127.0.0.1:8003", "127.0.0.1:8003"),
        ("http://localhost:9000", "127.0.0.1:9000"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("https://practice.example", "127.0.0.1:8000"),
    ],
)
def test_where_to_listen_follows_from_the_address(address: str, bind: str) -> None:
    assert env.bind_for(address) == bind


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret.key"
    env.make_secret(path)
    first = env.secret(path)
    env.make_secret(path)
    assert env.secret(path) == first
    assert path.stat().st_mode & 0o777 == 0o400


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    env.make_secret(path)
    path.chmod(0o440)
    with pytest.raises(env.BadSetting, match="chmod 400"):
        env.secret(path)


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_text("changeme")
    path.chmod(0o400)
    with pytest.raises(env.BadSetting, match="shorter"):
        env.secret(path)


def test_a_value_may_come_from_a_file(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("smtp://mail\n")
    monkeypatch.setenv("REVERIE_MAIL_URL_FILE", str(tmp_path / "url"))
    assert env.text("REVERIE_MAIL_URL") == "smtp://mail"


@pytest.mark.parametrize(("word", "truth"), [("yes", True), ("ON", True), ("0", False), ("off", False)])
def test_yes_and_no(monkeypatch, word: str, truth: bool) -> None:
    monkeypatch.setenv("REVERIE_DEMO", word)
    assert env.boolean("REVERIE_DEMO", default=not truth) is truth


def test_words_that_are_neither_are_refused(monkeypatch) -> None:
    monkeypatch.setenv("REVERIE_DEMO", "perhaps")
    with pytest.raises(env.BadSetting, match="yes or no"):
        env.boolean("REVERIE_DEMO")


def test_a_socket_of_postgresql_stands_in_the_query() -> None:
    found = env.database("postgresql://postgres@/reverie?host=%2Frun%2Fpg", Path("/home"))
    assert (found["HOST"], found["NAME"], found["USER"]) == ("/run/pg", "reverie", "postgres")


def test_another_engine_is_refused() -> None:
    with pytest.raises(env.BadSetting, match="DATABASE_URL"):
        env.database("mysql://x", Path("/home"))


@pytest.mark.parametrize("url", ["smtp://host", "http://host?from=a@b.example", "smtp://?from=a@b.example"])
def test_a_mail_address_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(env.BadSetting, match="REVERIE_MAIL_URL"):
        env.mail(url)


def test_mail_to_another_machine_is_encrypted() -> None:
    options = env.mail("smtp://me:s%40@mail.example?from=a@b.example")["options"]
    assert (options["use_tls"], options["port"], options["password"]) == (True, 587, "s@")
    assert env.mail("smtps://mail.example?from=a@b.example")["options"]["use_ssl"] is True
