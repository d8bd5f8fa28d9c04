"""A thread's page in words: its trail, what stands guard, where it stands."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from reverie.core import dates
from reverie.instruments.dmrs import DEFENSES
from reverie.process.presenters.trail import stations_of
from reverie.process.queries.course import WORKING_THROUGH, Course
from reverie.process.queries.threads import ThreadPage

STAGES = {
    "noticed": lazy("Noticed"),
    "named": lazy("Named"),
    "interpreted": lazy("Interpreted"),
    "worked_through": lazy("Worked through"),
    "eased": lazy("Eased"),
    "reopened": lazy("Open again"),
}
CORNERS = {
    "conflict": [
        ("defense", lazy("Defense")),
        ("anxiety", lazy("Anxiety")),
        ("feeling", lazy("Hidden feeling")),
    ],
    "person": [
        ("other", lazy("Others, now")),
        ("therapist", lazy("Therapist")),
        ("past", lazy("Past")),
    ],
}


def thread_context(page: ThreadPage, zone: str) -> dict[str, Any]:
    """What thread.html shows."""
    course = page.thread.course
    return {
        "thread": page.thread,
        "lede": page.thread.words.get("about", ""),
        "sub": _summary(course, zone),
        "stage": STAGES[page.thread.stage],
        "since": _since(course, zone),
        "definition": WORKING_THROUGH,
        "stations": stations_of(page, zone),
        "guards": _guards(page),
        "beside": page.beside,
        "triangles": _triangles(page.thread.words.get("corners", {})),
        "was": page.thread.words.get("was", []),
        "runs_on": page.runs_on,
        "others": page.others,
        "passages": passages_of(page),
        "history": [_came(row, zone) for row in page.thread.words.get("history", [])],
    }


def passages_of(page: ThreadPage) -> list[tuple[UUID, str]]:
    """The thread's moments to choose from: where, and the words in short."""
    found = []
    for step in page.trail:
        where = _("session %s") % step.entry.number if step.entry.number else _("a free sheet")
        quote = Truncator(step.words["anchors"][0]["quote"]).chars(90)
        found.append((step.entry.moment, f"{where}: {quote}"))
    return found


def _came(row: dict[str, Any], zone: str) -> dict[str, Any]:
    """A line of the thread's history in words."""
    count = len(row["moments"])
    said = {
        "merged": ngettext("joined it with one moment", "joined it with %(n)s moments", count),
        "split_off": ngettext("was split off with one moment", "was split off with %(n)s moments", count),
        "split_from": ngettext(
            "is what it was split from, with one moment",
            "is what it was split from, with %(n)s moments",
            count,
        ),
    }
    return {
        "key": row["thread"],
        "title": row["title"],
        "said": said[row["how"]] % {"n": count},
        "day": dates.short_day(date.fromisoformat(row["on"]), zone),
        "is_merged": row["how"] == "merged",
    }


def _summary(course: Course, zone: str) -> str:
    parts = []
    if course.named:
        parts.append(_("Named on %s.") % dates.short_day(course.named, zone))
    sessions = ngettext("One session", "%(n)s sessions", course.sessions) % {"n": course.sessions}
    moments = ngettext("one moment", "%(n)s moments", course.moments) % {"n": course.moments}
    parts.append(f"{sessions}, {moments}.")
    return " ".join(parts)


def _since(course: Course, zone: str) -> list[tuple[str, str]]:
    steps = [
        (_("First noticed"), course.first),
        (_("Named"), course.named),
        (_("First interpreted"), course.interpreted),
        (_("Worked through since"), course.worked_since),
        *[(_("Eased"), day) for day in course.eased],
        *[(_("Open again"), day) for day in course.reopened],
    ]
    found = sorted([(day, words) for words, day in steps if day], key=lambda step: step[0])
    return [(words, dates.short_day(day, zone)) for day, words in found]


def _guards(page: ThreadPage) -> dict[str, Any]:
    """Defenses on the thread, before and after the middle of its sessions."""
    coded = [step.entry for step in page.trail if step.entry.codes.get("defense") in DEFENSES]
    days = sorted({step.entry.on for step in page.trail})
    middle = days[len(days) // 2] if days else None
    early = Counter(entry.codes["defense"] for entry in coded if middle and entry.on < middle)
    late = Counter(entry.codes["defense"] for entry in coded if middle and entry.on >= middle)
    names = sorted(early | late, key=lambda name: (-(early[name] + late[name]), name))
    rows = [(f"{DEFENSES[n].label}, {DEFENSES[n].level}", early[n], late[n]) for n in names]
    return {"rows": rows, "middle": middle}


def _triangles(corners: dict[str, Any]) -> list[dict[str, Any]]:
    names = {"conflict": _("Triangle of conflict"), "person": _("Triangle of person")}
    found = []
    for triangle, parts in CORNERS.items():
        held = corners.get(triangle, {})
        filled = [(code, label, held.get(code)) for code, label in parts]
        missing = [str(label) for _code, label, value in filled if not value]
        loose = [str(label) for _code, label, value in filled if value and not value.get("moment")]
        found.append(
            {
                "code": triangle,
                "name": names[triangle],
                "corners": filled,
                "missing": ", ".join(missing),
                "loose": ", ".join(loose),
            }
        )
    return found
