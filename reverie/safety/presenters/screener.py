"""What the answers to a risk screener reach, for the clinician who asked."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.safety.models import Screener
from reverie.safety.queries.screeners import Asked


@dataclass(frozen=True)
class Row:
    """One asking as the page shows it."""

    when: str
    by: str
    frame: str
    answers: str
    level: str
    reason: str
    remark: str
    concern_id: UUID | None


def level_words(level: str | None) -> str:
    """The level that the answers reach; not a judgment."""
    return {
        "high": _("High: act now"),
        "moderate": _("Moderate: assess today"),
        "low": _("Low: talk about it, and about the plan"),
        "none": _("None of the answers reaches a level"),
        None: _("Nothing can be said yet"),
    }[level]


def asked(row: Asked, zone: str) -> Row:
    """One asking in words."""
    words = row.words
    said = [f"{number} {_answer(answer)}" for number, answer in sorted(words["answers"].items())]
    if words["answers"]["6"]:
        said.append(
            {True: _("within three months"), False: _("longer ago")}.get(words["recent"], _("when not known"))
        )
    frames = {Screener.MONTH: _("the last month"), Screener.SINCE_LAST: _("since it was last asked")}
    return Row(
        when=dates.day_and_time(row.row.asked_at, zone),
        by=row.row.therapist.name,
        frame=frames[row.row.frame],
        answers=", ".join(said),
        level=level_words(words["level"]),
        reason=words["reason"],
        remark=words["remark"],
        concern_id=row.concern_id,
    )


def _answer(answer: bool | None) -> str:
    return {True: _("yes"), False: _("no")}.get(answer, _("not answered"))  # type: ignore[arg-type]
