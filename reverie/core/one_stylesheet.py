"""Static files as they are served: hashed names, and the imported styles in one file.

While someone works on them the styles are many small files, one a component. `collectstatic` puts them
into the one file that imports them, so that the first visit needs one request and not sixty.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

SHEET = "core/css/reverie.css"
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>\w+)\);')


class _Joined:
    """Stands for the place where the sheet lies, and opens it with its imports put in."""

    def __init__(self, paths: dict[str, tuple[Any, str]]) -> None:
        self._paths = paths
        self._place, self._path = paths[SHEET]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._place, name)

    def open(self, path: str) -> Any:
        """The joined sheet: each import as a block of its layer, in the same order."""
        return ContentFile(IMPORT.sub(self._block, self._read(SHEET)).encode())

    def _block(self, found: re.Match[str]) -> str:
        return f"@layer {found['layer']} {{\n{self._read('core/css/' + found['name'])}}}"

    def _read(self, name: str) -> str:
        place, path = (self._place, self._path) if name == SHEET else self._paths[name]
        with place.open(path) as file:
            text: str = file.read().decode()
        return text


class OneStylesheetStorage(ManifestStaticFilesStorage):
    """Hashed names for every file, and one joined sheet."""

    def post_process(
        self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Hash the collected files; the sheet is read with its imports put in."""
        if SHEET in paths:
            paths = {**paths, SHEET: (_Joined(paths), paths[SHEET][1])}
        yield from super().post_process(paths, dry_run, **options)
