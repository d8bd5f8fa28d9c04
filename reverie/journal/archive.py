"""A zip of the client's pages: one text file a page, and everything once more as JSON."""

import io
import json
import zipfile
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

README = """Everything you have written in Reverie, as it stood on {day}.

pages/*.txt   one file a page, to read
pages.json    the same pages for another program (UTF-8)
"""


@dataclass(frozen=True)
class Page:
    """One page with its words; `written_at` with zone, `shared_with` the names of who may read it now."""

    number: int
    kind: str
    is_draft: bool
    written_at: datetime
    words: dict[str, Any]
    shared_with: list[str]


def build(pages: list[Page], at: datetime) -> bytes:
    """The bytes of the archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(day=at.date().isoformat()))
        for page in pages:
            archive.writestr(f"pages/{page.number:04d}-{page.written_at:%Y-%m-%d}.txt", text(page))
        archive.writestr(
            "pages.json", json.dumps([_plain(page) for page in pages], ensure_ascii=False, indent=1)
        )
    return buffer.getvalue()


def text(page: Page) -> str:
    """A page as plain text."""
    words = page.words
    head = [words.get("title", ""), f"{page.kind.replace('_', ' ')}, {page.written_at:%Y-%m-%d %H:%M}"]
    head += ["not finished"] if page.is_draft else []
    parts = [words.get("body", "")]
    parts += [f"Feelings: {words['feelings']}"] if words.get("feelings") else []
    parts += [f"From the day: {words['residue']}"] if words.get("residue") else []
    parts += [f"{heading}\n{said}" for heading, said in words.get("parts", []) if said]
    parts += [f"{element}: {said}" for element, said in words.get("associations", [])]
    return (
        "\n".join(line for line in head if line) + "\n\n" + "\n\n".join(part for part in parts if part) + "\n"
    )


def _plain(page: Page) -> dict[str, Any]:
    return {**asdict(page), "written_at": page.written_at.isoformat()}
