from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core.policy import Actor
from reverie.process.actions import Mark, mark_moments
from reverie.process.models import ProcessSheet
from reverie.process.queries.pattern import adding_up, pattern_of
from reverie.process.queries.summary import Entry

EPISODE = {"wish_cluster": 6, "ro_cluster": 5, "valence_ro": "-", "rs_cluster": 7, "valence_rs": "-"}


def episode(**codes: object) -> Entry:
    return Entry(uuid4(), uuid4(), 1, date(2026, 6, 2), "relationship_episode", {**EPISODE, **codes})


def test_the_theme_is_what_is_most_frequent() -> None:
    found = pattern_of([episode(), episode(ro_cluster=8, valence_ro="+"), episode()])
    assert found.theme == {"W": ("6",), "RO": ("5",), "RS": ("7",)}
    assert found.pervasiveness["RO"] == {"5": 2 / 3, "8": 1 / 3}


@pytest.mark.django_db
def test_moments_add_up(sheet: ProcessSheet, as_therapist: Actor, therapist: Therapist) -> None:
    marks = [
        Mark("It’s good timing.", "defense", {"defense": "rationalization"}),
        Mark("I hate it.", "defense", {"level": "7"}),
        Mark("Four minutes.", "relationship_episode", {**EPISODE, "completeness": 4.0}),
        Mark("Everyone very politely.", "relationship_episode", {**EPISODE, "completeness": 2.0}),
        Mark("T: Everyone", "intervention", {"type": "observation", "response": "affect"}),
    ]
    mark_moments(sheet=sheet, marks=marks, by=as_therapist)
    found = adding_up(as_therapist, sheet.client)
    assert (found.whole.n, found.whole.odf) == (2, 5.0)
    assert (len(found.episodes), found.left_out) == (1, 1)
    assert found.answers.counts["observation"]["affect"] == 1
    page = signed_in(therapist.user).get(reverse("process:pattern", args=[sheet.client_id]))
    assert "Over 2 coded defenses" in page.content.decode()


@pytest.mark.django_db
def test_nothing_marked_is_undefined_and_not_nought(sheet: ProcessSheet, as_therapist: Actor) -> None:
    found = adding_up(as_therapist, sheet.client)
    assert (found.whole.odf, found.acts.expressiveness, found.pattern.episodes) == (None, None, 0)
