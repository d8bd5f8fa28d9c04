"""How far the first set-up has come."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import Practice
from reverie.home.models import SetupStep

STEPS = {
    "practice": _("Practice"),
    "owner": _("Owner"),
    "factor": _("Second factor"),
    "therapist": _("Therapist"),
    "hours": _("Hours"),
    "fee": _("Fee"),
    "mail": _("Mail"),
    "cover": _("Danger"),
    "keys": _("Keys"),
}
"""The steps in order; each has a page `home:setup-<step>`."""


@dataclass(frozen=True)
class Progress:
    """What is done, and what comes next (empty when nothing does)."""

    done: frozenset[str]

    @property
    def next(self) -> str:
        """The first step that is not done."""
        return next((name for name in STEPS if name not in self.done), "")


def progress_of(practice: Practice | None) -> Progress:
    """The steps that are done for a practice; none when there is no practice yet."""
    if practice is None:
        return Progress(frozenset())
    return Progress(frozenset(SetupStep.objects.filter(practice=practice).values_list("name", flat=True)))


def facts_of(practice: Practice, name: str) -> dict[str, Any]:
    """What was decided in a step; empty before it is done."""
    row = SetupStep.objects.filter(practice=practice, name=name).first()
    return row.facts if row else {}
