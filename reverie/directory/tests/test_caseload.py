"""A page closes with its therapist: by a full caseload, or because they leave."""

from datetime import date

import pytest

from conftest import actor_for
from reverie.accounts.actions import change_roles, off_board
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.directory import actions, queries
from reverie.directory.actions import CannotAsk, CannotBook, Person, follow_caseload, save_profile
from reverie.directory.models import Inquiry, Profile
from reverie.directory.tests.conftest import FIELDS
from reverie.directory.tests.test_book import book, first_hour
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db
WHO = Person("W. Achterberg", "w@example.invalid", "", "A question.")


def found() -> list[str]:
    answer = queries.find(queries.Search(), "America/Los_Angeles")
    return [one.profile.slug for one in answer.listings]


def treatment(client: Client, therapist: Therapist) -> Treatment:
    rest = {"practice": therapist.practice, "state": "active", "started_on": date(2026, 1, 6)}
    return Treatment.objects.create(client=client, therapist=therapist, **rest)


@pytest.fixture
def with_one_place(profile: Profile, as_therapist: Actor) -> Profile:
    return save_profile(therapist=profile.therapist, fields={"most_clients": 1}, by=as_therapist)


def test_a_full_caseload_closes_the_page_and_an_ending_opens_it(
    with_one_place: Profile, client_person: Client
) -> None:
    assert found() == [with_one_place.slug]
    row = treatment(client_person, with_one_place.therapist)
    assert found() == []
    row.state, row.ended_on, row.ended_reason = Treatment.ENDED, date(2026, 6, 1), "agreed"
    row.save()
    assert found() == [with_one_place.slug]


def test_a_page_that_its_owner_closed_stays_closed(
    with_one_place: Profile, client_person: Client, as_therapist: Actor
) -> None:
    row = treatment(client_person, with_one_place.therapist)
    save_profile(therapist=with_one_place.therapist, fields={"has_room": False}, by=as_therapist)
    row.state, row.ended_on, row.ended_reason = Treatment.ENDED, date(2026, 6, 1), "agreed"
    row.save()
    assert found() == []


def test_without_a_limit_nothing_is_counted(
    profile: Profile, client_person: Client, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    treatment(client_person, profile.therapist)
    with django_assert_num_queries(3):  # its savepoint, and one question
        follow_caseload(therapist=profile.therapist, by=Actor.system("test", profile.practice_id))
    assert found() == [profile.slug]


def test_the_last_place_is_given_once(with_one_place: Profile) -> None:
    start = first_hour(with_one_place)
    book(with_one_place, start_at=start)
    with_one_place.refresh_from_db()
    with pytest.raises(CannotBook, match="no room"):
        book(with_one_place, email="other@example.invalid")


def test_somebody_who_was_told_yes_may_still_choose_when_the_page_has_closed(
    with_one_place: Profile, client_person: Client, as_therapist: Actor
) -> None:
    by = Actor.system("directory.inquiry", with_one_place.practice_id)
    row = actions.ask(profile=with_one_place, person=WHO, user=None, by=by)
    actions.answer_yes(inquiry=row, words="", by=as_therapist)
    treatment(client_person, with_one_place.therapist)
    actions.schedule(inquiry=row, start_at=first_hour(with_one_place), place="office", by=by)
    with_one_place.refresh_from_db()
    with pytest.raises(CannotAsk):
        actions.ask(profile=with_one_place, person=WHO, user=None, by=by)


def test_without_its_audit_link_the_page_stays_open(
    with_one_place: Profile, client_person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "record", lambda **_all: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        treatment(client_person, with_one_place.therapist)
    assert not Profile.objects.get().is_full


@pytest.mark.parametrize("how", ["leaves", "holds no hours"])
def test_who_leaves_is_no_longer_shown_and_lets_go_who_asked(
    profile: Profile, owner: User, practice: Practice, how: str
) -> None:
    by = actor_for(owner)
    row = actions.ask(profile=profile, person=WHO, user=None, by=by)
    if how == "leaves":
        off_board(practice=practice, user=profile.therapist.user, by=by)
    else:
        change_roles(practice=practice, user=profile.therapist.user, roles=["front_desk"], by=by)
    profile.refresh_from_db()
    row.refresh_from_db()
    assert (profile.is_listed, found(), row.state) == (False, [], Inquiry.EXPIRED)


def test_a_page_needs_words_of_its_own(therapist: Therapist, as_therapist: Actor) -> None:
    row = save_profile(therapist=therapist, fields=FIELDS | {"statement": " "}, by=as_therapist)
    actions.state_credential(
        profile=row, jurisdiction="Oregon", kind="psychologist", number="1", valid_until=date(2099, 1, 1),
        is_online_only=False, by=as_therapist,
    )  # fmt: skip
    with pytest.raises(actions.CannotList, match="own words"):
        actions.list_profile(profile=row, is_listed=True, by=as_therapist)


def test_taking_a_page_away_does_not_confirm_it(profile: Profile, as_therapist: Actor) -> None:
    before = profile.confirmed_at
    assert actions.list_profile(profile=profile, is_listed=False, by=as_therapist).confirmed_at == before
