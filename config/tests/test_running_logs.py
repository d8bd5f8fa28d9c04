"""The web server keeps no list of the addresses that were asked for."""

import pytest

from config import running


def test_no_list_of_addresses_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda _program, command: commands.append(command))
    running.run_web(1)
    assert "gunicorn" in commands[0]
    assert not [word for word in commands[0] if "access" in word]
