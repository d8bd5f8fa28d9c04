"""Who supervises whom: begun by who brings the work, ended by either, ended for who leaves."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from conftest import actor_for, member
from reverie.accounts.actions import off_board
from reverie.accounts.models import Practice, Therapist, User
from reverie.core import clock
from reverie.core.models import AuditEvent, NoteKeyWrap
from reverie.core.policy import Actor
from reverie.supervision.access import copies_visible_to, own_supervisions, supervisors_for
from reverie.supervision.actions import CannotSupervise, begin_supervision, end_supervision
from reverie.supervision.models import CONSULTATION, TRAINING, PresentedCopy, Supervision

DAY = date(2026, 1, 5)


def test_it_is_begun_by_who_brings_their_work(pair: Supervision, therapist: Therapist, naomi: User) -> None:
    assert (pair.supervisee, pair.supervisor, pair.kind) == (therapist.user, naomi, CONSULTATION)
    assert AuditEvent.objects.get(verb="begin_supervision").actor == str(therapist.user_id)
    assert list(own_supervisions(actor_for(therapist.user))) == [pair]


def test_only_supervisors_of_the_practice_can_be_chosen(
    as_therapist: Actor, naomi: User, colleague: Therapist
) -> None:
    assert list(supervisors_for(as_therapist)) == [naomi]
    elsewhere = member(Practice.objects.create(name="Other", zone="UTC"), "Ines Roy", "supervisor")
    for person in (colleague.user, elsewhere):
        with pytest.raises(CannotSupervise, match="Choose a supervisor of this practice"):
            begin_supervision(supervisor=person, kind=TRAINING, starts_on=DAY, by=as_therapist)


def test_nobody_supervises_their_own_work(practice: Practice) -> None:
    both = member(practice, "Ana Sol", "supervisor")
    practice.memberships.create(user=both, role="therapist")
    with pytest.raises(CannotSupervise, match="nobody supervises their own work"):
        begin_supervision(supervisor=both, kind=TRAINING, starts_on=DAY, by=actor_for(both))


def test_a_supervisor_or_the_owner_begins_none(naomi: User, owner: User) -> None:
    for person in (naomi, owner):
        with pytest.raises(CannotSupervise, match="Only who treats clients"):
            begin_supervision(supervisor=naomi, kind=TRAINING, starts_on=DAY, by=actor_for(person))


def test_a_kind_that_is_none_is_refused(as_therapist: Actor, naomi: User) -> None:
    with pytest.raises(CannotSupervise, match="training or consultation"):
        begin_supervision(supervisor=naomi, kind="chat", starts_on=DAY, by=as_therapist)


def test_it_is_begun_once_at_a_time(pair: Supervision, as_therapist: Actor, naomi: User) -> None:
    with pytest.raises(CannotSupervise, match="already"):
        begin_supervision(supervisor=naomi, kind=TRAINING, starts_on=DAY, by=as_therapist)
    end_supervision(supervision=pair, by=as_therapist)
    begin_supervision(supervisor=naomi, kind=TRAINING, starts_on=DAY, by=as_therapist)


def test_either_of_the_two_ends_it_and_its_copies_close(copy: PresentedCopy, as_naomi: Actor) -> None:
    end_supervision(supervision=copy.supervision, by=as_naomi)
    assert not copies_visible_to(as_naomi).exists()
    assert not NoteKeyWrap.objects.filter(reader=as_naomi.user_id).exists()


def test_nobody_else_ends_it_and_nobody_ends_it_twice(
    pair: Supervision, owner: User, as_naomi: Actor
) -> None:
    with pytest.raises(CannotSupervise, match="Only the two of you"):
        end_supervision(supervision=pair, by=actor_for(owner))
    end_supervision(supervision=pair, by=as_naomi)
    with pytest.raises(CannotSupervise, match="ended already"):
        end_supervision(supervision=pair, by=as_naomi)


@pytest.mark.parametrize("who", ["supervisor", "supervisee"])
def test_who_leaves_the_practice_ends_it(copy: PresentedCopy, owner: User, who: str, as_naomi: Actor) -> None:
    person = getattr(copy.supervision, who)
    off_board(practice=copy.practice, user=person, by=actor_for(owner))
    copy.supervision.refresh_from_db()
    assert copy.supervision.ended_at is not None
    assert not copies_visible_to(as_naomi).exists()
    assert not NoteKeyWrap.objects.filter(reader=as_naomi.user_id).exists()


def test_nothing_begins_and_nothing_ends_without_its_link(
    as_therapist: Actor, naomi: User, broken_audit: None
) -> None:
    with pytest.raises(OSError, match="cannot be written"):
        begin_supervision(supervisor=naomi, kind=TRAINING, starts_on=DAY, by=as_therapist)
    assert not Supervision.objects.exists()


def test_an_end_without_its_link_closes_nothing(
    copy: PresentedCopy, as_naomi: Actor, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("broken_audit")
    with pytest.raises(OSError, match="cannot be written"):
        end_supervision(supervision=copy.supervision, by=as_naomi)
    assert copies_visible_to(as_naomi).get() == copy
    assert NoteKeyWrap.objects.filter(reader=as_naomi.user_id).exists()


def test_the_database_keeps_an_end_whole_and_two_people_two(pair: Supervision) -> None:
    rows = Supervision.objects.filter(pk=pair.pk)
    for change in ({"ended_at": clock.now()}, {"supervisor": pair.supervisee}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
