"""What a browser is served after `collectstatic`."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from reverie.core import gallery, one_stylesheet


@pytest.fixture
def served(settings: Settings, tmp_path: Path) -> str:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "reverie.core.one_stylesheet.OneStylesheetStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    (sheet,) = tmp_path.glob("core/css/reverie.????????????.css")
    return sheet.read_text()


def test_one_file_holds_every_style_in_its_layer(served: str) -> None:
    source = (gallery.STYLES.parent / "reverie.css").read_text()
    assert "@import" not in served
    assert served.count("@layer components {") == len(list(gallery.STYLES.glob("*.css")))
    assert (
        served.index("@layer tokens {") < served.index("@layer components {") < served.index("@layer pages {")
    )
    assert len(one_stylesheet.IMPORT.findall(source)) == source.count("@import")


def test_the_styles_balance_their_braces(served: str) -> None:
    assert served.count("{") == served.count("}")
