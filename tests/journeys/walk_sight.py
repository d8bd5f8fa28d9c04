"""Who sees what: the others at the practice nothing, the client what is hers."""

import zipfile
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from reverie.journal.models import Entry
from tests.journeys.persons import Person
from tests.journeys.story import ALL_WORDS, CARRIED, DREAM, HEARD, NOTE, SAID, THREAD, Story

OWN_THINKING = (SAID, HEARD, THREAD, CARRIED)


def then_nobody_else_sees_a_word(story: Story) -> None:
    addresses = [story.seen[key] for key in ("client", "note", "process", "sheet", "thread", "dream")]
    for user in story.elm_row.others().values():
        other = story.persons.signed_in(user)
        for address in addresses:
            other.finds_nothing_at(address, "Cleo Ray", *ALL_WORDS)
        other.opens("/start/")
        other.reads_nothing_of(*ALL_WORDS)
    desk = story.persons.signed_in(story.elm_row.front_desk)
    desk.finds_nothing_at(story.seen["concern"], "Cleo Ray", *ALL_WORDS)
    for key in ("process", "sheet", "thread"):
        story.cleo.finds_nothing_at(story.seen[key], *OWN_THINKING)
    page = f"/my/pages/{Entry.objects.get().pk}/"
    story.hanna.finds_nothing_at(page, DREAM)


def then_she_takes_the_record_home_and_sees_who_read_it(story: Story) -> None:
    cleo = story.cleo
    cleo.opens("/my/record/", "Your record")
    cleo.follows("Thursday, January 7", "Thursday, January 7")
    cleo.reads(NOTE)
    cleo.opens("/my/record/", "Your record")
    cleo.follows("Who has looked at your record", "Who has looked at your record")
    cleo.reads("Hanna Lindqvist")
    cleo.reads_nothing_of(*OWN_THINKING)
    cleo.opens("/my/record/", "Your record")
    cleo.follows("Take a copy with you", "Take a copy with you")
    words = everything_in(download(cleo))
    assert NOTE in words
    assert [word for word in OWN_THINKING if word in words] == []


def download(cleo: Person) -> Path:
    with cleo.page.expect_download() as copy:
        cleo.page.get_by_role("button", name="Make the copy").click()
    return copy.value.path()


def everything_in(archive: Path) -> str:
    with zipfile.ZipFile(archive) as files:
        return "\n".join(words_of(name, files.read(name)) for name in files.namelist())


def words_of(name: str, content: bytes) -> str:
    """What is written in a file of the copy; of a picture its bytes."""
    if name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode(errors="replace")
