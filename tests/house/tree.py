"""What the guards read: parsed files of a tree, the project's own or a made-up one."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ORDER = [
    "core", "accounts", "scheduling", "safety", "treatment", "directory", "journal", "measures",
    "record", "supervision", "billing", "process", "interop", "home",
]  # fmt: skip
RANK = {
    "core": 0, "accounts": 1, "scheduling": 2, "safety": 2, "treatment": 3, "directory": 4, "journal": 5,
    "measures": 5, "record": 6, "supervision": 7, "billing": 8, "process": 9, "interop": 9, "home": 10,
}  # fmt: skip
DOORS = {"models", "access", "queries", "actions", "events"}
ROLES = DOORS | {
    "forms", "presenters", "views", "urls", "receivers", "tasks", "commands", "demo", "apps",
    "migrations", "templatetags", "tests", "__init__",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One Python file: where it lies and what it says."""

    root: Path
    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def syntax(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        return self.path.relative_to(self.root).as_posix()

    @property
    def room(self) -> str | None:
        """The room a file belongs to, None outside `reverie/<room>/`."""
        parts = self.name.split("/")
        return parts[1] if len(parts) > 2 and parts[0] == "reverie" and parts[1] in RANK else None

    @property
    def role(self) -> str:
        """`views` for views.py and for views/day.py."""
        return self.name.split("/")[2].removesuffix(".py")

    @property
    def is_test(self) -> bool:
        return "/tests/" in f"/{self.name}" or self.path.name == "conftest.py"

    def imports(self) -> Iterator[tuple[str, str]]:
        """(module, name) of every import; name is empty for `import module`."""
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.module, alias.name) for alias in node.names)
            elif isinstance(node, ast.Import):
                yield from ((alias.name, "") for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def python_files(root: Path) -> list[Source]:
    """Every Python file of ours, migrations left out."""
    folders = [root / "reverie", root / "config", root / "tests", root / "bench"]
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.py"))]
    return [Source(root, path) for path in files if "migrations" not in path.parts]


def code_files(root: Path) -> list[Source]:
    """Python files that are not tests."""
    return [
        source for source in python_files(root) if not source.is_test and "tests" not in source.path.parts
    ]


def templates(root: Path) -> list[Path]:
    """Every template, components included."""
    return sorted(path for path in (root / "reverie").rglob("templates/**/*.html"))
