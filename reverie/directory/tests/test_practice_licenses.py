"""Licences: stated by their holder, looked up by somebody else: who, when, in what."""

from datetime import date, timedelta

import pytest
from django.test import Client as Browser

from conftest import actor_for, signed_in
from reverie.accounts.models import Practice, User
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.directory.actions import (
    CannotVerify,
    doubt_credential,
    drop_credential,
    state_credential,
    verify_credential,
)
from reverie.directory.models import Credential, Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def licence(profile: Profile) -> Credential:
    return profile.credentials.get()


def again(profile: Profile, by: Actor, **changes: object) -> Credential:
    said = {"jurisdiction": "Oregon", "kind": "psychologist", "number": "0000-EX", "is_online_only": False}
    return state_credential(profile=profile, **said | {"valid_until": date(2099, 4, 30)} | changes, by=by)


def test_practice_licenses(owner: User, licence: Credential) -> None:
    browser = signed_in(owner)
    page = browser.get("/desk/practice/licenses/").content.decode()
    assert "1 license is to be looked up." in page and "Oregon, psychologist no. 0000-EX" in page
    browser.post(f"/desk/practice/licenses/{licence.pk}/", {"against": "Oregon register, online"})
    page = browser.get("/desk/practice/licenses/").content.decode()
    assert f"Looked up by {owner.name} on" in page and "Oregon register, online." in page


def test_anybody_reads_who_looked_it_up_when_and_where(owner: User, licence: Credential) -> None:
    url = f"/therapists/{licence.profile.slug}/"
    assert "Nobody of the practice has looked this license up yet." in Browser().get(url).content.decode()
    verify_credential(credential=licence, against="the state's register", by=actor_for(owner))
    page = Browser().get(url).content.decode()
    assert f"Looked up by {owner.name} on" in page and "valid to April 30, 2099" in page


def test_nobody_looks_up_their_own(licence: Credential, as_therapist: Actor) -> None:
    with pytest.raises(CannotVerify, match="of their own"):
        verify_credential(credential=licence, against="a register", by=as_therapist)


def test_it_has_to_be_said_where(owner: User, licence: Credential) -> None:
    with pytest.raises(CannotVerify, match="which register"):
        verify_credential(credential=licence, against="  ", by=actor_for(owner))
    page = signed_in(owner).post(f"/desk/practice/licenses/{licence.pk}/", {}, follow=True).content.decode()
    assert "Looked up in" in page
    assert Credential.objects.get().verified_at is None


def test_a_licence_that_was_renewed_is_looked_up_anew(
    owner: User, licence: Credential, as_therapist: Actor
) -> None:
    verify_credential(credential=licence, against="the register", by=actor_for(owner))
    assert again(licence.profile, as_therapist).verified_at is not None
    assert again(licence.profile, as_therapist, valid_until=date(2101, 1, 1)).verified_at is None
    assert Credential.objects.count() == 1


def test_what_turns_out_wrong_is_no_longer_called_checked(owner: User, licence: Credential) -> None:
    verify_credential(credential=licence, against="the register", by=actor_for(owner))
    signed_in(owner).post(f"/desk/practice/licenses/{licence.pk}/", {"doubt": "1"})
    row = Credential.objects.get()
    assert (row.verified_at, row.verified_by, row.verified_against) == (None, None, "")


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "Expired: not shown"), (30, "Ends within 60 days"), (90, "Looked up</")]
)
def test_the_list_says_how_each_stands(owner: User, licence: Credential, days: int, words: str) -> None:
    verify_credential(credential=licence, against="the register", by=actor_for(owner))
    Credential.objects.update(valid_until=clock.now().date() + timedelta(days=days))
    assert words in signed_in(owner).get("/desk/practice/licenses/").content.decode()


def test_its_holder_takes_it_off(profile: Profile, licence: Credential) -> None:
    signed_in(profile.therapist.user).post(f"/desk/profile/license/{licence.pk}/off/")
    assert not Credential.objects.exists()
    assert Browser().get(f"/therapists/{profile.slug}/").status_code == 404


def test_nobody_elses(licence: Credential, colleague, owner: User) -> None:  # type: ignore[no-untyped-def]
    url = f"/desk/profile/license/{licence.pk}/off/"
    assert signed_in(colleague.user).post(url).status_code == 404
    other = Practice.objects.create(name="Elsewhere", zone="UTC")
    Profile.objects.update(practice=other)
    assert signed_in(owner).post(f"/desk/practice/licenses/{licence.pk}/").status_code == 404


@pytest.mark.parametrize("act", ["verify", "doubt", "drop", "state"])
def test_without_its_audit_link_no_act_stands(
    owner: User, licence: Credential, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    before = Credential.objects.values().get()
    acts = {
        "verify": lambda: verify_credential(credential=licence, against="x", by=actor_for(owner)),
        "doubt": lambda: doubt_credential(credential=licence, by=as_therapist),
        "drop": lambda: drop_credential(credential=licence, by=as_therapist),
        "state": lambda: again(licence.profile, as_therapist, valid_until=date(2101, 1, 1)),
    }
    monkeypatch.setattr(audit, "record", lambda **_all: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        acts[act]()
    assert Credential.objects.values().get() == before
