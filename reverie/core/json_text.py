"""JSON of strangers, of which every string can be kept: half of a pair of signs is refused."""

import json
from typing import Any


def loads(content: bytes | str, **more: Any) -> Any:
    """What it says. Raises UnicodeDecodeError, RecursionError or JSONDecodeError.

    JSON may write half of a surrogate pair, which no database and no page can hold.
    """
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    value = json.loads(text, **more)
    at = text.lower().find("\\ud")
    if at >= 0:
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise json.JSONDecodeError("half of a pair of signs", text, at) from None
    return value
