"""What the shut door says."""

from typing import Any


def door_context(ways: dict[str, bool], where: str, is_kept: bool) -> dict[str, Any]:
    """What door.html shows: with what one can open it, where one goes on, whether words were kept."""
    return {"ways": ways, "next": where, "is_kept": is_kept}
