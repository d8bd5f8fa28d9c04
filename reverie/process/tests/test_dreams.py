from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core.policy import Actor
from reverie.process.actions import (
    CannotKeepDream,
    DreamWords,
    Mark,
    SheetWords,
    keep_dream,
    keep_sheet,
    mark_moment,
    unmark,
)
from reverie.process.models import DreamReport, Moment, ProcessSheet
from reverie.process.queries.dreams import dream_book

pytestmark = pytest.mark.django_db
WORDS = DreamWords(
    residue="A bus.", associations=(("the kettle", "her tray"),), codes=(("character", "1FMA"),)
)


@pytest.fixture
def dream(sheet: ProcessSheet, as_therapist: Actor) -> Moment:
    return mark_moment(sheet=sheet, mark=Mark("Silence, most of a minute.", "dream"), by=as_therapist)


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def test_a_report_is_kept_once_a_dream(dream: Moment, as_therapist: Actor) -> None:
    for words in (DreamWords(residue="First."), WORDS):
        keep_dream(moment=dream, words=words, by=as_therapist)
    (told,) = dream_book(as_therapist, dream.client).told
    assert DreamReport.objects.count() == 1
    assert told.report["associations"] == [{"element": "the kettle", "text": "her tray"}]


def test_other_moments_have_no_report(moment: Moment, as_therapist: Actor) -> None:
    with pytest.raises(CannotKeepDream, match="not marked as a dream"):
        keep_dream(moment=moment, words=WORDS, by=as_therapist)


def test_a_code_that_does_not_exist_is_named(dream: Moment, as_therapist: Actor) -> None:
    with pytest.raises(CannotKeepDream, match="character 9XXX"):
        keep_dream(moment=dream, words=DreamWords(codes=(("character", "9XXX"),)), by=as_therapist)


def test_keeping_without_an_audit_link_keeps_nothing(
    dream: Moment, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        keep_dream(moment=dream, words=WORDS, by=as_therapist)
    assert not DreamReport.objects.exists()


def test_the_associations_of_the_hour_stand_beside(
    dream: Moment, sheet: ProcessSheet, as_therapist: Actor
) -> None:
    mark_moment(sheet=sheet, mark=Mark("The bus stopped", "free_association"), by=as_therapist)
    (told,) = dream_book(as_therapist, sheet.client).told
    assert [words for _, words in told.came] == ["The bus stopped"]


def test_the_page_takes_lines(hanna: Browser, dream: Moment) -> None:
    fields = {
        "residue": "A bus.",
        "associations": "the kettle: her tray\nthe landing",
        "codes": "emotion AP D",
    }
    page = hanna.post(reverse("process:moment-dream", args=[dream.id]), fields, follow=True).content.decode()
    assert "her tray" in page
    assert "AP D" in page


@pytest.mark.parametrize("fields", [{"codes": "nonsense"}, {"entry": str(uuid4())}])
def test_wrong_lines_come_back(hanna: Browser, dream: Moment, fields: dict[str, str]) -> None:
    answer = hanna.post(reverse("process:moment-dream", args=[dream.id]), {"residue": "A bus.", **fields})
    assert answer.status_code == 422
    assert "A bus." in answer.content.decode()


def test_a_dream_that_is_unmarked_leaves_no_report(dream: Moment, as_therapist: Actor) -> None:
    keep_dream(moment=dream, words=WORDS, by=as_therapist)
    unmark(moment=dream, by=as_therapist)
    keep_sheet(sheet=dream.sheet, words=SheetWords(body="Kept again."), by=as_therapist)
    assert not DreamReport.objects.exists()


def test_a_dream_whose_mark_was_taken_away_keeps_nothing(dream: Moment, as_therapist: Actor) -> None:
    unmark(moment=dream, by=as_therapist)
    with pytest.raises(CannotKeepDream, match="was taken away"):
        keep_dream(moment=Moment.objects.get(pk=dream.pk), words=WORDS, by=as_therapist)


def test_the_page_of_a_mark_that_was_taken_away_offers_to_bring_it_back(
    dream: Moment, as_therapist: Actor, hanna: Browser
) -> None:
    away = reverse("process:moment-unmark", args=[dream.pk])
    assert hanna.post(away)["Location"] == hanna.post(away)["Location"]
    answer = hanna.get(reverse("process:moment", args=[dream.pk]))
    assert answer["Location"].endswith(f"?unmarked={dream.pk}")
