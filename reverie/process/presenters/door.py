"""What the shut door says."""

from typing import Any


def door_context(ways: dict[str, bool], where: str, is_kept: bool) -> dict[str, Any]:
    """What door.html shows: with what one can open it, where one goes on, whether words were kept."""
    return {"ways": ways, "next": where, "is_kept": is_kept}


SHORTEST = 3
"""Characters from which a value may be words; shorter ones are choices."""


def held_context(waiting: dict[str, Any]) -> dict[str, Any]:
    """What door_held.html shows: every field to send again, and those that hold words to read."""
    fields = [(name, value) for name, values in waiting.get("fields", {}).items() for value in values]
    words = [value for _name, value in fields if len(value) > SHORTEST and " " in value.strip()]
    return {"address": waiting.get("address", ""), "fields": fields, "words": words}
