"""The demo's process space: sixty hours of the long case, six of the short, and a published case to read."""

import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.demo_case import DemoWorld, Hour, case
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process import actions
from reverie.process.actions import (
    Claim,
    DreamWords,
    FormulationWords,
    HandingWords,
    Mark,
    Said,
    SheetWords,
)
from reverie.process.models import Handed, Moment, ProcessSheet, Thread
from reverie.process.models.kinds import kinds
from reverie.process.queries.dreams import dream_book
from reverie.process.queries.handing import alias_map_of, handed_row, leaving_of, written_around
from reverie.supervision.access import get_copy_for_reading
from reverie.supervision.actions import begin_supervision, say_remark
from reverie.supervision.models import CopyWords, PresentedCopy, Supervision
from reverie.treatment.models import Treatment

INTERVENTIONS = kinds()["intervention"].fields[0].options
LUCY = "Lucy R. (a published case, 1909)"
TRIANGLES = ("conflict", "person")
TEXTS = Path(__file__).parent / "data" / "texts"


def load(world: DemoWorld) -> None:
    """Write the sheets of the long and the short case and open the reading case, as Hanna."""
    by = world.actors["hanna"]
    _case(world, "elena", case().hours, case().about["threads"], by)
    theo = case().small["theo"]
    _case(world, "theo", case().theo_hours, theo["threads"], by)
    world.clients["lucy"] = lucy_r(world, by)


def _case(world: DemoWorld, key: str, hours: list[Hour], rows: list[dict[str, Any]], by: Actor) -> None:
    held = [hour for hour in hours if (key, hour.number) in world.sessions]
    if not held:
        return
    client = world.clients[key]
    threads = {
        row["key"]: actions.open_thread(client=client, title=row["title"], about=row["about"], by=by)
        for row in rows
    }
    about = {row["key"]: row for row in rows}
    sheets: dict[int, ProcessSheet] = {}
    for hour in held:
        session = world.sessions[key, hour.number]
        sheet = actions.open_sheet(client=client, session=session, by=by)
        sheets[hour.number] = actions.keep_sheet(sheet=sheet, words=_words(hour, client), by=by)
        marks = [mark_of(moment, hour.number, threads, about) for moment in hour.moments]
        actions.mark_moments(
            sheet=sheets[hour.number], marks=first_steps(marks, hour.number, threads, about), by=by
        )
    for row in rows:
        _corners(threads[row["key"]], row, sheets, by)
    if key == "elena":
        _formulations(world, client, sheets, by)
        _dreams(world, client, sheets, by)
        _dream_series(client, by)
        _supervision(world, client, sheets, by)


def _words(hour: Hour, client: Client) -> SheetWords:
    return SheetWords(
        body=hour.text,
        carry_over=str(hour.facts.get("carry_over", "")),
        reactions=str(hour.facts.get("countertransference", "")),
        speakers={"E": client.name.split()[0], "T": "you"},
    )


def mark_of(
    moment: dict[str, Any], number: int, threads: dict[str, Thread], about: dict[str, dict[str, Any]]
) -> Mark:
    """One moment of the case files in our kinds and codes."""
    kind, codes = str(moment["kind"]), {}
    if kind in INTERVENTIONS:
        kind, codes = "intervention", {"type": kind}
    elif kind == "association_break":
        kind, codes = "free_association", {"course": "break"}
    names = {field.name for field in kinds()[kind].fields} - {"level"}
    codes |= {name: value for name, value in moment.items() if name in names}
    steps: dict[UUID, tuple[str, ...]] = {}
    if codes.get("type") == "interpretation":
        first = [key for key in moment["threads"] if number in about[key]["interpretations"]]
        steps = {threads[key].id: ("interpreted",) for key in first}
    held = tuple(threads[key].id for key in moment["threads"])
    return Mark(words=moment["quote"], kind=kind, codes=codes, threads=held, steps=steps)


