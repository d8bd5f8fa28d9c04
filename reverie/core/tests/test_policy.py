"""The one place that says yes: what the table does not name is refused, and roles without a relation too."""

from uuid import uuid4

import pytest

from reverie.core import policy
from reverie.core.policy import ANONYMOUS, Actor, allows, entitled, may_ever, roles_for

TABLE = {
    "note": {
        "read": frozenset({("therapist", "author"), ("supervisor", "grant"), ("owner", "practice")}),
        "burn": frozenset(),
    }
}


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "table", lambda: TABLE)


def actor(*roles: str) -> Actor:
    return Actor(user_id=uuid4(), practice_id=uuid4(), roles=frozenset(roles))


@pytest.mark.parametrize(
    ("roles", "relations", "is_allowed"),
    [
        (["therapist"], ["author"], True),
        (["therapist"], ["own", "author"], True),
        (["therapist"], [], False),
        (["therapist"], ["grant"], False),
        (["supervisor"], ["author"], False),
        (["client"], ["author", "grant", "practice"], False),
        ([], ["author", "grant", "practice"], False),
        (["therapist", "supervisor"], ["grant"], True),
        (["therapist", "client"], ["practice"], False),
    ],
)
def test_a_role_needs_its_own_relation(roles: list[str], relations: list[str], is_allowed: bool) -> None:
    assert allows(actor(*roles), "note.read", relations) is is_allowed


@pytest.mark.parametrize(
    "action", ["note.burn", "note.write", "letter.read", "note", "", ".read", "read.note"]
)
def test_what_the_table_does_not_name_is_refused(action: str) -> None:
    everything = actor("therapist", "supervisor", "owner")
    assert entitled(action) == frozenset()
    assert allows(everything, action, ["author", "grant", "practice"]) is False
    assert may_ever(everything, action) is False
    assert roles_for(everything, action, "author") == frozenset()


def test_the_gate_asks_whether_any_relation_would_do() -> None:
    assert may_ever(actor("therapist"), "note.read") is True
    assert may_ever(actor("client"), "note.read") is False
    assert may_ever(actor(), "note.read") is False


def test_roles_are_those_held_that_the_relation_lets() -> None:
    both = actor("therapist", "owner", "client")
    assert roles_for(both, "note.read", "author") == {"therapist"}
    assert roles_for(both, "note.read", "practice") == {"owner"}
    assert roles_for(both, "note.read", "grant") == frozenset()


def test_a_job_and_nobody_are_allowed_nothing() -> None:
    practice = uuid4()
    job = Actor.system("nightly", practice)
    assert (job.user_id, job.practice_id, job.roles, job.job) == (None, practice, frozenset(), "nightly")
    assert Actor.system("nightly").practice_id is None
    for nobody in (job, ANONYMOUS):
        assert allows(nobody, "note.read", ["author", "grant", "practice"]) is False
        assert may_ever(nobody, "note.read") is False
        assert (nobody.is_signed_in, nobody.is_staff) == (False, False)


@pytest.mark.parametrize(
    ("roles", "is_staff"),
    [
        ([], False), (["client"], False), (["representative"], False), (["client", "representative"], False),
        (["owner"], True), (["client", "therapist"], True),
    ],
)  # fmt: skip
def test_staff_hold_more_than_a_clients_role(roles: list[str], is_staff: bool) -> None:
    assert actor(*roles).is_staff is is_staff
    assert actor(*roles).is_signed_in is True


def test_what_the_audit_calls_them() -> None:
    both = actor("therapist", "owner")
    assert both.name_in_audit == str(both.user_id)
    assert both.role_in_audit == "owner,therapist"
    job = Actor.system("nightly")
    assert (job.name_in_audit, job.role_in_audit) == ("job:nightly", "job")
    assert (ANONYMOUS.name_in_audit, ANONYMOUS.role_in_audit) == ("", "none")
    assert len(actor(*(f"role-{n:02}" for n in range(20))).role_in_audit) == 40


def test_a_pair_is_a_role_and_a_relation() -> None:
    assert policy._pair("therapist:own_client") == ("therapist", "own_client")
    assert policy._pair("owner") == ("owner", "")


def test_the_tables_are_read_as_people_review_them() -> None:
    routes = policy.routes()
    assert routes["record:session-sign"]["POST"] == "note.sign"
    assert routes["account_login"]["GET"] == "public"
    assert "account:account_login" not in routes
