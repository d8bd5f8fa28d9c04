"""Between the hours: a dream that is shared, and an answer that cannot wait."""

import re

from tests.journeys.story import DREAM, REACHED, THE_NEXT_MORNING, THE_NIGHT_AFTER, Story

RISK_ITEM = re.compile("^9\\.")


def when_the_client_shares_a_dream(story: Story) -> None:
    story.goes_on_at(THE_NIGHT_AFTER)
    cleo = story.cleo
    cleo.opens("/my/", "Your space")
    cleo.follows("A dream", "A dream")
    cleo.page.get_by_label("Your page").fill(DREAM)
    cleo.page.get_by_label("My therapist now").check()
    cleo.presses("Done for now")
    cleo.reads(DREAM, "Shared")


def then_the_therapist_reads_it(story: Story) -> None:
    story.goes_on_at(THE_NEXT_MORNING)
    hanna = story.hanna
    hanna.opens("/desk/", "Friday, January 8")
    hanna.follows("Cleo Ray, a dream")
    story.seen["dream"] = hanna.page.url.removeprefix(hanna.at)
    hanna.reads(DREAM)
    hanna.opens(f"{story.seen['client']}measures/", "Measures")
    hanna.page.get_by_label("Form", exact=True).select_option(
        label="PHQ-9: Nine questions about the last two weeks"
    )
    hanna.presses("Ask this", "Measures")


def when_she_says_that_she_thinks_of_dying(story: Story) -> None:
    cleo = story.cleo
    cleo.opens("/my/", "Your space")
    cleo.follows(re.compile("Nine questions"))
    item = cleo.page.get_by_role("group", name=RISK_ITEM)
    with cleo.page.expect_navigation(wait_until="domcontentloaded"):
        item.get_by_label("Several days").check()
    cleo.looks_at()
    assert "/my/safety/" in cleo.page.url
    cleo.reads("988")


def then_it_is_on_top_of_the_day_until_somebody_has_spoken_with_her(story: Story) -> None:
    hanna = story.hanna
    hanna.opens("/desk/", "Friday, January 8")
    hanna.reads("Look at this first")
    hanna.follows(re.compile("^Cleo Ray, Friday"), "Cleo Ray")
    story.seen["concern"] = hanna.page.url.removeprefix(hanna.at)
    hanna.presses("I look after this", "Cleo Ray")
    hanna.page.get_by_label("How you reached them").fill(REACHED)
    hanna.page.get_by_label("What you asked, and what they answered").fill("Thoughts, no plan, no means.")
    hanna.page.get_by_label("Some danger, a plan is in place").check()
    hanna.page.get_by_label("What was done, and what comes next").fill("A plan for the weekend.")
    hanna.presses("Keep it and close", "Cleo Ray")
    hanna.reads("Closed", REACHED)
    hanna.opens("/desk/", "Friday, January 8")
    hanna.reads_nothing_of("Look at this first")