def first_steps(
    marks: list[Mark], number: int, threads: dict[str, Thread], about: dict[str, dict[str, Any]]
) -> list[Mark]:
    """Give the steps of an hour (noticed, named, eased, reopened) to its first moment on the thread."""
    found = list(marks)
    for key, row in about.items():
        steps = [name for name, at in (("noticed", "first_session"), ("named", "named")) if row[at] == number]
        steps += [name for name in ("eased", "reopened") if number in row[name]]
        thread = threads[key].id
        for place, mark in enumerate(found):
            if steps and thread in mark.threads:
                held = tuple(dict.fromkeys([*steps, *mark.steps.get(thread, ())]))
                found[place] = Mark(**{**mark.__dict__, "steps": {**mark.steps, thread: held}})
                break
    return found


def _corners(thread: Thread, row: dict[str, Any], sheets: dict[int, ProcessSheet], by: Actor) -> None:
    for triangle in TRIANGLES:
        for corner, held in row.get(triangle, {}).items():
            sheet = sheets.get(held["session"])
            thread = actions.place_corner(
                thread=thread,
                triangle=triangle,
                corner=corner,
                words=held["words"],
                who=held.get("who", ""),
                sheet=sheet.id if sheet else None,
                moment=_passage(thread, sheet, held["words"]) if sheet else None,
                by=by,
            )


def _passage(thread: Thread, sheet: ProcessSheet, words: str) -> Moment | None:
    """The moment on the thread in which the words of a corner were said."""
    chain = keychain(sheet.scope())
    for moment in Moment.objects.filter(sheet=sheet).order_by("created_at"):
        held = moment.words(chain)
        quote = held["anchors"][0]["quote"]
        if str(thread.id) in held["threads"] and (words in quote or quote in words):
            return moment
    return None


def _formulations(world: DemoWorld, client: Client, sheets: dict[int, ProcessSheet], by: Actor) -> None:
    for row in case().about["formulation"]:
        claims = tuple(
            Claim(held["claim"], evidence=tuple((sheets[number].id, None) for number in held["sessions"]))
            for held in row["claims"]
        )
        words = FormulationWords(text=row["text"].strip(), claims=claims)
        at = world.moment(row["week"], "thu", "20:00")
        actions.revise_formulation(client=client, words=words, at=at, by=by)


def _dreams(world: DemoWorld, client: Client, sheets: dict[int, ProcessSheet], by: Actor) -> None:
    """The five dreams that were told as well as written: codings, and what she shared of each."""
    pages = {page.facts["week"]: page for page in case().pages if page.facts["kind"] == "dream"}
    weeks = {hour.number: hour.week for hour in case().hours}
    for entry in dream_book(by, client).told:
        page = pages.get(weeks.get(entry.entry.number or 0, -1))
        if page is None:
            continue
        rows = [row for row in case().dream_codes if row["dream"] == str(page.number)]
        written = world.pages.get(page.number)
        shared = written if page.facts["shared"] == "shared" else None
        moment = Moment.objects.get(pk=entry.entry.moment)
        codes = tuple((row["scale"], row["code"]) for row in rows)
        words = DreamWords(codes=codes, entry=shared.id if shared else None)
        actions.keep_dream(moment=moment, words=words, by=by)


def _dream_series(client: Client, by: Actor) -> None:
    """The dreams whose pages she shared, coded as a series; the others are hers alone."""
    shared = {str(page.number) for page in case().pages if page.facts["shared"] == "shared"}
    rows = [(row["dream"], row["scale"], row["code"]) for row in case().dream_codes]
    rows = [row for row in rows if row[0] in shared]
    actions.keep_series(client=client, name="Pages she shared", rows=rows, by=by)


def _supervision(world: DemoWorld, client: Client, sheets: dict[int, ProcessSheet], by: Actor) -> None:
    """Two excerpts as Hanna disguised and presented them, and what was said in their margins."""
    about = case().about
    naomi = world.users.get(about["treatment"]["supervisor"])
    if naomi is None:
        return
    first = about["treatment"]["supervision_consent_week"]
    with clock.telling(world.moment(first, "thu", "13:00")):
        day = world.day(first, "thu")
        pair = begin_supervision(supervisor=naomi, kind="consultation", starts_on=day, by=by)
    for row in about["supervision"]:
        with clock.telling(world.moment(row["presented_week"], "thu", "13:00")):
            copy = _presented(world, client, row, sheets[row["session"]], pair, by)
        _remarks(world, copy, row["comments"])


