"""The guides: the project's files, the practice's own versions over them, and their reviews."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from reverie.accounts.models import Practice
from reverie.core import dates
from reverie.directory import prose
from reverie.directory.models import GuideEdition, GuideReview, text_hash

DATA = Path(__file__).parent.parent / "data"
PROJECT = "The Reverie project"


@dataclass(frozen=True)
class Version:
    """One entry of a guide's history; number 0 and below are the project's own versions."""

    label: str
    on: date
    author: str
    change: str
    number: int = 0


@dataclass(frozen=True)
class Source:
    """Something a guide rests on: its words, and its address where it has one."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class Statement:
    """A checked statement about what was measured, with what it rests on."""

    words: str
    source: Source


@dataclass(frozen=True)
class Guide:
    """A guide as it is read now: the practice's newest edition, or the project's file."""

    slug: str
    title: str
    summary: str
    text: str
    source_keys: tuple[str, ...]
    history: tuple[Version, ...]
    shipped_version: int
    number: int = 0

    @property
    def written_on(self) -> date:
        return self.history[0].on

    @property
    def author(self) -> str:
        return self.history[0].author

    @property
    def hash(self) -> str:
        """What a review of this text is tied to."""
        return text_hash(self.title, self.summary, self.text, list(self.source_keys))

    @property
    def blocks(self) -> tuple[prose.Block, ...]:
        return prose.read(self.text)

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade of all that is read, statements included."""
        return prose.reading_grade(f"{self.summary}\n{prose.plain(self.blocks, statement_words)}")


@cache
def sources() -> dict[str, Source]:
    """Every source by its key."""
    raw = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))
    return {key: Source(entry["words"], entry.get("href", "")) for key, entry in raw.items()}


@cache
def statements() -> dict[str, Statement]:
    """Checked statements by their key; one that is not verified does not exist for a page."""
    raw = tomllib.loads((DATA / "evidence.toml").read_text(encoding="utf-8"))
    return {
        key: Statement(entry["words"], sources()[entry["source"]])
        for key, entry in raw.items()
        if entry["verified"] is True
    }


def statement_words(key: str) -> str:
    """The words of a checked statement; empty for one that is not."""
    found = statements().get(key)
    return found.words if found else ""


@cache
def shipped() -> dict[str, Guide]:
    """The project's guides in reading order."""
    found = [_from_file(path) for path in (DATA / "guides").glob("*.txt")]
    return {guide.slug: guide for _, guide in sorted(found, key=lambda pair: pair[0])}


def _from_file(path: Path) -> tuple[int, Guide]:
    _, head, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    about = tomllib.loads(head)
    history = [Version(f"{one['version']}", one["on"], PROJECT, one["change"]) for one in about["history"]]
    guide = Guide(
        slug=path.stem,
        title=about["title"],
        summary=about["summary"],
        text=text.strip(),
        source_keys=tuple(about["sources"]),
        history=tuple(history),
        shipped_version=int(about["history"][0]["version"]),
    )
    return about["order"], guide


def public_practice() -> Practice | None:
    """The practice whose pages a visitor reads: the first of the installation."""
    return Practice.objects.order_by("created_at").first()


def guides(practice: Practice | None) -> list[Guide]:
    """All guides in reading order, as this practice has them; one query."""
    rows = (
        GuideEdition.objects.filter(practice=practice).select_related("practice")
        if practice
        else GuideEdition.objects.none()
    )
    editions: dict[str, list[GuideEdition]] = {}
    for row in rows:
        editions.setdefault(row.slug, []).append(row)
    return [_over(guide, editions.get(slug, [])) for slug, guide in shipped().items()]


def guide(slug: str, practice: Practice | None) -> Guide | None:
    """One guide as this practice has it; None when there is no such guide."""
    if slug not in shipped():
        return None
    rows = GuideEdition.objects.filter(practice=practice, slug=slug).select_related("practice")
    return _over(shipped()[slug], list(rows))


def _over(guide: Guide, rows: list[GuideEdition]) -> Guide:
    if not rows:
        return guide
    newest = rows[0]
    own = [_version(row) for row in rows]
    return Guide(
        slug=guide.slug,
        title=newest.title,
        summary=newest.summary,
        text=newest.text,
        source_keys=tuple(newest.sources),
        history=(*own, *guide.history),
        shipped_version=newest.based_on,
        number=newest.number,
    )


def _version(row: GuideEdition) -> Version:
    day = dates.local(row.created_at, row.practice.zone).date()
    return Version(f"{row.number}", day, row.author_name, row.change, row.number)


def review_of(guide: Guide, practice: Practice | None) -> GuideReview | None:
    """The newest review of exactly this text by a clinician of the practice; None when nobody has."""
    return reviews_of([guide], practice).get(guide.slug)


def reviews_of(found: Iterable[Guide], practice: Practice | None) -> dict[str, GuideReview]:
    """slug -> review of the text that is shown now; one query."""
    hashes = {guide.hash: guide.slug for guide in found}
    rows = GuideReview.objects.filter(practice=practice, text_hash__in=hashes, withdrawn_at=None)
    newest: dict[str, GuideReview] = {}
    for row in rows.order_by("reviewed_at"):
        newest[hashes[row.text_hash]] = row
    return newest


def reviewed_by(guide: Guide, practice: UUID, user: UUID) -> GuideReview | None:
    """This person's own review of the text that is shown now."""
    rows = GuideReview.objects.filter(practice=practice, slug=guide.slug, text_hash=guide.hash)
    return rows.filter(reviewed_by=user, withdrawn_at=None).first()
