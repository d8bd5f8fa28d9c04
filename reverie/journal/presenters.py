"""The client's pages in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import Client, Therapist
from reverie.core import dates
from reverie.journal import queries
from reverie.journal.models import (
    DREAM,
    FREE_ASSOCIATION,
    KINDS,
    LETTER,
    REFLECTION,
    Draft,
    Homework,
    Share,
)
from reverie.journal.queries import OwnPage, SharedPage

Words = str | Promise

NAMES: dict[str, Words] = {
    DREAM: gettext_lazy("A dream"),
    FREE_ASSOCIATION: gettext_lazy("Whatever comes to mind"),
    REFLECTION: gettext_lazy("A reflection"),
    LETTER: gettext_lazy("A letter that is not sent"),
}
BEHIND: dict[str, Words] = {
    DREAM: gettext_lazy("As you remember it, before it goes."),
    FREE_ASSOCIATION: gettext_lazy("Free association: keep going, no crossing out."),
    REFLECTION: gettext_lazy("Something you noticed, about yourself or with someone."),
    LETTER: gettext_lazy("To somebody, living or dead, who will not get it."),
}
LEADS: dict[str, Words] = {
    DREAM: gettext_lazy("As you remember it, in any order. A scrap is a dream too."),
    FREE_ASSOCIATION: gettext_lazy(
        "Keep going, in any order. Spelling, sense and fairness don’t matter. "
        "If nothing comes, write that nothing comes."
    ),
    REFLECTION: gettext_lazy("Something that stayed with you. It need not lead anywhere."),
    LETTER: gettext_lazy("Say it as you would if it could not hurt. Nobody gets it."),
}
EXCERPT = 160


@dataclass(frozen=True)
class Row:
    """A page in a list: what it is, when, how it begins, who may read it."""

    url_id: str
    head: str
    begins: str
    tag: str
    kind: str


def doors() -> list[tuple[Words, str, Words]]:
    """The ways in: name, address, what is behind."""
    return [
        (NAMES[kind], reverse("journal:write-page", args=[kind.replace("_", "-")]), BEHIND[kind])
        for kind in KINDS
    ]


def row(own: OwnPage, zone: str) -> Row:
    """The line of one of the client's pages."""
    tag, kind = standing(own.open_share)
    return Row(
        url_id=str(own.entry.id),
        head=f"{NAMES[own.entry.kind]}, {dates.day(own.entry.written_at, zone)}",
        begins=excerpt(own.beginning or own.words["title"]),
        tag=tag,
        kind=kind,
    )


def standing(share: Share | None) -> tuple[str, str]:
    """Who may read a page, as a tag and its kind."""
    if share is None:
        return _("Private to you"), "private"
    return _("Shared with {name}").format(name=share.therapist.name), "shared"


def excerpt(text: str) -> str:
    """How a page begins, cut at a word."""
    words = " ".join(text.split())
    if len(words) <= EXCERPT:
        return words
    return words[:EXCERPT].rsplit(" ", 1)[0].rstrip(".,;:!?") + "…"


def readers(client: Client) -> list[tuple[Therapist, str]]:
    """The client's therapists, each with the words of their next hour."""
    found: list[tuple[Therapist, str]] = []
    for therapist in queries.readers_of(client):
        hour = queries.next_hour(client, therapist)
        found.append((therapist, dates.day_and_time(hour.start_at, client.zone) if hour else ""))
    return found


def share_line(share: Share, zone: str) -> str:
    """One share of a page, told to the client: since when, read or not, taken back."""
    name = share.therapist.name
    if share.withdrawn_at is not None:
        taken = dates.day(share.withdrawn_at, zone)
        if share.read_at is not None:
            return _("Taken back on {day}; {name} had read it.").format(day=taken, name=name)
        return _("Taken back on {day}, unread.").format(day=taken)
    since = dates.day(share.shared_at, zone)
    when = _("from your next hour on") if share.mode == Share.NEXT_HOUR else _("at once")
    read = (
        _("{name} first read it on {day}.").format(name=name, day=dates.day(share.read_at, zone))
        if share.read_at
        else _("Not read so far.")
    )
    return _("Shared on {day} with {name}, {when}. {read}").format(day=since, name=name, when=when, read=read)


@dataclass(frozen=True)
class Begun:
    """A page that was begun and not finished."""

    kind: str
    name: Words
    when: str


def begun(draft: Draft, zone: str) -> Begun:
    """The line of an unfinished page."""
    return Begun(draft.kind.replace("_", "-"), NAMES[draft.kind], dates.day_and_time(draft.saved_at, zone))


def saved(at: datetime | None, zone: str) -> str:
    """When a draft was kept last."""
    return dates.time(at, zone) if at else ""


@dataclass(frozen=True)
class SharedRow:
    """A shared page in the therapist's list; no word of it."""

    url_id: str
    name: Words
    written: str
    since: str
    is_read: bool


def shared_row(page: SharedPage, zone: str) -> SharedRow:
    """The line of a page that a client has shared."""
    return SharedRow(
        url_id=str(page.entry_id),
        name=NAMES[page.kind],
        written=dates.day(page.written_at, zone),
        since=dates.day_and_time(page.shared_at, zone),
        is_read=page.is_read,
    )


STATES: dict[str, Words] = {
    Homework.GIVEN: gettext_lazy("open"),
    Homework.DONE: gettext_lazy("done"),
    Homework.NOT_DONE: gettext_lazy("not done"),
    Homework.TALKED_ABOUT: gettext_lazy("talked about"),
}


MARKS = {Homework.GIVEN: "open", Homework.DONE: "done", Homework.TALKED_ABOUT: "done"}


@dataclass(frozen=True)
class Invitation:
    """An invitation between the hours, in words."""

    url_id: str
    words: str
    remark: str
    given: str
    due: str
    state: str
    mark: str


def invitation(homework: Homework, zone: str) -> Invitation:
    """An invitation as either of the two reads it."""
    return _invitation(homework, queries.words_of(homework), zone)


def invitations(rows: Iterable[Homework], zone: str) -> list[Invitation]:
    """Several of one client."""
    return [_invitation(row, words, zone) for row, words in queries.words_of_each(rows)]


def _invitation(homework: Homework, words: dict[str, Any], zone: str) -> Invitation:
    return Invitation(
        url_id=str(homework.id),
        words=words["words"],
        remark=words["remark"],
        given=dates.day(homework.given_at, zone),
        due=dates.day(homework.due_at, zone) if homework.due_at else "",
        state=str(STATES[homework.state]),
        mark=MARKS.get(homework.state, ""),
    )
