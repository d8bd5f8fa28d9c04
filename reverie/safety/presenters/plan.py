"""A safety plan for its readers: parts in order, a line for each thing, numbers that can be called."""

import re
from dataclasses import dataclass

from reverie.accounts.models import Client
from reverie.core import dates
from reverie.safety.models import SafetyPlan
from reverie.safety.presenters.frame import dial
from reverie.safety.queries import country, wording
from reverie.safety.queries.plans import plan_words

NUMBER = re.compile(r"\+?\d[\d\s().-]{5,}\d")
FEWEST_DIGITS = 7
LINES_AFTER = "professionals"
"""The country's help lines stand below what the client named as professional help."""


@dataclass(frozen=True)
class Line:
    """One thing of a part; `dial` is the number in it as a tel: link takes it, or empty."""

    text: str
    dial: str
    number: str


@dataclass(frozen=True)
class Part:
    """One part with its heading; `has_lines` where the country's help lines follow."""

    key: str
    title: str
    lines: tuple[Line, ...]
    has_lines: bool


def plan_page(client: Client, plan: SafetyPlan | None, zone: str) -> dict[str, object]:
    """What a page about the plan shows; empty parts are left out, but never the help lines."""
    titles, words = wording("safety_plan"), plan_words(plan) if plan is not None else {}
    found = [_part(key, titles[key], words.get(key, "")) for key in SafetyPlan.PARTS]
    return {
        "w": titles,
        "plan": plan,
        "parts": [part for part in found if plan is not None and (part.lines or part.has_lines)],
        "country": country(client.practice.country),
        "written": dates.day(plan.written_at, zone) if plan is not None else "",
        "reread": dates.day(plan.reread_at, zone) if plan is not None and plan.reread_at else "",
    }


def plan_text(client: Client, plan: SafetyPlan) -> str:
    """The plan as plain text, for a copy that the client keeps where they choose."""
    page = plan_page(client, plan, client.zone)
    here, titles = country(client.practice.country), wording("safety_plan")
    blocks = [titles["title"], titles["lede"]]
    for part in page["parts"]:  # type: ignore[attr-defined]
        lines = [line.text for line in part.lines]
        lines += [f"{line.name}: {line.number}, {line.hours}" for line in here.lines if part.has_lines]
        blocks.append("\n".join([part.title.upper(), *(f"- {line}" for line in lines)]))
    return "\n\n".join(blocks) + "\n"


def _part(key: str, title: str, text: str) -> Part:
    lines = tuple(_line(line.strip()) for line in text.splitlines() if line.strip())
    return Part(key, title, lines, key == LINES_AFTER)


def _line(text: str) -> Line:
    for found in NUMBER.finditer(text):
        if sum(sign.isdigit() for sign in found[0]) >= FEWEST_DIGITS:
            return Line(text, dial(found[0]), found[0])
    return Line(text, "", "")
