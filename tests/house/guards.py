"""The rules that a machine keeps. Each guard reads a tree and returns one line for each breach."""

import ast
import re
from pathlib import Path

from tests.house.tree import DOORS, RANK, ROLES, code_files, python_files, templates

HTTP = ("django.http", "django.shortcuts", "django.urls", "django.contrib.messages", "django.views")
BAD_NAMES = {"utils", "helpers", "common", "managers", "mixins", "misc", "manager", "util", "helper"}
MACHINE_LEARNING = {
    "torch", "tensorflow", "jax", "transformers", "onnxruntime", "sklearn", "keras", "openai", "anthropic",
    "spacy", "tokenizers", "sentence_transformers", "llama_cpp",
}  # fmt: skip
BANNED_CALLS = {"mark_safe", "eval", "exec", "extra"}


def long_files(root: Path) -> list[str]:
    """Files over 300 lines, templates over 150, script modules over 80, style sheets of pages over 100."""
    limits = [(source.path, 300) for source in python_files(root)]
    limits += [(path, 150) for path in templates(root)]
    limits += [(path, 80) for path in (root / "reverie").rglob("static/**/*.js")]
    limits += [
        (path, 100) for path in (root / "reverie").rglob("static/**/css/*.css") if "core" not in path.parts
    ]
    found = []
    for path, limit in limits:
        lines = len(path.read_text().splitlines())
        if lines > limit:
            found.append(f"{path.relative_to(root)}: {lines} lines, {limit} allowed")
    return found


def long_functions(root: Path) -> list[str]:
    """Functions over 40 lines; 25 in views and in tests."""
    found = []
    for source in python_files(root):
        short = source.is_test or (source.room and source.role == "views")
        limit = 25 if short else 40
        for function in source.functions():
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines > limit:
                found.append(
                    f"{source.name}:{function.lineno} {function.name}: {lines} lines, {limit} allowed"
                )
    return found


def rooms_past_their_doors(root: Path) -> list[str]:
    """Imports from another room that do not go through models, access, queries, actions or events."""
    found = []
    for source in code_files(root):
        for module, name in source.imports() if source.room else ():
            parts = module.split(".")
            if (
                parts[0] != "reverie"
                or len(parts) < 2
                or parts[1] in {source.room, "core"}
                or parts[1] not in RANK
            ):
                continue
            door = parts[2] if len(parts) > 2 else name
            if door not in DOORS:
                found.append(f"{source.name}: {module} {name}")
    return found


def rules_that_know_http(root: Path) -> list[str]:
    """models, access, queries, actions, events that import HTTP (access may raise Http404)."""
    found = []
    for source in code_files(root):
        if source.room in {None, "core"} or source.role not in DOORS:
            continue
        for module, name in source.imports():
            allowed = source.role == "access" and (module, name) == ("django.http", "Http404")
            if module.startswith(HTTP) and not allowed:
                found.append(f"{source.name}: {module} {name}")
    return found


def unknown_files(root: Path) -> list[str]:
    """Files of a room that are neither a role nor a mechanism in ARCHITECTURE.md; names that say nothing."""
    named = set(re.findall(r"`(\w+/\w+)\.py`", (root / "ARCHITECTURE.md").read_text()))
    found = []
    for source in code_files(root):
        if source.path.stem in BAD_NAMES:
            found.append(f"{source.name}: a name that says nothing")
        elif (
            source.room not in {None, "core"}
            and source.role not in ROLES
            and f"{source.room}/{source.role}" not in named
        ):
            found.append(f"{source.name}: neither a role nor a mechanism in ARCHITECTURE.md")
    return found


def banned_words(root: Path) -> list[str]:
    """Calls and modules that walk past escaping or the database layer, and unfinished work."""
    found = []
    for source in code_files(root):
        for node in ast.walk(source.syntax):
            if isinstance(node, ast.Call):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if called in BANNED_CALLS:
                    found.append(f"{source.name}:{node.lineno} {called}(")
        found += [f"{source.name}: imports {module}" for module, _ in source.imports() if module == "pickle"]
        found += [f"{source.name}: {mark}" for mark in ("TO" + "DO", "FIX" + "ME") if mark in source.text]
    for path in templates(root):
        if re.search(r"\|\s*safe\b", path.read_text()):
            found.append(f"{path.relative_to(root)}: |safe")
    return found


def second_ways(root: Path) -> list[str]:
    """What one file of core does for all rooms and another does by hand: naming a download, taking a file."""
    by_hand = {"Content-Disposition": "file_response.py", "forms.FileField": "uploads.py"}
    return [
        f"{source.name}: {words}"
        for source in code_files(root)
        for words, home in by_hand.items()
        if words in source.text and source.path.name != home and "reverie" in source.path.parts
    ]


def inline_code(root: Path) -> list[str]:
    """Templates with inline script, style or handlers, which the policy of every page refuses."""
    pattern = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    found = []
    for path in templates(root):
        found += [f"{path.relative_to(root)}: {hit.strip()}" for hit in pattern.findall(path.read_text())]
    return found


def machine_learning(root: Path) -> list[str]:
    """Imports of model runtimes; no machine interprets here."""
    return [
        f"{source.name}: {module}"
        for source in code_files(root)
        for module, _ in source.imports()
        if module.split(".")[0] in MACHINE_LEARNING
    ]


def rooms_without_a_page(root: Path) -> list[str]:
    """Rooms that ARCHITECTURE.md does not describe."""
    text = (root / "ARCHITECTURE.md").read_text()
    return [room for room in (*RANK, "instruments", "timetable") if f"| `{room}` |" not in text]


def upward_keys(links: list[tuple[str, str]]) -> list[str]:
    """Foreign keys (room of the row, room it points to) that point up or sideways."""
    return [f"{room} -> {to}" for room, to in links if to != room and RANK[to] >= RANK[room]]


def quiet_failures(root: Path) -> list[str]:
    """`except …: pass`, which loses an error in silence."""
    found = []
    for source in code_files(root):
        for node in ast.walk(source.syntax):
            if isinstance(node, ast.ExceptHandler) and all(isinstance(line, ast.Pass) for line in node.body):
                caught = ast.unparse(node.type) if node.type else "everything"
                if caught in {"everything", "Exception", "BaseException"}:
                    found.append(f"{source.name}:{node.lineno} except {caught}: pass")
    return found


def tests_that_cannot_fail(root: Path) -> list[str]:
    """Tests without an assertion, a raise or a call; skips without a reason."""
    found = []
    for source in python_files(root):
        for function in source.functions() if source.is_test else ():
            if not function.name.startswith("test_"):
                continue
            if not any(isinstance(node, ast.Assert | ast.With | ast.Call) for node in ast.walk(function)):
                found.append(f"{source.name}:{function.lineno} {function.name}: asserts nothing")
        if source.is_test and re.search(r"mark\.(skip|xfail)\b(?!if\(|.*reason)", source.text):
            found.append(f"{source.name}: skips without a reason")
    return found


def pages_with_two_names(names: dict[str, str]) -> list[str]:
    """URL names (room:page-name) whose view is not called page_name."""
    return [
        f"{name}: view {view}"
        for name, view in names.items()
        if name.split(":")[-1].replace("-", "_") != view
    ]
