"""One piece of a sheet's text under its marks, as nested elements."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reverie.process.presenters.script import Label, Piece

register = template.Library()


@register.simple_tag
def passage(piece: Piece) -> SafeString | str:
    """The piece's text: plain, or a link to its note inside a wrapper for each further mark."""
    if not piece.labels:
        return piece.text
    *outer, inner = piece.labels
    ids = format_html(' id="p-{}"', inner.moment) if inner.starts else ""
    found = format_html(
        '<a class="mo k-{}"{} href="#m-{}">{}{}</a>', inner.css, ids, inner.moment, piece.text, _code(inner)
    )
    for label in reversed(outer):
        ids = format_html(' id="p-{}"', label.moment) if label.starts else ""
        found = format_html('<span class="mo k-{}"{}>{}{}</span>', label.css, ids, found, _code(label))
    return found


def _code(label: Label) -> SafeString | str:
    if not label.ends:
        return ""
    return format_html(
        '<span class="mo-code" aria-hidden="true">{}</span><span class="sr"> ({})</span>',
        label.letters,
        label.words,
    )
