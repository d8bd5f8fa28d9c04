"""Runs the command line in this process, the way a shell would."""

from __future__ import annotations

import io
import json
import sys

import pytest

from reverie.instruments import command_line


class Shell:
    """A command line with a working folder and a standard input."""

    def __init__(self, folder, capsys, monkeypatch):
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch

    def file(self, name, content):
        """Write a file (text as UTF-8, or bytes) and give its path."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def __call__(self, *arguments, stdin=""):
        """Exit status, standard output and standard error."""
        stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin.encode())), encoding="utf-8")
        self.monkeypatch.setattr(sys, "stdin", stream)
        try:
            status = command_line.main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = stop.code
        captured = self.capsys.readouterr()
        return status, captured.out, captured.err

    def json(self, *arguments, stdin=""):
        """The one JSON value of a command that must succeed."""
        status, out, err = self(*arguments, stdin=stdin)
        assert (status, err) == (0, ""), err
        return json.loads(out)

    def lines(self, *arguments, stdin=""):
        """The JSON lines of a command that must succeed."""
        status, out, err = self(*arguments, stdin=stdin)
        assert (status, err) == (0, ""), err
        return [json.loads(line) for line in out.splitlines()]

    def refused(self, *arguments, stdin=""):
        """The one line on standard error of a command that must fail with nothing on standard output."""
        status, out, err = self(*arguments, stdin=stdin)
        assert (status, out) == (2, ""), out
        assert err.count("\n") == 1
        return err


@pytest.fixture
def shell(tmp_path, capsys, monkeypatch):
    return Shell(tmp_path, capsys, monkeypatch)
