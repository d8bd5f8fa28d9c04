"""Giving a kept file back: always to be saved, never shown inside our pages, never remembered by a cache."""

from django.http import HttpResponse

from reverie.core.file_kinds import IMAGES, MADE_TYPES, MEDIA_TYPES


def as_attachment(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """An answer that the browser saves under `name`; `kind`: of `file_kinds.MEDIA_TYPES` or `MADE_TYPES`."""
    response = HttpResponse(content, content_type=(MEDIA_TYPES | MADE_TYPES)[kind])
    response.headers["Content-Disposition"] = _disposition("attachment", name)
    return _guarded(response)


def as_picture(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """An answer that an `<img>` of our own page may show. Raises ValueError when it is no picture."""
    if kind not in IMAGES:
        raise ValueError(f"{kind} is no picture")
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = _disposition("inline", name)
    return _guarded(response)


def _disposition(how: str, name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(how == "attachment", name) or how


def _guarded(response: HttpResponse) -> HttpResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
