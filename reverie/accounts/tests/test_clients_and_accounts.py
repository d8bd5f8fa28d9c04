import pytest

from conftest import signed_in
from reverie.accounts import access, actions, queries
from reverie.accounts.models import Client, Membership, Practice, Representative, Therapist, User
from reverie.accounts.queries import actor_of
from reverie.core import audit
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor

BOOKING = Actor.system("booking")


@pytest.fixture
def no_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**words: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)


def test_a_visitor_becomes_a_client(practice: Practice) -> None:
    client = actions.register_client(practice=practice, name="Cleo Ray", email="C@X.invalid", by=BOOKING)
    assert (client.email, client.zone, client.user) == ("c@x.invalid", practice.zone, None)
    assert AuditEvent.objects.get(verb="register").client == client.id


def test_the_same_account_is_one_client(practice: Practice, client_person: Client) -> None:
    again = actions.register_client(practice=practice, user=client_person.user, by=BOOKING)
    assert again == client_person


def test_a_typed_address_is_not_joined_to_an_account(practice: Practice, client_person: Client) -> None:
    client = actions.register_client(
        practice=practice, name="Somebody", email=client_person.email, by=BOOKING
    )
    assert client.user is None


@pytest.mark.usefixtures("no_audit")
def test_nothing_is_registered_without_its_link(practice: Practice) -> None:
    with pytest.raises(RuntimeError):
        actions.register_client(practice=practice, name="Cleo Ray", by=BOOKING)
    assert not Client.objects.exists()


def test_a_practice_is_opened_and_changed(db: None) -> None:
    practice = actions.open_practice(name="Elm Row", zone="America/Los_Angeles", by=Actor.system("set-up"))
    actions.change_practice(practice=practice, facts={"is_monitored": True}, by=Actor.system("set-up"))
    assert Practice.objects.get().is_monitored
    with pytest.raises(KeyError):
        actions.change_practice(practice=practice, facts={"id": "x"}, by=Actor.system("set-up"))


@pytest.mark.usefixtures("no_audit")
def test_a_practice_is_not_changed_without_its_link(practice: Practice) -> None:
    with pytest.raises(RuntimeError):
        actions.change_practice(practice=practice, facts={"name": "Other"}, by=Actor.system("set-up"))
    assert Practice.objects.get().name != "Other"


def test_a_person_changes_their_account(therapist: Therapist) -> None:
    browser = signed_in(therapist.user)
    facts = {"name": "Hanna L.", "pronouns": "she/her", "zone": "America/Chicago", "language": "en"}
    answer = browser.post("/account/", {**facts, "theme": "dark"})
    assert answer.status_code == 302
    therapist.user.refresh_from_db()
    assert (therapist.user.name, therapist.user.theme) == ("Hanna L.", "dark")


def test_a_wrong_zone_changes_nothing_and_loses_nothing(therapist: Therapist) -> None:
    answer = signed_in(therapist.user).post("/account/", {"name": "Hanna L.", "zone": "Etc/GMT+8"})
    assert "Hanna L." in answer.content.decode()
    therapist.user.refresh_from_db()
    assert therapist.user.name == "Hanna Lindqvist"


@pytest.mark.usefixtures("no_audit")
def test_an_account_is_not_changed_without_its_link(therapist: Therapist, as_therapist: Actor) -> None:
    with pytest.raises(RuntimeError):
        actions.change_account(user=therapist.user, facts={"name": "Other"}, by=as_therapist)
    therapist.user.refresh_from_db()
    assert therapist.user.name == "Hanna Lindqvist"


def test_a_person_of_two_practices_goes_from_one_to_the_other(therapist: Therapist) -> None:
    second = Practice.objects.create(name="Second House", zone="America/Chicago")
    Membership.objects.create(practice=second, user=therapist.user, role="biller")
    browser = signed_in(therapist.user)
    assert browser.get("/account/").context["here"] == therapist.practice_id
    browser.post("/account/practice/", {"practice": str(second.id)})
    answer = browser.get("/account/")
    assert answer.context["here"] == second.id
    assert answer.context["roles"] == ["Billing"]


def test_nobody_switches_to_a_practice_of_others(therapist: Therapist) -> None:
    other = Practice.objects.create(name="Elsewhere", zone="America/Chicago")
    browser = signed_in(therapist.user)
    browser.post("/account/practice/", {"practice": str(other.id)})
    assert browser.get("/account/").context["here"] == therapist.practice_id


def test_the_actor_costs_one_query(therapist: Therapist, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert actor_of(therapist.user).roles == {"therapist"}


def test_a_therapist_who_is_a_client_elsewhere_stays_two_people(
    therapist: Therapist, practice: Practice
) -> None:
    elsewhere = Practice.objects.create(name="Elsewhere", zone="America/Chicago")
    Client.objects.create(practice=elsewhere, user=therapist.user, name="H", zone="America/Chicago")
    assert actor_of(therapist.user).roles == {"therapist"}
    assert actor_of(therapist.user, practice=elsewhere.id).roles == {"client"}


def test_the_desk_sees_how_to_reach_clients_and_others_their_own(
    client_person: Client, stranger: Client, owner: User, as_client: Actor, as_therapist: Actor
) -> None:
    assert set(access.clients_visible_to(actor_of(owner))) == {client_person, stranger}
    assert list(access.clients_visible_to(as_client)) == [client_person]
    assert not access.clients_visible_to(as_therapist).exists()


def test_representatives_have_a_scope_and_an_end() -> None:
    names = {field.name for field in Representative._meta.fields}
    assert {"scope", "basis", "starts_on", "expires_on"} <= names


def test_members_are_listed_with_their_factor(owner: User, therapist: Therapist) -> None:
    found = {one.user.name: (one.roles, one.has_factor) for one in queries.members(actor_of(owner))}
    assert found == {
        "Hanna Lindqvist": (("therapist",), False),
        "Oona Byrne": (("practice_owner",), False),
    }
