"""What every page needs besides its own content: the bar, the crisis line, whose practice it is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; must not touch the database."""
    return {"is_demo": settings.DEMO}
