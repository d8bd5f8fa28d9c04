"""The pages behind the process door in words."""

from typing import Any

from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.process.presenters.score import drawing_of
from reverie.process.presenters.thread import STAGES
from reverie.process.queries.clients import ClientPage
from reverie.process.queries.score import ZOOM


def clients_context(rows: Any) -> dict[str, Any]:
    """What clients.html shows."""
    return {"rows": [(row, row.sheet_count or 0) for row in rows]}


def client_context(page: ClientPage) -> dict[str, Any]:
    """What client.html shows."""
    zone = page.client.zone
    drawing = drawing_of(page.score, zone)
    last = page.score.hours[-1] if page.score.hours else None
    names = [row.name for row in drawing.measures] if drawing else []
    return {
        "client": page.client,
        "score": page.score,
        "drawing": drawing,
        "zoom": ZOOM,
        "years": page.score.years,
        "measure_names": names,
        "last": last,
        "last_words": dates.short_day(last.on, zone) if last else "",
        "threads": [(row, STAGES[row.stage], _touched(row.course.last, zone)) for row in page.score.threads],
        "free": [(hour.sheet, dates.day(hour.on, zone)) for hour in page.score.free],
    }


def _touched(day: Any, zone: str) -> str:
    return _("last on %s") % dates.short_day(day, zone) if day else _("no moment yet")
