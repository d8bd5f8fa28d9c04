"""The page of a copy: read, remarked on and taken back in a browser, and closed to everybody else."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from conftest import member, signed_in
from reverie.accounts.models import User
from reverie.core import clock, keyring
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.core.sealing import CannotUnseal, keychain
from reverie.supervision import queries
from reverie.supervision.access import get_copy_for, scope_for
from reverie.supervision.actions import say_remark, withdraw_copy
from reverie.supervision.models import PresentedCopy, Remark


def address(copy: PresentedCopy) -> str:
    return reverse("supervision:copy", args=[copy.pk])


def page(user: User, copy: PresentedCopy) -> str:
    return signed_in(user).get(address(copy)).content.decode()


def test_the_reader_sees_the_words_and_what_was_replaced(copy: PresentedCopy, naomi: User) -> None:
    html = page(naomi, copy)
    assert '<span class="redacted">age removed</span>' in html
    assert "What Hanna Lindqvist would like to think about" in html
    assert "<title>Supervision · Reverie</title>" in html
    assert "Take it back" not in html


def test_the_author_sees_when_it_was_read(copy: PresentedCopy, naomi: User) -> None:
    assert "Naomi Feld has not opened it." in page(copy.author, copy)
    page(naomi, copy)
    html = page(copy.author, copy)
    assert "has not opened it" not in html
    assert html.count('<li class="small">') == 1, "the author's own reads are not among them"


def test_a_line_is_chosen_by_its_link_without_a_script(copy: PresentedCopy, naomi: User) -> None:
    html = signed_in(naomi).get(address(copy) + "?line=2").content.decode()
    assert '<option value="2" selected>' in html


def test_a_line_that_is_none_chooses_the_whole(copy: PresentedCopy, naomi: User) -> None:
    answer = signed_in(naomi).get(address(copy) + "?line=99%00")
    assert answer.status_code == 200


def test_a_remark_stands_beside_its_line(copy: PresentedCopy, naomi: User) -> None:
    browser = signed_in(naomi)
    said = {"line": "2", "quote": "I looked up", "text": "She went and looked."}
    answer = browser.post(address(copy), said)
    remark = Remark.objects.get()
    assert answer["Location"] == f"{address(copy)}#r-{remark.pk}"
    html = browser.get(address(copy)).content.decode()
    line = html[html.index('id="l-2"') : html.index('id="say"')]
    assert "She went and looked." in line
    assert "“I looked up”" in line


def test_a_remark_that_cannot_be_said_comes_back_as_it_was_typed(copy: PresentedCopy, naomi: User) -> None:
    answer = signed_in(naomi).post(
        address(copy), {"line": "7", "quote": "the tray", "text": "My long thought."}
    )
    assert answer.status_code == 422
    assert "My long thought." in answer.content.decode()
    assert not Remark.objects.exists()
    empty = signed_in(naomi).post(address(copy), {"line": "", "text": " "})
    assert "Write what you would like to say." in empty.content.decode()


def test_words_taken_back_come_into_the_form(copy: PresentedCopy, naomi: User, as_naomi: Actor) -> None:
    remark = say_remark(copy=copy, line=1, quote="", text="One of you did.", by=as_naomi)
    browser, where = signed_in(naomi), reverse("supervision:remark-take-back", args=[remark.pk])
    html = browser.post(where).content.decode()
    assert not Remark.objects.exists()
    assert "One of you did.</textarea>" in html
    assert '<option value="1" selected>' in html
    assert browser.post(where).status_code == 404


def test_nobody_takes_back_what_another_said(copy: PresentedCopy, as_naomi: Actor) -> None:
    remark = say_remark(copy=copy, line=1, quote="", text="One of you did.", by=as_naomi)
    where = reverse("supervision:remark-take-back", args=[remark.pk])
    assert signed_in(copy.author).post(where).status_code == 404
    assert Remark.objects.exists()


def test_the_author_takes_the_copy_back(copy: PresentedCopy, naomi: User) -> None:
    where = reverse("supervision:copy-take-back", args=[copy.pk])
    assert signed_in(naomi).post(where).status_code in {403, 404}
    answer = signed_in(copy.author).post(where, follow=True)
    assert "Naomi Feld cannot open it any more" in answer.content.decode()
    assert "Taken back" in page(copy.author, copy)
    assert signed_in(naomi).get(address(copy)).status_code == 404
    again = signed_in(copy.author).post(where, follow=True)
    assert "was taken back already" in again.content.decode()


def test_past_its_day_it_is_gone_for_the_reader_and_kept_by_its_author(
    copy: PresentedCopy, naomi: User, as_naomi: Actor, time_machine
) -> None:
    say_remark(copy=copy, line=0, quote="", text="One of you did.", by=as_naomi)
    time_machine.move_to(clock.now() + timedelta(days=16))
    assert signed_in(naomi).get(address(copy)).status_code == 404
    assert signed_in(naomi).post(address(copy), {"text": "x"}).status_code == 404
    html = page(copy.author, copy)
    assert "One of you did." in html
    assert "nothing is added to it" in html


@pytest.mark.parametrize("role", ["therapist", "supervisor", "practice_owner", "training_director"])
def test_nobody_else_learns_that_it_is_there(copy: PresentedCopy, role: str) -> None:
    browser = signed_in(member(copy.practice, "Somebody Else", role))
    answers = [browser.get(address(copy)), browser.post(address(copy), {"text": "x"})]
    assert {answer.status_code for answer in answers} <= {403, 404}
    for answer in answers:
        assert "kettle" not in answer.content.decode()


def test_no_word_of_it_is_in_the_chain(copy: PresentedCopy, as_naomi: Actor, as_therapist: Actor) -> None:
    remark = say_remark(copy=copy, line=0, quote="tray", text="Ring the bell.", by=as_naomi)
    assert remark.words(keychain(scope_for(as_therapist, copy)))["quote"] == "tray"
    withdraw_copy(copy=copy, by=as_therapist)
    details = " ".join(str(detail) for detail in AuditEvent.objects.values_list("detail", flat=True))
    for word in ("kettle", "tray", "bell", "Ms A."):
        assert word not in details


def test_a_form_without_its_token_is_refused(copy: PresentedCopy) -> None:
    browser = signed_in(copy.author)
    browser.handler.enforce_csrf_checks = True
    assert browser.post(reverse("supervision:copy-take-back", args=[copy.pk])).status_code == 403


def test_what_closes_under_its_reader_is_not_there(
    copy: PresentedCopy, as_naomi: Actor, as_therapist: Actor
) -> None:
    """Found a moment before it was taken back."""
    found = get_copy_for(as_naomi, copy.pk, "presented_copy.read")
    withdraw_copy(copy=copy, by=as_therapist)
    with pytest.raises(Http404):
        queries.words_of(as_naomi, found)
    with pytest.raises(Http404):
        queries.reading_of(as_naomi, found, clock.today("UTC"))


def test_a_key_that_is_gone_from_an_open_copy_is_no_silence(copy: PresentedCopy, as_naomi: Actor) -> None:
    found = get_copy_for(as_naomi, copy.pk, "presented_copy.read")
    keyring.withdraw(copy.scope(), copy.supervision.supervisor_id)
    with pytest.raises(CannotUnseal):
        queries.words_of(as_naomi, found)
    with pytest.raises(CannotUnseal):
        queries.listed(as_naomi, [copy.supervision_id], clock.today("UTC"))
