"""From a search to a weekly hour."""

from tests.journeys.story import BEFOREHAND, PASSWORD, THE_FIRST_MEETING, Story


def when_a_visitor_finds_a_therapist_by_concern_and_open_hour(story: Story) -> None:
    cleo = story.cleo
    cleo.opens("/", "Somebody to think with, every week")
    cleo.follows("Find a therapist", "Find a therapist")
    cleo.reads("Hanna Lindqvist", "Mateo Arriaga")
    cleo.unfolds("What brings you")
    cleo.page.get_by_label("separation", exact=False).check()
    cleo.presses("Show these", "Find a therapist")
    cleo.reads("Hanna Lindqvist")
    cleo.reads_nothing_of("Mateo Arriaga")
    assert "separation" not in cleo.page.url
    cleo.follows("Hanna Lindqvist", "Hanna Lindqvist")


def when_she_books_and_makes_her_account(story: Story) -> None:
    cleo = story.cleo
    tuesday = cleo.page.get_by_role("group", name="Tuesday, January 5")
    tuesday.get_by_text("10:00 am").click()
    cleo.presses("Go on", "A first conversation")
    cleo.page.get_by_label("Your name").fill("Cleo Ray")
    cleo.page.get_by_label("E-mail").fill("cleo@example.invalid")
    cleo.page.get_by_label("What would you like to say beforehand?").fill(BEFOREHAND)
    cleo.page.get_by_label("I understand that nobody watches").check()
    cleo.presses("Book this hour", "Tuesday, January 5")
    cleo.follows("Choose a password", "An invitation")
    cleo.page.get_by_label("Password").fill(PASSWORD)
    cleo.presses("Make the account", "Sign in")
    cleo.page.get_by_label("E-mail address").fill("cleo@example.invalid")
    cleo.page.get_by_label("Password", exact=True).fill(PASSWORD)
    cleo.presses("Sign in", "Your space")
    cleo.reads("Tuesday, January 5", "Hanna Lindqvist")


def then_both_see_the_first_meeting(story: Story) -> None:
    story.goes_on_at(THE_FIRST_MEETING)
    story.hanna.opens("/desk/", "Tuesday, January 5")
    story.hanna.reads("First consultation, Cleo Ray")
    story.hanna.follows("First consultation, Cleo Ray", "Cleo Ray")
    story.seen["client"] = story.hanna.page.url.removeprefix(story.hanna.at)


def when_both_say_yes(story: Story) -> None:
    cleo, hanna = story.cleo, story.hanna
    hanna.page.get_by_label("Yes", exact=True).check()
    hanna.presses("Keep this", "Cleo Ray")
    hanna.unfolds("Offer")
    hanna.presses("Offer to work together", "Cleo Ray")
    cleo.opens("/my/", "Your space")
    cleo.follows("Your plan", "Your plan")
    cleo.page.get_by_label("Yes", exact=True).check()
    cleo.presses("Keep this", "Your plan")
    hanna.opens(story.seen["client"], "Cleo Ray")
    hanna.unfolds("Begin")
    hanna.presses("Begin the work", "Cleo Ray")


def when_a_weekly_hour_is_agreed(story: Story) -> None:
    cleo, hanna = story.cleo, story.hanna
    hanna.follows("Propose a frame", "Propose a frame")
    hanna.page.get_by_label("Day of hour 1").select_option(label="Thursdays")
    hanna.page.get_by_label("Time of hour 1").fill("10:00")
    hanna.page.get_by_label("Fee for an hour").fill("180")
    hanna.page.get_by_label("From", exact=True).fill("2027-01-05")
    hanna.presses("Propose it", "Cleo Ray")
    cleo.opens("/my/plan/", "Your plan")
    cleo.reads("Waiting for your yes")
    cleo.presses("I agree to these hours", "Your plan")
    cleo.reads("Thursday")


def then_it_stands_in_her_space_on_the_day_and_in_the_week(story: Story) -> None:
    story.cleo.opens("/my/sessions/", "Your sessions")
    story.cleo.reads("Thursday, January 7, at 10:00 am")
    story.hanna.opens("/desk/week/", "January 4 to")
    story.hanna.reads("Cleo Ray", "10:00")
