"""Signed sessions in a record that is open in an emergency; what a therapist reads once a successor leads."""

from datetime import timedelta

import pytest

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.record import access, actions
from reverie.record.models import ProgressNote, Session
from reverie.treatment import actions as treatments
from reverie.treatment.models import Treatment

REASON = "A hospital calls about her medication."
LIST = "/desk/emergency/{}/sessions/"
ONE = "/desk/emergency/sessions/{}/"


@pytest.fixture
def opened(signed: ProgressNote, colleague: Therapist) -> ProgressNote:
    """Mateo has opened the record in an emergency."""
    client = signed.session.client
    treatments.break_glass(client=client, reason=REASON, by=actor_for(colleague.user))
    return signed


def test_signed_notes_are_read_and_drafts_are_not(
    opened: ProgressNote,
    treatment: Treatment,
    colleague: Therapist,
    facts: actions.Facts,
    as_therapist: Actor,
) -> None:
    later = actions.open_session(treatment=treatment, facts=facts, by=as_therapist)
    browser = signed_in(colleague.user)
    page = browser.get(f"/desk/emergency/{treatment.client_id}/").content.decode()
    assert LIST.format(treatment.client_id) in page
    page = browser.get(LIST.format(treatment.client_id)).content.decode()
    assert ONE.format(opened.session_id) in page
    assert ONE.format(later.pk) not in page
    assert "Slept badly." in browser.get(ONE.format(opened.session_id)).content.decode()
    assert browser.get(ONE.format(later.pk)).status_code == 404


def test_each_look_says_that_it_was_an_emergency(opened: ProgressNote, colleague: Therapist) -> None:
    signed_in(colleague.user).get(ONE.format(opened.session_id))
    event = AuditEvent.objects.get(verb="read", object_id=str(opened.session_id))
    assert (event.detail, event.actor) == ({"emergency": True}, str(colleague.user_id))


def test_after_the_hour_and_for_others_nothing_is_there(
    opened: ProgressNote, colleague: Therapist, stranger: Client
) -> None:
    paths = LIST.format(opened.session.client_id), ONE.format(opened.session_id)
    assert stranger.user is not None
    for path in paths:
        assert signed_in(stranger.user).get(path).status_code == 404
        with clock.telling(clock.now() + timedelta(minutes=61)):
            assert signed_in(colleague.user).get(path).status_code == 404
    assert signed_in(opened.session.therapist.user).get(paths[0]).status_code == 302


@pytest.fixture
def handed_over(signed: ProgressNote, colleague: Therapist, as_therapist: Actor) -> Treatment:
    """Hanna's treatment ended a week ago; Mateo goes on and holds a session today."""
    before, day = signed.session.treatment, signed.session.started_at.date()
    Treatment.objects.filter(pk=before.pk).update(state="ended", ended_on=day, ended_reason="transfer")
    people = {"client": before.client, "therapist": colleague, "started_on": day}
    return treatments.open_consultation(**people, by=as_therapist)


def test_who_led_before_does_not_read_the_successors_sessions(
    handed_over: Treatment, signed: ProgressNote, therapist: Therapist, colleague: Therapist
) -> None:
    start = signed.session.started_at + timedelta(days=1)
    facts = actions.Facts(started_at=start, stopped_at=start + timedelta(minutes=50))
    with clock.telling(start + timedelta(hours=2)):
        theirs = actions.open_session(treatment=handed_over, facts=facts, by=actor_for(colleague.user))
    seen = access.sessions_visible_to
    assert set(seen(actor_for(therapist.user))) == {signed.session}
    assert set(seen(actor_for(colleague.user))) == {signed.session, theirs}
    assert signed_in(therapist.user).get(f"/desk/sessions/{theirs.pk}/note/").status_code == 404


def test_nobody_reads_a_draft_of_somebody_else(
    draft: ProgressNote, treatment: Treatment, colleague: Therapist, as_therapist: Actor
) -> None:
    people = {"client": treatment.client, "therapist": colleague, "started_on": treatment.started_on}
    treatments.open_consultation(**people, by=as_therapist)
    page = signed_in(colleague.user).get(f"/desk/sessions/{draft.session_id}/note/")
    assert page.status_code == 200
    assert "has not signed its note" in page.content.decode()
    assert "Slept badly." not in page.content.decode()
    assert Session.objects.get().is_locked is False
