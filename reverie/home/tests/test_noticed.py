"""What the front pages notice: emergencies, forms, requests, licences, the walk of the audit chain."""

from datetime import timedelta

import pytest

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.directory.actions import Person, ask
from reverie.directory.models import Credential, Profile
from reverie.home.actions.checking import check_audit
from reverie.home.models import AuditCheck
from reverie.home.tasks import check
from reverie.scheduling.models import Appointment
from reverie.treatment import actions
from reverie.treatment.models import Treatment

FEES = {"fee_first_cents": 21000, "fee_cents": 18000}
REASON = "A hospital calls about her medication."


@pytest.fixture
def treatment(client_person: Client, therapist: Therapist, as_therapist: Actor) -> Treatment:
    today = clock.now().date()
    return actions.open_consultation(
        client=client_person, therapist=therapist, started_on=today, by=as_therapist
    )


@pytest.fixture
def profile(therapist: Therapist) -> Profile:
    return Profile.objects.create(
        practice=therapist.practice, therapist=therapist, slug="hanna", confirmed_at=clock.now(), **FEES
    )


def test_client_and_therapist_hear_of_an_emergency(treatment: Treatment, owner: User) -> None:
    actions.break_glass(client=treatment.client, reason=REASON, by=actor_for(owner))
    browser = signed_in(treatment.client.user)
    assert "opened in an emergency" in browser.get("/my/").content.decode()
    page = browser.get("/my/opened/").content.decode()
    assert "Oona Byrne" in page
    assert REASON in page
    assert "look at why" in signed_in(treatment.therapist.user).get("/desk/").content.decode()


def test_a_form_waits_in_the_space(treatment: Treatment, as_therapist: Actor) -> None:
    actions.ask_intake(treatment=treatment, kind="first_meeting", by=as_therapist)
    page = signed_in(treatment.client.user).get("/my/").content.decode()
    assert "A form your therapist asked you to fill in" in page


def test_a_remote_hour_can_be_joined_from_the_space(treatment: Treatment) -> None:
    start = clock.now() + timedelta(minutes=5)
    row = Appointment.objects.create(
        practice=treatment.practice, therapist=treatment.therapist, client=treatment.client, place="phone",
        state="confirmed", wall_start=start, zone="UTC", start_at=start, end_at=start + timedelta(minutes=50),
    )  # fmt: skip
    assert f"/my/sessions/{row.pk}/join/" in signed_in(treatment.client.user).get("/my/").content.decode()


def test_requests_that_wait_stand_on_the_day(profile: Profile) -> None:
    person = Person("A person", "a.person@example.invalid", "", "A question of mine.")
    ask(profile=profile, person=person, user=None, by=Actor.system("test", profile.practice_id))
    page = signed_in(profile.therapist.user).get("/desk/").content.decode()
    assert "1 request waits" in page
    assert "A question of mine." not in page


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "Has run out"), (30, "Runs out soon"), (400, "Not verified")]
)
def test_licences_say_when_they_run_out(profile: Profile, owner: User, days: int, words: str) -> None:
    until = clock.today(profile.practice.zone) + timedelta(days=days)
    facts = {"jurisdiction": "Oregon", "kind": "Psychologist", "number": "1", "valid_until": until}
    Credential.objects.create(profile=profile, **facts)
    assert words in signed_in(owner).get("/desk/practice/").content.decode()


def test_the_overview_says_when_the_chain_was_walked(treatment: Treatment, owner: User) -> None:
    assert "was not walked yet" in signed_in(owner).get("/desk/practice/").content.decode()
    check({})
    assert AuditCheck.objects.get().is_whole
    assert ", whole." in signed_in(owner).get("/desk/practice/").content.decode()
    AuditCheck.objects.update(is_whole=False)
    assert "NOT whole" in signed_in(owner).get("/desk/practice/").content.decode()


def test_a_walk_is_kept_with_its_link_or_not_at_all(
    treatment: Treatment, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(event: object) -> str:
        raise OSError("the chain cannot be written")

    monkeypatch.setattr(audit, "link_hash", refuse)
    with pytest.raises(OSError, match="chain"):
        check_audit(by=Actor.system("home.check_audit"))
    assert not AuditCheck.objects.exists()
