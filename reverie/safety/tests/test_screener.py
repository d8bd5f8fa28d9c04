"""The screener at the desk: every pattern of answers keeps its concern or none, with the answers."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit, clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.safety import actions
from reverie.safety.models import Concern, Screener
from reverie.safety.queries.screeners import asked_with

PATTERNS = list(itertools.product([True, False], repeat=6))
TIMES = [True, False, None]
TYPED = {True: "yes", False: "no", None: ""}


def level_of(answers: tuple[bool, ...], recent: bool | None) -> str:
    """The table of the reference: the highest row that holds."""
    one, two, three, four, five, six = answers
    if four or five or (six and recent is not False):
        return "high"
    if three or six:
        return "moderate"
    return "low" if one or two else "none"


def keep(client: Client, therapist: Therapist, by: Actor, answers: dict, **more: Any) -> Screener:
    facts = {"recent": None, "frame": Screener.MONTH, "asked_at": clock.now(), **more}
    row, _found = actions.keep_screener(client=client, therapist=therapist, answers=answers, by=by, **facts)
    return row


@pytest.mark.slow
@pytest.mark.parametrize("frame", Screener.FRAMES)
@pytest.mark.parametrize("recent", TIMES)
def test_all_64_patterns_and_times(
    treated: Client, therapist: Therapist, as_therapist: Actor, recent: bool | None, frame: str
) -> None:
    for pattern in PATTERNS:
        answers = dict(enumerate(pattern, start=1))
        row = keep(treated, therapist, as_therapist, answers, recent=recent, frame=frame)
        expected = level_of(pattern, recent)
        assert asked_with([row])[0].words["level"] == expected
        assert Concern.objects.filter(kind="screener", source_id=row.id).exists() is (expected != "none")


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def typed(answers: tuple[bool | None, ...], recent: bool | None = None) -> dict[str, str]:
    said = {f"q{number}": TYPED[answer] for number, answer in enumerate(answers, start=1)}
    return {**said, "recent": TYPED[recent], "frame": "month", "asked_at": "2026-01-06T10:00"}


@pytest.mark.slow
@pytest.mark.parametrize("recent", TIMES)
def test_all_64_patterns_on_the_page(treated: Client, hanna: Browser, recent: bool | None) -> None:
    url = f"/desk/clients/{treated.id}/screener/"
    words = {
        "high": "High: act now",
        "moderate": "Moderate",
        "low": "Low: talk",
        "none": "None of the answers",
    }
    for pattern in PATTERNS:
        before = Concern.objects.count()
        page = hanna.post(url, typed(pattern, recent), follow=True).content.decode()
        level = level_of(pattern, recent)
        assert f"Kept. {words[level]}" in page
        assert Concern.objects.count() - before == (level != "none")


def test_one_yes_on_an_unfinished_asking_raises_it(
    treated: Client, therapist: Therapist, as_therapist: Actor
) -> None:
    keep(treated, therapist, as_therapist, {2: True})
    assert Concern.objects.get().kind == "screener"


@pytest.mark.parametrize(
    ("more", "answers", "says"),
    [
        ({}, {}, "No answer"),
        ({"asked_at": clock.now() + timedelta(days=1)}, {1: True}, "to come"),
        ({"frame": "ever"}, {1: True}, "which time"),
        ({"remark": "x" * 4001}, {1: True}, "longer than 4000"),
    ],
)
def test_it_is_refused(
    treated: Client, therapist: Therapist, as_therapist: Actor, more: dict, answers: dict, says: str
) -> None:
    with pytest.raises(actions.CannotKeepScreener, match=says):
        keep(treated, therapist, as_therapist, answers, **more)
    assert not Screener.objects.exists()


def test_answers_and_concern_are_kept_together_or_not_at_all(
    treated: Client, therapist: Therapist, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = audit.record

    def fail_on_raise(**link: Any) -> None:
        if link["verb"] == "raise":
            raise OSError
        record(**link)

    monkeypatch.setattr(audit, "record", fail_on_raise)
    with pytest.raises(OSError):
        keep(treated, therapist, as_therapist, {4: True})
    assert not Screener.objects.exists()
    assert not Concern.objects.exists()


def test_words_are_sealed_and_none_of_the_wording_is_here(
    treated: Client, therapist: Therapist, as_therapist: Actor, hanna: Browser
) -> None:
    row = keep(treated, therapist, as_therapist, {1: True}, remark="She said it slowly.")
    assert b"slowly" not in bytes(row.sealed)
    assert AuditEvent.objects.get(verb="ask").detail == {"screener": row.digest()}
    page = hanna.get(f"/desk/clients/{treated.id}/screener/").content.decode()
    assert "She said it slowly." in page
    assert not [word for word in ("wished", "dead", "kill", "asleep") if word in page.lower()]


def test_a_wrong_moment_comes_back_with_the_answers(treated: Client, hanna: Browser) -> None:
    url = f"/desk/clients/{treated.id}/screener/"
    answer = hanna.post(url, {**typed((True, None, None, None, None, None)), "asked_at": "2099-01-01T10:00"})
    assert answer.status_code == 422
    assert "at a time to come" in answer.content.decode()
    assert not Screener.objects.exists()


def test_nobody_else_asks(treated: Client, colleague: Therapist, owner: User, practice: Practice) -> None:
    for user in (colleague.user, owner, treated.user):
        assert signed_in(user).get(f"/desk/clients/{treated.id}/screener/").status_code == 404
