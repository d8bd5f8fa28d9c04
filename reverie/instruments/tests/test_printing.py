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


def test_the_bar_goes_away_when_the_work_is_given_up():
    err = Terminal()
    passed = printing.progress(range(10), lambda: None, err, seconds(), every=1)
    for item in passed:
        if item == 5:
            passed.close()
    assert "done" in err.getvalue()
    assert err.getvalue().endswith("\r")


LONG = "unit,rater,value\n" + "".join(f"{u},{r},{(u * r) % 3}\n" for u in range(400) for r in (1, 2))


@pytest.mark.parametrize(
    ("arguments", "content"),
    [
        (["agreement", "--metric", "krippendorff", "--bootstrap", "20000"], LONG),
        (["agreement", "--metric", "cohen", "--bootstrap", "20000"], LONG),
        (["change", "--sd", "6", "--reliability", "0.8"], "id,before,after\n" + "a,1,2\n" * 600),
        (["dreams"], "dream,scale,code\n" + "1,emotion,AP D\n" * 600),
        (["score", "gad-7"], '{"id": 1, "answers": [0,0,0,0,0,0,0]}\n' * 600),
    ],
)
def test_every_long_command_shows_a_bar_and_its_result(shell, monkeypatch, arguments, content):
    err = Terminal()
    monkeypatch.setattr(printing.progress, "__defaults__", (None, seconds()))
    monkeypatch.setattr(printing.sys, "stderr", err)
    status, out, _ = shell(*arguments, shell.file("long.csv", content))
    assert (status, out != "") == (0, True)
    assert "done" in err.getvalue()


def test_words_show_a_bar(shell, monkeypatch):
    err = Terminal()
    monkeypatch.setattr(printing.progress, "__defaults__", (None, seconds()))
    monkeypatch.setattr(printing.sys, "stderr", err)
    path = shell.file("t.jsonl", '{"id": 1, "text": "pain"}\n' * 30_000)
    dic = shell.file("d.dic", "%\n1 a\n%\npain\t1\n")
    assert shell("words", path, "--dictionary", dic)[0] == 0
    assert "%" in err.getvalue()
