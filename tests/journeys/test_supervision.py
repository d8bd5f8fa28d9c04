"""From a passage to a remark: Hanna disguises and presents, Naomi reads and answers, Hanna takes it back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from conftest import actor_for, member
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock
from reverie.process.actions import SheetWords, keep_sheet, open_sheet
from reverie.process.models import ProcessSheet
from reverie.supervision.actions import begin_supervision
from reverie.supervision.models import PresentedCopy
from reverie.treatment.actions import sign_consents
from reverie.treatment.models import Treatment
from tests.journeys.persons import Person, Persons, persons

__all__ = ["persons"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BODY = """E: I told Jonah in August. I only wanted to see if anybody would come.
T: You look worn out. I wonder if we might leave it there.
E: You should have something to eat."""
SECRET = ["Jonah", "August", "Elena", "Salem"]


@pytest.fixture
def naomi(practice: Practice, therapist: Therapist) -> User:
    naomi = member(practice, "Naomi Feld", "supervisor")
    day = clock.today(practice.zone) - timedelta(days=30)
    by = actor_for(therapist.user)
    begin_supervision(supervisor=naomi, kind="consultation", starts_on=day, by=by)
    return naomi


@pytest.fixture
def sheet(practice: Practice, client_person: Client, therapist: Therapist) -> ProcessSheet:
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    treatment = Treatment.objects.create(**people, state="active", started_on=date(2026, 1, 6))
    assert client_person.user is not None
    sign_consents(treatment=treatment, kinds=["supervision"], by=actor_for(client_person.user))
    by = actor_for(therapist.user)
    opened = open_sheet(client=client_person, title="The two minutes", by=by)
    words = SheetWords(body=BODY, reactions="A pull to answer.", speakers={"E": "Elena", "T": "you"})
    return keep_sheet(sheet=opened, words=words, by=by)


def chooses_and_disguises(hanna: Person, sheet: ProcessSheet) -> None:
    """Three lines, two aliases, a title; what still looks like somebody is left."""
    hanna.opens(reverse("process:sheet", args=[sheet.pk]))
    hanna.follows("Choose lines for supervision", "Lines for supervision")
    hanna.reads("What the hour did with you", "A pull to answer.")
    for place in range(3):
        hanna.page.locator(f"input[name=line][value='{place}']").check()
    hanna.presses("Go on", "A copy for supervision")
    hanna.page.get_by_label("What stands for it, 1", exact=True).fill("Ms A.")
    hanna.page.get_by_label("What was said, 2", exact=True).fill("Jonah")
    hanna.page.get_by_label("What stands for it, 2", exact=True).fill("[brother]")
    hanna.page.get_by_label("Title, with an alias").fill("Ms A., the two minutes")
    hanna.page.get_by_label("Line 1", exact=True).fill("I told Jonah, in Salem in August.")
    hanna.presses("See what leaves", "A copy for supervision")
    hanna.reads("“Salem” may stay", "“August” may stay")


def presents(hanna: Person) -> None:
    """Pressed too soon, the page says what is left to look at; then it goes."""
    here = hanna.page.url
    hanna.forbidden |= {here, here.split("#")[0]}  # the browser reports the refusal
    hanna.presses("Present this copy", "A copy for supervision")
    hanna.reads("Look at “Salem”, “August”")
    hanna.page.get_by_label("What was said, 3", exact=True).fill("August")
    hanna.page.get_by_label("What stands for it, 3", exact=True).fill("[month]")
    hanna.page.get_by_label("What was said, 4", exact=True).fill("Salem")
    hanna.presses("See what leaves", "A copy for supervision")
    hanna.presses("Present this copy", "What left, and what it stands for")
    hanna.reads("Presented to Naomi Feld until", "What was replaced (3)")


def test_a_passage_is_presented_answered_and_taken_back(
    persons: Persons, sheet: ProcessSheet, therapist: Therapist, naomi: User
) -> None:
    hanna, reader = persons.signed_in(therapist.user), persons.signed_in(naomi)
    chooses_and_disguises(hanna, sheet)
    presents(hanna)
    reader.opens("/desk/supervision/", "Supervision")
    reader.follows("Hanna Lindqvist")
    reader.follows("Ms A., the two minutes", "Ms A., the two minutes")
    reader.reads("You look worn out.", "brother")
    reader.reads_nothing_of(*SECRET)
    reader.page.get_by_label("Your remark").fill("One of you did.")
    reader.presses("Send to Hanna Lindqvist", "Ms A., the two minutes")
    hanna.follows("The copy with its remarks", "Ms A., the two minutes")
    hanna.reads("One of you did.", "Who read it")
    hanna.opens(reverse("process:aside", args=[sheet.client_id]), "Set aside for supervision")
    hanna.follows("Check what was replaced (3)", "What left, and what it stands for")
    hanna.presses("Take it back", "What left, and what it stands for")
    hanna.reads("Taken back on")
    gone = reverse("supervision:copy", args=[PresentedCopy.objects.get().pk])
    reader.finds_nothing_at(gone, "worn out", "One of you did.")
