"""Reads for the pages: the pairs with their copies and hours, one copy with its margin and its readers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.core.sealing import CannotUnseal, KeyChain, keychain, keychains_of_copies
from reverie.supervision import access
from reverie.supervision.models import CopyWords, PresentedCopy, Remark, Supervision, SupervisionHour


@dataclass(frozen=True)
class Said:
    """One remark with its words."""

    row: Remark
    quote: str
    text: str
    is_own: bool


@dataclass(frozen=True)
class Reading:
    """One copy, its words, what stands in its margin, and when its reader opened it."""

    copy: PresentedCopy
    words: CopyWords
    remarks: tuple[Said, ...]
    reads: tuple[datetime, ...]
    is_author: bool
    is_open: bool


@dataclass(frozen=True)
class Listed:
    """One copy of a list: its title, whether its reader opens it, its remarks, those new to the actor."""

    copy: PresentedCopy
    title: str
    is_open: bool
    remarks: int
    unread: int


@dataclass(frozen=True)
class Held:
    """Minutes and number of the hours of a pair in one year: all that count, and those that wait."""

    minutes: int = 0
    waiting: int = 0
    returned: int = 0


@dataclass(frozen=True)
class Pair:
    """One supervision as the actor sees it."""

    row: Supervision
    is_own: bool
    copies: tuple[Listed, ...]
    held: Held


@dataclass(frozen=True)
class Total:
    """Hours of one supervisee with one supervisor in one year, in minutes."""

    supervisee: str
    supervisor: str
    kind: str
    confirmed: int
    waiting: int


def pairs_of(actor: Actor, today: date) -> list[Pair]:
    """Every supervision of the actor with its copies and the hours of this year; those that hold first."""
    rows = access.supervisions_visible_to(actor).select_related("supervisee", "supervisor")
    pairs = list(rows.order_by("ended_at", "supervisee__name", "starts_on"))
    copies = listed(actor, [row.pk for row in pairs], today) if pairs else {}
    held = held_in(actor, today.year) if pairs else {}
    return [
        Pair(
            row,
            row.supervisee_id == actor.user_id,
            tuple(copies.get(row.pk, ())),
            held.get(row.pk, Held()),
        )
        for row in sorted(pairs, key=lambda row: row.ended_at is not None)
    ]


def listed(actor: Actor, pairs: Sequence[UUID], today: date) -> dict[UUID, list[Listed]]:
    """Supervision -> the copies that the actor reads, the latest first."""
    visible = access.copies_visible_to(actor, today).filter(supervision__in=pairs)
    rows = list(visible.select_related("supervision").order_by("-presented_at"))
    if not rows:
        return {}
    chains = keychains_of_copies(access.scope_for(actor, row) for row in rows)
    said, seen = _remarks_by_copy(rows), _last_reads(actor, rows)
    found: dict[UUID, list[Listed]] = {}
    for row in rows:
        remarks = said.get(row.pk, [])
        try:
            title = CopyWords.of(row.words(chains[row.pk])).title
        except CannotUnseal:
            if visible.filter(pk=row.pk).exists():
                raise
            continue  # closed since the rows were read
        unread = _unread(actor, remarks, seen.get(row.pk))
        line = Listed(row, title, row.is_open(today), len(remarks), unread)
        found.setdefault(row.supervision_id, []).append(line)
    return found


def reading_of(actor: Actor, copy: PresentedCopy, today: date) -> Reading:
    """The copy as the actor reads it; the author sees when its reader did."""
    chain = keychain(access.scope_for(actor, copy))
    is_author = copy.author_id == actor.user_id
    remarks = copy.remarks.select_related("author").order_by("said_at")
    return Reading(
        copy=copy,
        words=_words(actor, copy, chain),
        remarks=tuple(_said(actor, row, chain) for row in remarks),
        reads=reads_of(copy) if is_author else (),
        is_author=is_author,
        is_open=copy.is_open(today),
    )


def words_of(actor: Actor, copy: PresentedCopy) -> CopyWords:
    """The words of a copy that the actor reads."""
    return _words(actor, copy, keychain(access.scope_for(actor, copy)))


def remark_words(actor: Actor, remark: Remark) -> dict[str, object]:
    """The words of a remark, as a form takes them."""
    words = remark.words(keychain(access.scope_for(actor, remark.copy)))
    return {"line": "" if remark.line is None else str(remark.line), **words}


def reads_of(copy: PresentedCopy, most: int = 20) -> tuple[datetime, ...]:
    """When the reader opened the copy, the latest first."""
    rows = _reads([copy]).exclude(actor=str(copy.author_id)).order_by("-number")
    return tuple(rows.values_list("at", flat=True)[:most])


def held_in(actor: Actor, year: int) -> dict[UUID, Held]:
    """Supervision -> its hours of one year."""
    found: dict[UUID, list[SupervisionHour]] = {}
    for row in access.hours_visible_to(actor).filter(held_on__year=year):
        found.setdefault(row.supervision_id, []).append(row)
    return {pair: held_of(rows, year) for pair, rows in found.items()}


def held_of(hours: Iterable[SupervisionHour], year: int) -> Held:
    """The sum of the hours of one year; what was returned does not count."""
    rows = [row for row in hours if row.held_on.year == year]
    states = Counter(row.state for row in rows)
    minutes = sum(row.minutes for row in rows if row.state != SupervisionHour.RETURNED)
    return Held(minutes, states[SupervisionHour.LOGGED], states[SupervisionHour.RETURNED])


def hours_of(actor: Actor, pair: Supervision) -> list[SupervisionHour]:
    """The hours of one supervision, the latest first."""
    rows = access.hours_visible_to(actor).filter(supervision=pair)
    return list(rows.order_by("-held_on", "-created_at"))


def totals(actor: Actor, year: int) -> list[Total]:
    """Hours of every supervisee of the practice in one year; for the training director alone."""
    rows = (
        access.hours_of_practice(actor)
        .filter(held_on__year=year)
        .select_related("supervision__supervisee", "supervision__supervisor")
    )
    found: dict[UUID, tuple[Supervision, Counter[str]]] = {}
    for row in rows:
        _pair, states = found.setdefault(row.supervision_id, (row.supervision, Counter()))
        states[row.state] += row.minutes
    sums = [
        Total(
            pair.supervisee.name,
            pair.supervisor.name,
            pair.kind,
            states[SupervisionHour.CONFIRMED],
            states[SupervisionHour.LOGGED],
        )
        for pair, states in found.values()
    ]
    return sorted(sums, key=lambda total: (total.supervisee, total.supervisor))


def _words(actor: Actor, copy: PresentedCopy, chain: KeyChain) -> CopyWords:
    """The words; Http404 for a reader under whom the copy closed since it was found."""
    try:
        return CopyWords.of(copy.words(chain))
    except CannotUnseal:
        access.get_copy_for(actor, copy.pk, "presented_copy.read")
        raise


def _said(actor: Actor, row: Remark, chain: KeyChain) -> Said:
    words = row.words(chain)
    return Said(row, words["quote"], words["text"], row.author_id == actor.user_id)


def _remarks_by_copy(rows: Iterable[PresentedCopy]) -> dict[UUID, list[Remark]]:
    found: dict[UUID, list[Remark]] = {}
    for remark in Remark.objects.filter(copy__in=list(rows)).defer("sealed"):
        found.setdefault(remark.copy_id, []).append(remark)
    return found


def _unread(actor: Actor, remarks: Iterable[Remark], seen: datetime | None) -> int:
    """How many of the other's remarks came since the actor read the copy, or answered on it."""
    own = [remark.said_at for remark in remarks if remark.author_id == actor.user_id]
    last = max([*own, *([seen] if seen else [])], default=None)
    others = [remark for remark in remarks if remark.author_id != actor.user_id]
    return sum(last is None or remark.said_at > last for remark in others)


def _last_reads(actor: Actor, rows: Sequence[PresentedCopy]) -> dict[UUID, datetime]:
    """Copy -> when the actor opened it last."""
    mine = _reads(rows).filter(actor=actor.name_in_audit).values("object_id")
    last = mine.annotate(last=Max("at")).values_list("object_id", "last")
    return {UUID(key): moment for key, moment in last}


def _reads(rows: Sequence[PresentedCopy]) -> QuerySet[AuditEvent]:
    about = {"object_type": PresentedCopy._meta.label_lower, "object_id__in": [str(row.pk) for row in rows]}
    return AuditEvent.objects.filter(practice=rows[0].practice_id, verb="read", **about)
