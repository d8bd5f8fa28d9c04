"""Each guard is seen to fail: a made-up tree with one breach, and the guard names it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import guards

GOOD = "def sign(*, by: object) -> None:\n    assert by\n"
BREACHES: list[tuple[Callable[[Path], list[str]], str, str]] = [
    (guards.long_files, "reverie/record/actions.py", "x = 1\n" * 301),
    (guards.long_files, "reverie/record/templates/record/note.html", "<p></p>\n" * 151),
    (guards.long_files, "reverie/record/static/record/js/note.js", "let x;\n" * 81),
    (guards.long_files, "reverie/record/static/record/css/note.css", "p {}\n" * 101),
    (guards.long_functions, "reverie/record/actions.py", "def f():\n" + "    x = 1\n" * 41),
    (guards.long_functions, "reverie/record/views.py", "def f():\n" + "    x = 1\n" * 26),
    (guards.long_functions, "reverie/record/tests/test_note.py", "def test_f():\n" + "    assert 1\n" * 26),
    (
        guards.rooms_past_their_doors,
        "reverie/record/views.py",
        "from reverie.treatment.views import client\n",
    ),
    (guards.rooms_past_their_doors, "reverie/record/views.py", "from reverie.treatment import forms\n"),
    (guards.rules_that_know_http, "reverie/record/actions.py", "from django.http import Http404\n"),
    (guards.rules_that_know_http, "reverie/record/access.py", "from django.http import HttpResponse\n"),
    (guards.unknown_files, "reverie/record/sealer.py", GOOD),
    (guards.unknown_files, "reverie/core/utils.py", GOOD),
    (guards.banned_words, "reverie/record/presenters.py", "x = mark_safe('a')\n"),
    (guards.banned_words, "reverie/record/queries.py", "x = rows.extra(where=['1=1'])\n"),
    (guards.banned_words, "reverie/record/queries.py", "import pickle\n"),
    (guards.banned_words, "reverie/record/queries.py", "# TO" + "DO: later\n"),
    (guards.banned_words, "reverie/record/templates/record/note.html", "{{ text|safe }}\n"),
    (guards.second_ways, "reverie/record/views.py", "answer['Content-Disposition'] = 'attachment'\n"),
    (guards.second_ways, "reverie/record/forms.py", "file = forms.FileField()\n"),
    (guards.inline_code, "reverie/record/templates/record/note.html", '<p style="color: red">\n'),
    (guards.inline_code, "reverie/record/templates/record/note.html", "<script>alert(1)</script>\n"),
    (guards.inline_code, "reverie/record/templates/record/note.html", '<p onclick="go()">\n'),
    (guards.machine_learning, "reverie/record/actions.py", "import torch\n"),
    (guards.rooms_without_a_page, "ARCHITECTURE.md", "| `core` | the ground |\n"),
    (guards.quiet_failures, "reverie/record/actions.py", "try:\n    f()\nexcept Exception:\n    pass\n"),
    (guards.tests_that_cannot_fail, "reverie/record/tests/test_note.py", "def test_f():\n    x = 1\n"),
    (
        guards.tests_that_cannot_fail,
        "tests/test_a.py",
        "@pytest.mark" + ".skip\ndef test_f():\n    assert f()\n",
    ),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree that breaks nothing."""
    rows = [*guards.RANK, "instruments", "timetable"]
    (tmp_path / "ARCHITECTURE.md").write_text("\n".join(f"| `{room}` | a room |" for room in rows))
    put(tmp_path, "reverie/record/actions.py", GOOD)
    put(tmp_path, "reverie/record/tests/test_note.py", "def test_sign():\n    assert 1\n")
    put(tmp_path, "reverie/record/templates/record/note.html", "<p>{{ text }}</p>")
    return tmp_path


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


@pytest.mark.parametrize(
    ("guard", "name", "text"), BREACHES, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_breach_is_named(tree: Path, guard: Callable[[Path], list[str]], name: str, text: str) -> None:
    assert guard(tree) == []
    put(tree, name, text)
    assert guard(tree) != []


@pytest.mark.parametrize("link", [("core", "accounts"), ("record", "process"), ("journal", "measures")])
def test_a_foreign_key_up_or_sideways_is_named(link: tuple[str, str]) -> None:
    assert guards.upward_keys([("record", "core"), ("record", "record")]) == []
    assert guards.upward_keys([link]) == [f"{link[0]} -> {link[1]}"]


def test_a_page_with_two_names_is_named() -> None:
    assert guards.pages_with_two_names({"record:session-sign": "session_sign"}) == []
    assert guards.pages_with_two_names({"record:session-sign": "sign"}) != []
