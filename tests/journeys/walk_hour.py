"""An hour that is held: its note in the record, and what the therapist thinks, apart."""

from playwright.sync_api import expect

from tests.journeys.persons import SLOW, Person
from tests.journeys.story import CARRIED, HEARD, NOTE, SAID, THE_FIRST_HOUR, THREAD, Story


def when_the_hour_is_held_and_its_note_is_signed(story: Story) -> None:
    story.goes_on_at(THE_FIRST_HOUR)
    hanna = story.hanna
    hanna.opens("/desk/", "Thursday, January 7")
    hanna.reads("Cleo Ray")
    hour = hanna.page.locator("article.hour", has_text="Cleo Ray")
    with hanna.page.expect_navigation(wait_until="domcontentloaded"):
        hour.get_by_role("button", name="Open the session").click()
    hanna.looks_at("Session 1")
    story.seen["note"] = hanna.page.url.removeprefix(hanna.at)
    hanna.page.get_by_label("How the client was").fill(NOTE)
    hanna.page.get_by_label("Risk").fill("None reported.")
    hanna.presses("Keep, and read before signing", "Read before signing")
    hanna.reads(NOTE)
    hanna.presses("Sign as Hanna Lindqvist", "Session 1")
    hanna.reads("Unchanged since", NOTE)


def when_the_therapist_thinks_about_it_apart(story: Story) -> None:
    hanna = story.hanna
    hanna.opens(story.seen["client"], "Cleo Ray")
    hanna.follows("Process", "Cleo Ray")
    story.seen["process"] = hanna.page.url.removeprefix(hanna.at)
    hanna.follows("Begin the sheet", "Session 1")
    hanna.presses("Begin a sheet")
    hanna.page.get_by_role("textbox", name="Notes").fill(f"C: {SAID}\nT: {HEARD}")
    hanna.page.get_by_label("Carry over to the next hour").fill(CARRIED)
    hanna.presses("Keep")
    hanna.reads(SAID, HEARD, "yours alone")
    story.seen["sheet"] = hanna.page.url.removeprefix(hanna.at).split("?")[0]
    mark(hanna, SAID, "Defense", thread="Start a new thread", name=THREAD)
    mark(hanna, HEARD, "Intervention", thread=THREAD)


def mark(hanna: Person, words: str, kind: str, *, thread: str, name: str = "") -> None:
    """Mark these words as a moment of this kind on this thread."""
    hanna.page.get_by_role("link", name="Mark a passage").click()
    hanna.page.get_by_label("Words, shorten them if you like").fill(words)
    hanna.page.get_by_label("Kind of moment").select_option(label=kind)
    hanna.page.get_by_label("Thread", exact=True).select_option(label=thread)
    if name:
        hanna.page.get_by_label("Name of the new thread").fill(name)
    hanna.presses("Mark")
    expect(hanna.page.locator(".mnote", has_text=kind)).to_contain_text(THREAD, timeout=SLOW)


def then_the_thread_holds_both_moments(story: Story) -> None:
    hanna = story.hanna
    hanna.follows(THREAD, f"“{THREAD}”")
    story.seen["thread"] = hanna.page.url.removeprefix(hanna.at)
    hanna.reads(SAID, HEARD)
