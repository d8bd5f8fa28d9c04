"""Progress on a terminal only, and nothing half written."""

from __future__ import annotations

import io
import itertools

import pytest

from reverie.instruments import printing


class Terminal(io.StringIO):
    def isatty(self):
        return True


def seconds():
    return itertools.count(0, 1).__next__


def test_no_bar_when_piped():
    err = io.StringIO()
    assert list(printing.progress(range(10_000), lambda: 0.5, err, seconds())) == list(range(10_000))
    assert err.getvalue() == ""


def test_a_bar_on_a_terminal_after_two_seconds_and_gone_at_the_end():
    err = Terminal()
    list(printing.progress(range(10_000), lambda: 0.5, err, seconds()))
    assert "50 %" in err.getvalue()
    assert err.getvalue().endswith("\r")


def test_no_bar_for_what_is_quick():
    err = Terminal()
    list(printing.progress(range(10_000), lambda: 0.5, err, lambda: 0.0))
    assert err.getvalue() == ""


def test_lines_are_held_back_until_the_last_is_good():
    def rows():
        yield {"id": 1}
        raise ValueError

    out = io.StringIO()
    with pytest.raises(ValueError):
        printing.write_lines(rows(), out)
    assert out.getvalue() == ""


def test_not_a_number_never_leaves():
    with pytest.raises(ValueError):
        printing.dump(float("nan"))
