"""Invitations between the hours, on both sides."""

from uuid import uuid4

from django.urls import reverse

from conftest import signed_in
from reverie.core.policy import Actor
from reverie.journal import actions, library
from reverie.journal.models import Entry, Homework
from reverie.treatment.models import Treatment


def test_giving_and_hearing_of_it(treatment: Treatment, next_hour, therapist) -> None:
    url = reverse("journal:homework", args=[treatment.client_id])
    page = signed_in(therapist.user).post(url, {"words": "Ask one thing."}, follow=True).content.decode()
    assert "Ask one thing." in page
    row = Homework.objects.get()
    assert row.due_at == next_hour.start_at
    assert "Ask one thing." in signed_in(treatment.client.user).get("/my/write/").content.decode()


def test_the_client_answers_with_a_page_that_stays_theirs(
    treatment: Treatment, therapist, as_therapist: Actor
) -> None:
    row = actions.give_homework(treatment=treatment, words="Ask one thing.", by=as_therapist)
    elena = signed_in(treatment.client.user)
    elena.post(f"/my/write/reflection/?for={row.pk}", {"body": "I asked for the salt", "who": "only_me"})
    assert Entry.objects.get().homework == row
    page = signed_in(therapist.user).get(reverse("journal:homework", args=[treatment.client_id]))
    assert "salt" not in page.content.decode()
    assert str(Entry.objects.get().pk) not in page.content.decode()


def test_done_or_not_this_time(treatment: Treatment, as_therapist: Actor) -> None:
    row = actions.give_homework(treatment=treatment, words="Ask one thing.", by=as_therapist)
    elena, url = signed_in(treatment.client.user), reverse("journal:invitation", args=[row.pk])
    assert "Choose one of the two." in elena.post(url, {"state": "talked_about"}).content.decode()
    elena.post(url, {"state": "not_done"})
    row.refresh_from_db()
    assert row.state == "not_done"


def test_what_became_of_it(treatment: Treatment, therapist, as_therapist: Actor) -> None:
    row = actions.give_homework(treatment=treatment, words="Ask one thing.", by=as_therapist)
    url = reverse("journal:homework-item", args=[row.pk])
    given = {"state": "talked_about", "remark": "She asked, and laughed."}
    page = signed_in(therapist.user).post(url, given, follow=True).content.decode()
    assert "She asked, and laughed." in page
    assert "talked about" in page


def test_nobody_else_hears_of_it(
    treatment: Treatment, as_therapist: Actor, colleague, owner, stranger
) -> None:
    row = actions.give_homework(treatment=treatment, words="Ask one thing.", by=as_therapist)
    for user in (colleague.user, owner, stranger.user):
        browser = signed_in(user)
        for name, key in (("invitation", row.pk), ("homework-item", row.pk), ("homework", row.client_id)):
            assert browser.get(reverse(f"journal:{name}", args=[key])).status_code == 404


def test_words_from_the_library_can_be_changed(treatment: Treatment, therapist) -> None:
    url = reverse("journal:homework", args=[treatment.client_id])
    hanna = signed_in(therapist.user)
    assert "before it has been tidied" in hanna.get(f"{url}?prompt=before-it-goes").content.decode()
    hanna.post(f"{url}?prompt=before-it-goes", {"words": "If a dream comes by, I would like to hear it."})
    page = signed_in(treatment.client.user).get("/my/write/").content.decode()
    assert "I would like to hear it." in page
    assert "tidied" not in page


def test_a_sheet_with_parts_is_laid_out(treatment: Treatment, therapist) -> None:
    url = f"{reverse('journal:homework', args=[treatment.client_id])}?prompt=a-small-trial"
    page = signed_in(therapist.user).post(
        url, {"words": "Try one small thing.", "sheet": "What I will try\nWhat I expect to happen"}
    )
    assert page.status_code == 302
    row = Homework.objects.get()
    page = signed_in(treatment.client.user).get(f"/my/write/reflection/?for={row.pk}").content.decode()
    assert "What I expect to happen" in page


def test_an_unknown_prompt_is_an_empty_form(treatment: Treatment, therapist) -> None:
    url = f"{reverse('journal:homework', args=[treatment.client_id])}?prompt=none"
    assert signed_in(therapist.user).get(url).status_code == 200


def test_the_library_has_words_for_every_key() -> None:
    keys = [prompt.key for prompt in library.prompts()]
    assert len(keys) == len(set(keys))
    assert all(prompt.words and len(prompt.words) <= 200 for prompt in library.prompts())


def test_a_draft_remembers_what_it_answers(treatment: Treatment, as_therapist: Actor) -> None:
    row = actions.give_homework(treatment=treatment, words="Ask one thing.", by=as_therapist)
    elena = signed_in(treatment.client.user)
    page = elena.get(f"/my/write/reflection/?for={row.pk}").content.decode()
    url = f"/my/write/reflection/keep/?for={row.pk}"
    assert f'data-autosave-url="{url}"' in page
    elena.post(url, {"body": "I asked", "save_id": uuid4(), "version": 0})
    elena.post("/my/write/reflection/", {"body": "I asked for the salt", "who": "only_me", "version": 1})
    assert Entry.objects.get().homework == row
