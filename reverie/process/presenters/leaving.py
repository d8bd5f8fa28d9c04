"""The lines of a sheet, to choose from."""

from typing import Any

from reverie.process.presenters.script import turns_of


def lines_of(words: dict[str, Any]) -> list[str]:
    """What a sheet holds, a line each: turns, then the line to oneself and what the hour did."""
    body = str(words["body"])
    found = [body[turn.start : turn.end] for turn in turns_of(body, words.get("speakers") or {})]
    return [*found, *[words[name] for name in ("carry_over", "reactions") if words.get(name)]]
