"""Guides: a practice writes its own version; a clinician of the practice says that it is right."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice, Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.directory.models import GuideEdition, GuideReview
from reverie.directory.queries.guide_texts import Guide, guide, reviewed_by


class CannotWriteGuide(Exception):
    """Why a guide cannot be changed, in one plain sentence."""


class CannotReviewGuide(Exception):
    """Why somebody cannot say that a guide is right, in one plain sentence."""


@dataclass(frozen=True)
class GuideWords:
    """What an edition says; `sources` are keys of `data/sources.toml` or lines of the practice's own."""

    title: str
    summary: str
    text: str
    sources: tuple[str, ...]
    change: str


@transaction.atomic
def write_guide(*, practice: Practice, slug: str, words: GuideWords, seen: int, by: Actor) -> GuideEdition:
    """Keep a new version of a guide; `seen` is the number of the one that was being changed.

    Raises CannotWriteGuide when another version was kept meanwhile, and when nothing was changed.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    now = guide(slug, practice)
    if now is None:
        raise CannotWriteGuide(_("There is no such guide."))
    if now.number != seen:
        raise CannotWriteGuide(
            _("Somebody kept another version meanwhile. Yours is still here; compare, then keep it.")
        )
    if (now.title, now.summary, now.text, now.source_keys) == _comparable(words):
        raise CannotWriteGuide(_("Nothing was changed."))
    row = GuideEdition.objects.create(
        practice=practice,
        slug=slug,
        number=seen + 1,
        title=words.title,
        summary=words.summary,
        text=words.text,
        sources=list(words.sources),
        change=words.change,
        based_on=now.shipped_version,
        author_name=f"{by.name}, {practice.name}"[:120],
        written_by=by.user_id,
    )
    audit.record(by=by, verb="write", on=row, detail={"guide": slug, "version": row.number})
    return row


def _comparable(words: GuideWords) -> tuple[str, str, str, tuple[str, ...]]:
    return words.title, words.summary, words.text, words.sources


@transaction.atomic
def review_guide(*, practice: Practice, shown: Guide, text_hash: str, by: Actor) -> GuideReview:
    """A clinician of the practice vouches for exactly the text they read (`text_hash`).

    Raises CannotReviewGuide for anybody who holds no hours here, and when the text has changed meanwhile.
    """
    person = Therapist.objects.filter(practice=practice, user=by.user_id, ended_at=None).first()
    if person is None or by.user_id is None:
        raise CannotReviewGuide(_("Only a clinician of the practice can say that a guide is right."))
    if shown.hash != text_hash:
        raise CannotReviewGuide(_("The text has changed since you opened it. Read it once more."))
    if reviewed_by(shown, practice.pk, by.user_id) is not None:
        raise CannotReviewGuide(_("You have said so already."))
    row = GuideReview.objects.create(
        practice=practice,
        slug=shown.slug,
        text_hash=text_hash,
        reviewer_name=f"{person.name}, {person.title}" if person.title else person.name,
        reviewed_at=clock.now(),
        reviewed_by=by.user_id,
    )
    audit.record(by=by, verb="review", on=row, detail={"guide": shown.slug, "text": text_hash})
    return row


@transaction.atomic
def withdraw_guide_review(*, review: GuideReview, by: Actor) -> GuideReview:
    """A clinician takes their word back; the page says at once that nobody has reviewed it."""
    if review.reviewed_by != by.user_id or review.withdrawn_at is not None:
        raise CannotReviewGuide(_("Only who said it can take it back, once."))
    review.withdrawn_at, review.withdrawn_by = clock.now(), by.user_id
    review.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(by=by, verb="withdraw_review", on=review, detail={"guide": review.slug})
    return review
