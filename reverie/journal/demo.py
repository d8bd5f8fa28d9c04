"""Elena's twenty-four pages with their sharing, and what she was invited to between the hours."""

from datetime import timedelta
from typing import Any

from reverie.core import demo_case
from reverie.core.demo_case import DemoWorld, Page
from reverie.journal import access, actions
from reverie.journal.models import Entry, Homework, Share
from reverie.treatment.models import Treatment

LATE = "22:40"
SLEPT_OVER = timedelta(hours=9, minutes=25)
END_OF_HOUR = timedelta(minutes=-2)
OF_THE_PRACTICE: dict[str, Any] = {
    "words": "When it gets late: what may wait until daylight, and who would mind if it did?",
    "group": "Nights",
    "sheet": ["What may wait", "Until when", "Who would mind"],
}
UNREAD = 1
"""How many of the latest shared pages wait unread on the therapist's day."""


def load(world: DemoWorld) -> None:
    """Invitations first, so that a page can say which one it answers."""
    actions.keep_sheet(practice=world.practice, by=world.actors["hanna"], **OF_THE_PRACTICE)
    if "elena" not in world.treatments:
        return
    treatment = world.treatments["elena"]
    given = {row["key"]: _give(world, treatment, row) for row in demo_case.case().homework}
    for page in demo_case.case().pages:
        world.pages[page.number] = _write(world, treatment, page, given)
    visible = access.shares_visible_to(world.actors["hanna"]).filter(client=treatment.client)
    for share in list(visible.order_by("shared_at"))[:-UNREAD]:
        access.get_shared_for_reading(world.actors["hanna"], share.entry_id)


def _give(world: DemoWorld, treatment: Treatment, row: dict[str, Any]) -> Homework:
    hour = next(hour for hour in demo_case.case().hours if hour.number == row["given_in"])
    homework = actions.give_homework(
        treatment=treatment,
        words=row["words"],
        given_at=world.moment(hour.week, hour.weekday, hour.stop) + END_OF_HOUR,
        due_at=world.moment(row["due_week"], "tue", "10:00"),
        by=world.actors["hanna"],
    )
    return actions.talk_about(
        homework=homework, state=row["state"], remark=row.get("remark", ""), by=world.actors["hanna"]
    )


def _write(world: DemoWorld, treatment: Treatment, page: Page, given: dict[str, Homework]) -> Entry:
    facts = page.facts
    at = world.moment(facts["week"], facts["weekday"], LATE)
    is_shared = facts["shared"] != "private"
    entry = actions.finish_entry(
        client=treatment.client,
        kind=facts["kind"],
        words=_words(page),
        homework=given.get(facts.get("homework", "")),
        therapist=treatment.therapist if is_shared else None,
        mode=Share.NEXT_HOUR if is_shared else "",
        written_at=at,
        by=world.actors["elena"],
    )
    if facts["shared"] == "shared_then_taken_back":
        share = entry.shares.get()
        actions.take_back(share=share, taken_at=at + SLEPT_OVER, by=world.actors["elena"])
    return entry


def _words(page: Page) -> dict[str, Any]:
    return {
        "title": page.facts["title"],
        "body": page.text,
        "feelings": ", ".join(page.facts.get("feelings", [])),
        "residue": page.facts.get("residue", ""),
        "associations": [[row["element"], row["text"]] for row in page.facts.get("associations", [])],
    }
