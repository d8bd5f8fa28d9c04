"""The sentences for people in danger, and whether a clinician stands behind them."""

import hashlib
import json
import tomllib
from functools import cache

from django.utils.translation import gettext

from reverie.accounts.models import Practice
from reverie.safety.models import WordingApproval
from reverie.safety.queries.help_lines import DATA
from reverie.safety.queries.looking import some_names


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((DATA / "wording.toml").read_text(encoding="utf-8"))


def text_keys() -> list[str]:
    """The places whose sentences are approved: crisis_line, help_now, after_answer."""
    return list(_texts())


def wording(text_key: str) -> dict[str, str]:
    """The sentences of one place by name, in the reader's language."""
    return {name: gettext(text) for name, text in _texts()[text_key].items()}


def digest_of(text_key: str) -> str:
    """SHA-256 over a place's sentences as they are kept; changes with every byte."""
    return hashlib.sha256(json.dumps(_texts()[text_key], sort_keys=True).encode()).hexdigest()


def unapproved_wordings(practice: Practice) -> list[str]:
    """The places whose present sentences nobody has approved for this practice."""
    approved = set(WordingApproval.objects.filter(practice=practice).values_list("text_key", "digest"))
    return [key for key in text_keys() if (key, digest_of(key)) not in approved]


def what_awaits_approval() -> str:
    """The doctor's words about every practice here; empty once all crisis wording is approved."""
    approved = set(WordingApproval.objects.values_list("practice", "text_key", "digest"))
    now = [(key, digest_of(key)) for key in text_keys()]
    rows = Practice.objects.order_by("name").values_list("pk", "name")
    waiting = [name for practice, name in rows if any((practice, *one) not in approved for one in now)]
    return f"awaiting a clinician's approval in {some_names(waiting)}." if waiting else ""


def approvals(practice: Practice) -> dict[str, WordingApproval]:
    """The approval of each place whose present sentences have one."""
    rows = WordingApproval.objects.filter(practice=practice).order_by("approved_at")
    return {row.text_key: row for row in rows if row.digest == digest_of(row.text_key)}
