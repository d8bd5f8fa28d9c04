"""Publishing the practice's words to the file."""

import stat

import pytest

from conftest import actor_for
from reverie.accounts.models import Practice, User
from reverie.core import audit
from reverie.core.models import AuditEvent
from reverie.safety import actions, queries, tasks
from reverie.safety.queries.help_lines import help_file


def test_it_is_published_once_and_audited(practice: Practice, owner: User) -> None:
    practice.after_hours_words = "Leave word at 503-555-0142."
    practice.save()
    assert actions.publish_help_lines(practice=practice, by=actor_for(owner))
    assert not actions.publish_help_lines(practice=practice, by=actor_for(owner))
    known = queries.help_of(practice.id)
    assert known is not None
    assert known.after_hours_words == "Leave word at 503-555-0142."
    assert AuditEvent.objects.filter(verb="publish_help").count() == 1


def test_a_change_that_nobody_published_is_published_by_itself(practice: Practice) -> None:
    tasks.publish_help({})
    Practice.objects.filter(pk=practice.pk).update(after_hours_words="New words.")
    tasks.publish_help({})
    known = queries.help_of()
    assert known is not None
    assert known.after_hours_words == "New words."


def test_many_practices_are_published_with_few_questions(
    practice: Practice, owner: User, django_assert_num_queries
) -> None:
    Practice.objects.bulk_create([Practice(name=f"Practice {n}", zone="UTC") for n in range(20)])
    actions.publish_help_lines(practice=practice, by=actor_for(owner))
    with django_assert_num_queries(4):  # two of them open and close its transaction
        tasks.publish_help({})
    last = Practice.objects.get(name="Practice 19")
    known = queries.help_of(last.id)
    assert known is not None
    assert known.name == "Practice 19"


def test_only_the_owner_of_the_process_reads_the_file(practice: Practice, owner: User) -> None:
    actions.publish_help_lines(practice=practice, by=actor_for(owner))
    assert stat.S_IMODE(help_file().stat().st_mode) == 0o600


def test_a_folder_that_is_away_refuses_and_records_nothing(practice: Practice, owner: User) -> None:
    help_file().parent.rmdir()
    with pytest.raises(actions.CannotPublish, match="could not be brought up to date"):
        actions.publish_help_lines(practice=practice, by=actor_for(owner))
    assert not AuditEvent.objects.filter(verb="publish_help").exists()


def test_nothing_is_written_when_the_audit_fails(
    practice: Practice, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**link: object) -> None:
        raise OSError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(OSError):
        actions.publish_help_lines(practice=practice, by=actor_for(owner))
    assert not help_file().exists()
