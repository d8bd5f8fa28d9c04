"""The pages of a supervision: begun, listed to both, counted, ended; and its hours in a browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Practice, Therapist, User
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.supervision.actions import begin_supervision, confirm_hour, log_hour, present_copy, say_remark
from reverie.supervision.models import PresentedCopy, Supervision, SupervisionHour
from reverie.supervision.tests.conftest import WORDS

HOME = "/desk/supervision/"


def at(name: str, row: Supervision | SupervisionHour) -> str:
    return reverse(f"supervision:{name}", args=[row.pk])


def logged(pair: Supervision, by: Actor, count: int = 1, minutes: int = 60) -> list[SupervisionHour]:
    today = clock.today(pair.practice.zone)
    return [log_hour(supervision=pair, held_on=today, minutes=minutes, by=by) for _ in range(count)]


def test_it_is_begun_on_its_page(therapist: Therapist, naomi: User) -> None:
    browser, where = signed_in(therapist.user), reverse("supervision:begin")
    assert where in browser.get(HOME).content.decode()
    said = {"supervisor": str(naomi.pk), "kind": "training", "starts_on": "2026-01-05"}
    answer = browser.post(where, said, follow=True)
    assert "Supervision with Naomi Feld" in answer.content.decode()
    again = browser.post(where, said)
    assert again.status_code == 422
    assert "You bring your work to this supervisor already." in again.content.decode()


def test_without_a_supervisor_the_page_says_what_to_do(therapist: Therapist) -> None:
    html = signed_in(therapist.user).get(reverse("supervision:begin")).content.decode()
    assert "Nobody in this practice is a supervisor yet" in html


def test_both_find_the_copy_in_their_lists(copy: PresentedCopy, naomi: User) -> None:
    for user in (naomi, copy.author):
        browser = signed_in(user)
        assert "Ms A., the kettle" in browser.get(at("pair", copy.supervision)).content.decode()
    assert "1 copy open" in signed_in(naomi).get(HOME).content.decode()


def test_a_remark_is_new_until_it_is_read(copy: PresentedCopy, as_naomi: Actor) -> None:
    browser, one = signed_in(copy.author), reverse("supervision:copy", args=[copy.pk])
    say_remark(copy=copy, line=0, quote="", text="One of you did.", by=as_naomi)
    assert "1 remark to read" in browser.get(HOME).content.decode()
    browser.get(one)
    assert "1 remark to read" not in browser.get(HOME).content.decode()


def test_who_answered_has_read(copy: PresentedCopy, as_naomi: Actor, as_therapist: Actor) -> None:
    say_remark(copy=copy, line=0, quote="", text="One of you did.", by=as_naomi)
    say_remark(copy=copy, line=0, quote="", text="I know.", by=as_therapist)
    html = signed_in(copy.author).get(HOME).content.decode()
    assert "2 remarks" in html
    assert "to read" not in html


def test_many_copies_cost_no_more_questions(
    copy: PresentedCopy, as_therapist: Actor, django_assert_max_num_queries
) -> None:
    for _ in range(5):
        present_copy(supervision=copy.supervision, words=WORDS, until=copy.until, by=as_therapist)
    browser = signed_in(copy.author)
    browser.get(HOME)
    with django_assert_max_num_queries(12):
        browser.get(HOME)
    with django_assert_max_num_queries(12):
        browser.get(at("pair", copy.supervision))


def test_who_is_all_at_once_asks_no_more_than_others(
    copy: PresentedCopy, naomi: User, practice: Practice, django_assert_max_num_queries
) -> None:
    """A supervisor who treats clients, brings work to a colleague and answers for the training."""
    for role in ("therapist", "training_director"):
        practice.memberships.create(user=naomi, role=role)
    other, today = member(practice, "Ana Sol", "supervisor"), clock.today(practice.zone)
    by = actor_for(naomi)
    pair = begin_supervision(supervisor=other, kind="training", starts_on=today, by=by)
    say_remark(
        copy=present_copy(supervision=pair, words=WORDS, until=today, by=by),
        line=0,
        quote="",
        text="x",
        by=by,
    )
    logged(pair, by, 3)
    browser = signed_in(naomi)
    assert "Supervision with Ana Sol" in browser.get(HOME).content.decode()
    with django_assert_max_num_queries(12):
        browser.get(HOME)


def test_it_is_ended_by_either_on_its_page(copy: PresentedCopy, naomi: User) -> None:
    browser, pair = signed_in(naomi), copy.supervision
    assert "has ended" in browser.post(at("pair-end", pair), follow=True).content.decode()
    assert "has ended already" in browser.post(at("pair-end", pair), follow=True).content.decode()
    html = signed_in(copy.author).get(HOME).content.decode()
    assert "Its copies are closed to the supervisor" in html


@pytest.mark.parametrize("name", ["pair", "hours", "hours-print"])
def test_a_pair_is_not_there_for_others(pair: Supervision, colleague: Therapist, name: str) -> None:
    assert signed_in(colleague.user).get(at(name, pair)).status_code == 404


def test_an_hour_is_logged_and_confirmed_on_its_page(pair: Supervision, naomi: User) -> None:
    browser, today = signed_in(pair.supervisee), clock.today(pair.practice.zone)
    answer = browser.post(at("hours", pair), {"held_on": str(today), "minutes": "50"}, follow=True)
    assert "It waits for Naomi Feld to confirm it." in answer.content.decode()
    hour = SupervisionHour.objects.get()
    assert "1 hour waits for you to confirm it" in signed_in(naomi).get(HOME).content.decode()
    answer = signed_in(naomi).post(at("hour-answer", hour), {"does": "confirm"}, follow=True)
    assert "Since January: 50 minutes, all confirmed by Naomi Feld." in answer.content.decode()


def test_an_hour_goes_back_with_its_reason_and_is_taken_out(
    pair: Supervision, naomi: User, as_therapist: Actor
) -> None:
    [hour] = logged(pair, as_therapist)
    browser = signed_in(naomi)
    html = browser.post(
        at("hour-answer", hour), {"does": "return", "reason": ""}, follow=True
    ).content.decode()
    assert "Choose why the hour goes back." in html
    browser.post(at("hour-answer", hour), {"does": "return", "reason": "other_day"})
    html = signed_in(pair.supervisee).get(at("hours", pair)).content.decode()
    assert "It was on another day." in html
    signed_in(pair.supervisee).post(at("hour-take-out", hour))
    assert not SupervisionHour.objects.exists()


def test_an_answer_that_is_none_and_a_second_taking_out_are_refused(
    pair: Supervision, naomi: User, as_therapist: Actor, as_naomi: Actor
) -> None:
    [hour] = logged(pair, as_therapist)
    html = signed_in(naomi).post(at("hour-answer", hour), {}, follow=True).content.decode()
    assert "confirmed or goes back" in html
    confirm_hour(hour=hour, by=as_naomi)
    html = signed_in(pair.supervisee).post(at("hour-take-out", hour), follow=True).content.decode()
    assert "confirmed and stays in the log" in html


@pytest.mark.parametrize(
    ("day", "minutes"), [("", "50"), ("soon", "50"), ("2026-06-01", "0"), ("2999-01-01", "5")]
)
def test_an_hour_that_cannot_be_comes_back_with_a_sentence(pair: Supervision, day: str, minutes: str) -> None:
    answer = signed_in(pair.supervisee).post(at("hours", pair), {"held_on": day, "minutes": minutes})
    assert answer.status_code == 422
    assert not SupervisionHour.objects.exists()


def test_the_supervisor_logs_nothing(pair: Supervision, naomi: User) -> None:
    today = clock.today(pair.practice.zone)
    answer = signed_in(naomi).post(at("hours", pair), {"held_on": str(today), "minutes": "50"})
    assert answer.status_code in {403, 404}


def test_the_log_on_paper_holds_the_confirmed_alone(
    pair: Supervision, as_therapist: Actor, as_naomi: Actor
) -> None:
    first, _second = logged(pair, as_therapist, 2, 90)
    confirm_hour(hour=first, by=as_naomi)
    html = signed_in(pair.supervisee).get(at("hours-print", pair)).content.decode()
    assert html.count("1 hour, 30 minutes") == 2, "its row and the sum"
    assert f"<td>Naomi Feld, {date_format(clock.today(pair.practice.zone), 'F j, Y')}</td>" in html


def test_the_training_director_sees_hours_and_no_copy(
    copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor, practice: Practice
) -> None:
    for hour in logged(copy.supervision, as_therapist, 11):
        confirm_hour(hour=hour, by=as_naomi)
    browser = signed_in(member(practice, "Dora Lind", "training_director"))
    html = browser.get(HOME).content.decode()
    assert "Hanna Lindqvist" in html
    assert "11 hours" in html
    assert "kettle" not in html
    for name in ("pair", "hours"):
        assert browser.get(at(name, copy.supervision)).status_code in {403, 404}


def test_hours_of_another_year_do_not_count(pair: Supervision, as_therapist: Actor, time_machine) -> None:
    logged(pair, as_therapist)
    time_machine.move_to(clock.now() + timedelta(days=366))
    assert (
        "No hours are in the log of this year yet." in signed_in(pair.supervisee).get(HOME).content.decode()
    )
