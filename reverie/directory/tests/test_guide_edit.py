from dataclasses import replace
from typing import Any

import pytest
from django.test import Client as Browser

from conftest import actor_for, signed_in
from reverie.accounts.models import Practice, Therapist, User
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.directory.actions import (
    CannotReviewGuide,
    CannotWriteGuide,
    GuideWords,
    review_guide,
    withdraw_guide_review,
    write_guide,
)
from reverie.directory.models import GuideEdition, GuideReview
from reverie.directory.queries import guide_texts as queries

pytestmark = pytest.mark.django_db
OURS = GuideWords(
    "Costs here", "What we charge.", "An hour costs *180 dollars*.", ("practice", "Our fees"), "Ours."
)


def write(practice: Practice, by: User, words: GuideWords = OURS, seen: int = 0) -> GuideEdition:
    return write_guide(practice=practice, slug="costs", words=words, seen=seen, by=actor_for(by))


def shown(practice: Practice) -> queries.Guide:
    found = queries.guide("costs", practice)
    assert found is not None
    return found


def review(practice: Practice, by: Actor) -> GuideReview:
    return review_guide(practice=practice, shown=shown(practice), text_hash=shown(practice).hash, by=by)


def public_page() -> str:
    return Browser().get("/how/costs/").content.decode()


def test_the_practice_s_version_is_shown_with_its_history(practice: Practice, owner: User) -> None:
    write(practice, owner)
    page = public_page()
    assert "<strong>180 dollars</strong>" in page
    assert "Our fees" in page
    assert "by Oona Byrne, Elm Row Psychotherapy: Ours." in page
    assert "by The Reverie project: Written." in page


def test_versions_are_kept_and_the_newest_is_shown(practice: Practice, owner: User) -> None:
    write(practice, owner)
    write(practice, owner, replace(OURS, text="An hour costs 190 dollars."), seen=1)
    assert GuideEdition.objects.count() == 2
    assert "190" in public_page()


def test_somebody_else_s_version_is_not_written_over(practice: Practice, owner: User) -> None:
    write(practice, owner)
    with pytest.raises(CannotWriteGuide, match="meanwhile"):
        write(practice, owner, replace(OURS, text="Mine."), seen=0)
    assert GuideEdition.objects.count() == 1


def test_nothing_changed_is_no_version(practice: Practice, owner: User) -> None:
    write(practice, owner)
    with pytest.raises(CannotWriteGuide, match="Nothing"):
        write(practice, owner, seen=1)


def test_without_its_audit_link_nothing_is_written(
    practice: Practice, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "link_hash", lambda event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(practice, owner)
    assert not GuideEdition.objects.exists()


def test_a_clinician_s_review_stands_on_the_page(
    practice: Practice, therapist: Therapist, as_therapist: Actor
) -> None:
    review(practice, as_therapist)
    assert "Reviewed by Hanna Lindqvist on" in public_page()


def test_a_review_ends_with_the_text(
    practice: Practice, therapist: Therapist, as_therapist: Actor, owner: User
) -> None:
    review(practice, as_therapist)
    write(practice, owner)
    assert "Not yet reviewed by a clinician." in public_page()


def test_the_owner_who_is_no_clinician_cannot_review(practice: Practice, owner: User) -> None:
    with pytest.raises(CannotReviewGuide, match="clinician"):
        review(practice, actor_for(owner))


def test_a_text_that_changed_meanwhile_is_not_reviewed(
    practice: Practice, therapist: Therapist, as_therapist: Actor
) -> None:
    with pytest.raises(CannotReviewGuide, match="changed"):
        review_guide(practice=practice, shown=shown(practice), text_hash="old", by=as_therapist)


def test_a_review_is_taken_back(practice: Practice, therapist: Therapist, as_therapist: Actor) -> None:
    row = review(practice, as_therapist)
    withdraw_guide_review(review=row, by=as_therapist)
    assert "Not yet reviewed by a clinician." in public_page()


def test_without_its_audit_link_nothing_is_reviewed(
    practice: Practice, therapist: Therapist, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "link_hash", lambda event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        review(practice, as_therapist)
    assert not GuideReview.objects.exists()


def typed(**changes: Any) -> dict[str, Any]:
    words = {
        "title": "T",
        "summary": "S.",
        "text": "Words.",
        "sources": "practice",
        "change": "New.",
        "seen": 0,
    }
    return words | changes


def test_guide_edit(practice: Practice, owner: User) -> None:
    browser = signed_in(owner)
    assert "Write a new version" in browser.get("/desk/guides/costs/").content.decode()
    assert browser.post("/desk/guides/costs/", typed()).status_code == 302
    assert shown(practice).text == "Words."


def test_guide_edit_keeps_what_was_typed(practice: Practice, owner: User) -> None:
    write(practice, owner)
    response = signed_in(owner).post("/desk/guides/costs/", typed(text="My long text."))
    assert response.status_code == 400
    assert "My long text." in response.content.decode()


def test_guide_review(practice: Practice, therapist: Therapist) -> None:
    browser = signed_in(therapist.user)
    assert "Write a new version" not in browser.get("/desk/guides/costs/").content.decode()
    browser.post("/desk/guides/costs/review/", {"text": shown(practice).hash})
    assert GuideReview.objects.get().reviewed_by == therapist.user_id
    browser.post("/desk/guides/costs/review/", {"withdraw": "1"})
    assert GuideReview.objects.get().withdrawn_at is not None


def test_guides(practice: Practice, owner: User) -> None:
    write(practice, owner)
    page = signed_in(owner).get("/desk/guides/").content.decode()
    assert "Costs here" in page
    assert "Not yet reviewed" in page


def test_a_client_has_no_desk_of_guides(client_person: Any) -> None:
    assert signed_in(client_person.user).get("/desk/guides/").status_code == 404


def test_markup_that_somebody_writes_stays_text(practice: Practice, owner: User) -> None:
    write(practice, owner, replace(OURS, text="<script>alert(1)</script> [x](javascript:y)"))
    assert "<script>alert" not in public_page()
    assert 'href="javascript' not in public_page()
