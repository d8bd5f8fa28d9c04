"""Publishing the practice's words to the file that the help page reads when nothing else works."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.safety.queries.help_lines import PracticeHelp, help_file


class CannotPublish(Exception):
    """One plain sentence for the user: why the help page could not be brought up to date."""


@transaction.atomic
def publish_help_lines(*, practice: Practice, by: Actor) -> bool:
    """Write every practice's country, words and call into `help.json`; False when nothing had changed.

    Called by the set-up and after each change of these fields. Raises CannotPublish when the file cannot
    be written; then nothing is recorded either.
    """
    rows = [asdict(_help(row)) for row in Practice.objects.select_related("watch").order_by("created_at")]
    text = json.dumps({"practices": rows}, ensure_ascii=False, indent=1)
    path = help_file()
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    audit.record(by=by, verb="publish_help", on=practice, practice=practice.id)
    try:
        _replace(path, text)
    except OSError as error:
        raise CannotPublish(
            _("The help page could not be brought up to date: %s.") % error.strerror
        ) from error
    return True


def _help(practice: Practice) -> PracticeHelp:
    watch = getattr(practice, "watch", None)
    return PracticeHelp(
        id=str(practice.id),
        name=practice.name,
        country=practice.country,
        after_hours_words=practice.after_hours_words,
        is_monitored=practice.is_monitored,
        on_call_name=practice.on_call_name,
        on_call_phone=practice.on_call_phone,
        zone=practice.zone,
        is_at_any_hour=watch.is_at_any_hour if watch else False,
        hours=watch.hours if watch else [],
        closed=watch.closed if watch else [],
    )


def _replace(path: Path, text: str) -> None:
    # Whole or not at all: a half-written file would take the practice's words from the page.
    part = path.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