def _presented(
    world: DemoWorld,
    client: Client,
    row: dict[str, Any],
    sheet: ProcessSheet,
    pair: Supervision,
    by: Actor,
) -> PresentedCopy:
    kept = {held["original"]: held["alias"] for held in alias_map_of(by, client.id)}
    aliases = kept | {held["original"]: held["alias"] for held in row["aliases"]}
    lines = [said_before(line, row["aliases"]) for line in row["excerpt"].strip().splitlines()]
    said = [Said(who, text, str(sheet.pk)) for who, text in lines]
    handed = actions.begin_handing(client=client, lines=said, by=by)
    until = world.day(row["shared_until_week"], "thu")
    words = HandingWords(
        row["title"], row["question"], tuple(lines), tuple(aliases.items()), str(pair.pk), until
    )
    handed = actions.keep_handing(handed=handed, words=words, by=by)
    handed = actions.present(handed=handed, seen=seal_of(handed, by), by=by)
    copy = handed_row(by, handed).copy
    assert copy is not None
    return copy


def seal_of(handed: Handed, by: Actor) -> str:
    """What its author has looked at."""
    words = handed_row(by, handed).words
    return leaving_of(words, written_around(by, words)).seal


def said_before(line: str, aliases: list[dict[str, str]]) -> tuple[str, str]:
    """A line of an excerpt with the aliases turned back: who spoke, and what was said."""
    who, _, text = line.partition(": ")
    for held in aliases:
        text = text.replace(held["alias"], held["original"])
        who = who.replace(held["alias"], held["original"])
    return who, text


def _remarks(world: DemoWorld, copy: PresentedCopy, comments: list[dict[str, Any]]) -> None:
    """Naomi reads it on Saturday and speaks in the margin; Hanna answers on Sunday."""
    lines = CopyWords.of(copy.words(keychain(copy.scope()))).lines
    for place, row in enumerate(comments):
        by, day = world.actors[row["by"]], "sat" if row["by"] == "naomi" else "sun"
        with clock.telling(world.moment(row["week"], day, f"11:{place:02}")):
            if not place:
                get_copy_for_reading(by, copy.pk)
            line = next((n for n, one in enumerate(lines) if row["on"] in one.text), None)
            say_remark(copy=copy, line=line, quote=row["on"], text=row["text"], by=by)


def lucy_r(world: DemoWorld, by: Actor) -> Client:
    """The public-domain case as a free-standing sheet with marked passages."""
    hanna = world.therapists["hanna"]
    client = Client.objects.create(practice=world.practice, name=LUCY, zone=hanna.zone)
    Treatment.objects.create(
        practice=world.practice,
        client=client,
        therapist=hanna,
        state=Treatment.ENDED,
        started_on=world.day(0, "tue"),
        ended_on=world.day(0, "tue"),
        ended_reason="agreed",
    )
    sheet = actions.open_sheet(client=client, title="The case of Miss Lucy R., read", by=by)
    words = SheetWords(body=lucy_text(), title="The case of Miss Lucy R., read")
    sheet = actions.keep_sheet(sheet=sheet, words=words, by=by)
    smell = actions.open_thread(client=client, title="The smell of burned pastry", about=ABOUT, by=by)
    actions.mark_moments(sheet=sheet, marks=lucy_marks(smell.id), by=by)
    return client


def lucy_marks(thread: UUID) -> list[Mark]:
    """The marked passages; all but two are on the one thread."""
    rows = tomllib.loads((TEXTS / "lucy_r.toml").read_text(encoding="utf-8"))["moments"]
    found = []
    for row in rows:
        step = row.pop("step", "")
        steps: dict[UUID, tuple[str, ...]] = {thread: (step,)} if step and step != "returns" else {}
        found.append(Mark(**row, threads=(thread,) if step else (), steps=steps))
    return found


ABOUT = "What could not be felt at the table, and was smelled instead."


def lucy_text() -> str:
    """The text of the case; its source and licence stand beside it."""
    return (TEXTS / "lucy_r.txt").read_text(encoding="utf-8").strip()
