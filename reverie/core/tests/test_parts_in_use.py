"""How pages use the parts: a part that does not exist, or a value that no part takes, is a typing error."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler, Tag

from reverie.core import gallery

ROOMS = gallery.CORE.parent
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
NAME = re.compile(r"([:\w-]+)(?:=(?:\"[^\"]*\"|'[^']*'|\S+))?", re.DOTALL)
NASTY = "<script>alert('1\" onclick=x')</script>"


@cache
def takes(tag: str) -> frozenset[str] | None:
    """The names that a part declares in <c-vars>, or None when there is no such part."""
    path = gallery.TEMPLATES / f"{tag.replace('-', '_')}.html"
    if not path.exists():
        return None
    found = re.search(r"<c-vars(.*?)/>", path.read_text(), re.DOTALL)
    return frozenset(name.lstrip(":") for name in NAME.findall(found[1])) if found else frozenset()


def misuses(source: str) -> list[str]:
    """Every part in a template that does not exist, or is given a value that it does not take."""
    found = []
    text, _ = CottonCompiler().exclude_ignorables(COMMENT.sub("", source))
    for match in Tag.tag_pattern.finditer(text):
        tag, attributes = match[2], match[3]
        if match[1] or tag in {"vars", "slot"}:
            continue
        known = takes(tag)
        if known is None:
            found.append(f"<c-{tag}> does not exist")
            continue
        given = {key.lstrip(":").replace("-", "_") for key, *_ in Tag.attr_pattern.findall(attributes)}
        found += [f"<c-{tag}> takes no {name}" for name in sorted(given - known)]
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOMS)))
def test_a_page_uses_parts_as_they_are(path: Path) -> None:
    assert misuses(path.read_text()) == []


def test_a_typing_error_is_found() -> None:
    assert misuses('<c-feild :field="x" />') == ["<c-feild> does not exist"]
    assert misuses('<c-tag knid="open">x</c-tag>') == ["<c-tag> takes no knid"]


def drawn(source: str, **context: Any) -> str:
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)


@pytest.mark.parametrize(
    "source",
    [
        '<c-page-head title="{{ words }}" lede="{{ words }}" />',
        '<c-page-head :title="words" :eyebrow="words" />',
        "<c-said>{{ words }}</c-said>",
        '<c-said :text="words" by="{{ words }}" />',
        '<c-field name="n" label="{{ words }}" :value="words" :error="words" :hint="words" />',
        '<c-field name="n" type="textarea" label="l" value="{{ words }}" />',
        '<c-button name="n" :value="words">{{ words }}</c-button>',
        '<c-row-item :head="words" :tag="words" />',
        '<c-moment id="a" kind="de" code="De" :words="words" note="b" :text="words" />',
        '<c-week-slot :title="words" :detail="words" />',
        '<c-hour at="1" :title="words" :beside="words" id="h" />',
    ],
)
def test_what_people_write_never_becomes_markup(source: str) -> None:
    html = drawn(source, words=NASTY)
    assert "<script" not in html
    assert "onclick=x" not in html.replace("&quot; onclick=x", "")


def test_a_part_does_not_see_the_page_around_it() -> None:
    assert "leaked" not in drawn("<c-tag>x</c-tag><c-said>y</c-said>", kind="leaked", by="leaked")
