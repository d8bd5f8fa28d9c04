"""Limits, transfers and the end in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.core import clock, dates
from reverie.treatment.models import EndingSummary, Treatment, labels
from reverie.treatment.queries import ending as reads
from reverie.treatment.queries.ending import Worded


def limits(treatment: Treatment) -> dict[str, Any]:
    """The limit in force, the one that waits, earlier ones."""
    found = reads.limits_of(treatment, treatment.chain())
    zone = treatment.therapist.zone
    rows = [(read, limit_line(read, zone), read is found[0]) for read in found]
    return {"treatment": treatment, "client": treatment.client, "limits": rows}


def limit_line(read: Worded, zone: str) -> str:
    """ "16 sessions, the last on June 9"."""
    many = ngettext("{n} session", "{n} sessions", read.row.sessions).format(n=read.row.sessions)
    return _("{sessions}, the last on {day}").format(
        sessions=many, day=dates.short_day(read.row.last_day, zone)
    )


def transfer(treatment: Treatment) -> dict[str, Any]:
    """The transfer that is open, those that are over."""
    found = reads.transfers_of(treatment, treatment.chain())
    is_open = [read for read in found if read.row.done_on is None and read.row.withdrawn_at is None]
    return {
        "treatment": treatment,
        "client": treatment.client,
        "open": is_open[0] if is_open else None,
        "over": [read for read in found if read not in is_open],
    }


def ending(treatment: Treatment) -> dict[str, Any]:
    """The phase of ending, and the summary with its state."""
    chain, zone = treatment.chain(), treatment.therapist.zone
    read = reads.summary_of(treatment, chain)
    row = read.row if read else None
    words = read.words if read else {}
    left = reads.hours_left(treatment) if treatment.state == Treatment.ENDING else 0
    return {
        "treatment": treatment,
        "client": treatment.client,
        "therapist": treatment.therapist,
        "summary": row,
        "words": words,
        "version": row.version if row else 0,
        "parts": [(labels.ENDING_PARTS[part], words.get(part, "")) for part in EndingSummary.PARTS],
        "is_signed": bool(row and row.signed_at),
        "signed": dates.day(row.signed_at, zone) if row and row.signed_at else "",
        "is_whole": bool(row and row.signed_at and row.content_hash(chain) == row.signed_hash),
        "may_write": treatment.state in {Treatment.ENDING, Treatment.ENDED},
        "may_sign": bool(row and not row.signed_at and treatment.state == Treatment.ENDED),
        "last_day": dates.day(treatment.last_day, zone) if treatment.last_day else "",
        "left": ngettext("{n} hour is left.", "{n} hours are left.", left).format(n=left),
        "is_ending": treatment.state == Treatment.ENDING,
        "ended": labels.REASONS.get(treatment.ended_reason, ""),
        "ended_on": dates.day(treatment.ended_on, zone) if treatment.ended_on else "",
        "printed": dates.day(clock.today(zone), zone),
    }


def my_ending(treatment: Treatment) -> dict[str, Any]:
    """For the client: what is agreed or waits about time and the end, and the summary once it is signed."""
    chain, zone = treatment.chain(), treatment.client.zone
    limits = reads.limits_of(treatment, chain)
    transfers = [read for read in reads.transfers_of(treatment, chain) if not read.row.withdrawn_at]
    held = next((read for read in limits if read.row.is_agreed), None)
    asked = next((read for read in limits[:1] if read.row.client_agreed_at is None), None)
    return ending(treatment) | {
        "limit": held and (held, limit_line(held, zone)),
        "limit_waits": asked and (asked, limit_line(asked, zone)),
        "transfer_waits": next((read for read in transfers if read.row.client_agreed_at is None), None),
    }
