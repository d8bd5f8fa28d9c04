"""Who stands behind the words: recorded by the owner, void with the first changed byte."""

from pathlib import Path

import pytest

from conftest import actor_for, signed_in
from reverie.accounts.models import Practice, Therapist, User
from reverie.core import audit
from reverie.core.models import AuditEvent
from reverie.safety import actions, queries
from reverie.safety.models import WordingApproval
from reverie.safety.queries.wordings import text_keys

DIGESTS = Path(__file__).parent / "snapshots" / "wording.sha256"
PAGE = "/desk/practice/wording/"


def test_no_sentence_changed_unseen() -> None:
    """A changed sentence needs a clinician: then write its new digest into the file."""
    assert DIGESTS.read_text() == "".join(f"{queries.digest_of(key)}  {key}\n" for key in text_keys())


def test_nothing_is_approved_at_first(practice: Practice) -> None:
    keys = ["crisis_line", "help_now", "after_answer", "watch", "tell", "safety_plan"]
    assert queries.unapproved_wordings(practice) == keys


def test_an_approval_names_the_clinician_and_is_audited(practice: Practice, owner: User) -> None:
    actions.approve_wording(
        practice=practice, text_key="help_now", approved_by_name="Naomi Feld, PhD", by=actor_for(owner)
    )
    assert "help_now" not in queries.unapproved_wordings(practice)
    assert AuditEvent.objects.get(verb="approve_wording").detail["digest"] == queries.digest_of("help_now")


def test_the_owner_is_reminded_until_all_is_approved(practice: Practice, owner: User) -> None:
    for key in text_keys():
        assert "awaiting a clinician's approval" in queries.what_awaits_approval()
        actions.approve_wording(
            practice=practice, text_key=key, approved_by_name="Naomi Feld", by=actor_for(owner)
        )
    assert queries.what_awaits_approval() == ""


def test_of_many_practices_the_doctor_names_a_few(practice: Practice, django_assert_num_queries) -> None:
    Practice.objects.bulk_create([Practice(name=f"Practice {n}", zone="UTC") for n in range(10, 30)])
    with django_assert_num_queries(2):
        said = queries.what_awaits_approval()
    assert said.endswith("Practice 10, Practice 11, Practice 12, Practice 13 and 16 more.")
    Practice.objects.update(is_monitored=True)
    with django_assert_num_queries(1):
        assert " and 16 more watches" in queries.what_is_not_declared()


def test_a_changed_sentence_voids_the_approval(practice: Practice, owner: User) -> None:
    approval = actions.approve_wording(
        practice=practice, text_key="help_now", approved_by_name="Naomi Feld", by=actor_for(owner)
    )
    WordingApproval.objects.filter(pk=approval.pk).update(digest="0" * 64)
    assert "help_now" in queries.unapproved_wordings(practice)


@pytest.mark.parametrize(("key", "name"), [("nothing", "Naomi Feld"), ("help_now", "  ")])
def test_it_is_refused_without_text_or_name(practice: Practice, owner: User, key: str, name: str) -> None:
    with pytest.raises(actions.CannotApprove):
        actions.approve_wording(practice=practice, text_key=key, approved_by_name=name, by=actor_for(owner))


def test_nothing_is_kept_when_the_audit_fails(
    practice: Practice, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(OSError):
        actions.approve_wording(
            practice=practice, text_key="help_now", approved_by_name="N", by=actor_for(owner)
        )
    assert not WordingApproval.objects.exists()


def fail(**link: object) -> None:
    raise OSError


def test_the_owner_records_it_on_the_page(practice: Practice, owner: User) -> None:
    browser = signed_in(owner)
    assert "Awaiting a clinician’s approval" in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"text_key": "help_now", "approved_by_name": "Naomi Feld, PhD"})
    assert "Approved by Naomi Feld, PhD" in browser.get(PAGE).content.decode()


def test_nobody_else_sees_the_page(therapist: Therapist) -> None:
    assert signed_in(therapist.user).get(PAGE).status_code == 404
