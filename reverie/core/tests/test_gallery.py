"""The gallery: every part has its signature, its style and a live example."""

import re

import pytest
from django.test import Client as Browser

from reverie.core import gallery

STYLES = gallery.STYLES.parent
NAMES = sorted(path.stem for path in gallery.TEMPLATES.glob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_a_component_has_signature_style_and_example(name: str) -> None:
    assert gallery.parts()[name].says
    assert (gallery.STYLES / f"{name}.css").is_file()
    assert (gallery.TEMPLATES / "examples" / f"{name}.html").is_file()


def test_no_style_and_no_example_without_component() -> None:
    assert {path.stem for path in gallery.STYLES.glob("*.css")} == set(NAMES)
    assert {path.stem for path in (gallery.TEMPLATES / "examples").glob("*.html")} == set(NAMES)


def test_a_component_without_signature_is_refused(tmp_path: "gallery.Path") -> None:
    nameless = tmp_path / "tag.html"
    nameless.write_text("<span>{{ slot }}</span>")
    with pytest.raises(ValueError, match="signature"):
        gallery._part(nameless)


def test_every_group_names_real_parts_once() -> None:
    named = [name for names in gallery.GROUPS.values() for name in names.split()]
    assert sorted(named) == NAMES


def test_the_page_shows_all_parts_and_no_raw_component(db: None) -> None:
    page = Browser().get("/components/").content.decode()
    assert "<c-" not in page
    assert "cotton" not in page
    assert all(f'id="{name}"' in page for name in NAMES)
    assert len(re.findall(r"<h1", page)) == 1


def test_each_style_is_imported_exactly_once() -> None:
    imported = re.findall(r'@import url\("([^"]+)"\)', (STYLES / "reverie.css").read_text())
    files = {str(path.relative_to(STYLES)) for path in STYLES.rglob("*.css")}
    on_one_page = {name for name in files if name.startswith("pages/")}
    assert sorted(imported) == sorted(files - {"reverie.css"} - on_one_page)


def test_there_is_one_statement_of_layers() -> None:
    sheet = (STYLES / "reverie.css").read_text()
    assert re.findall(r"@layer [^;{]+;", sheet) == ["@layer tokens, base, layout, components, pages;"]
    assert all(" layer(" in line for line in sheet.splitlines() if line.startswith("@import"))
