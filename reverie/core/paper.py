"""Papers: a tagged PDF (PDF/UA-1) from a page description and data; one place that knows the typesetter.

    pdf = typeset(Path(__file__).parent / "data" / "paper" / "invoice.typ", {"title": …, "lines": […]})

The page description starts with `#import "/core/data/paper/house.typ": *` and reads `data`. Data are data:
what a client wrote is never put into the description itself, so nothing in it can run.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

ROOT = Path(__file__).resolve().parent.parent
"""The rooms; a page description reads no file outside it."""


NOT_SHOWN = "could not be displayed"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
HALF = re.compile(r"[\ud800-\udfff]")
FOREIGN = re.compile(r"[^\x00-\u06ff\u1e00-\u20cf\u2100-\u26ff\ufb00-\ufdff\ufe70-\ufeff\ufffd]")
"""Signs outside the scripts that its own letters have: Latin, Greek, Cyrillic, Hebrew, Arabic."""


class CannotTypeset(Exception):
    """The page description or the data have a fault; the words name the place."""


def typeset(path: Path, data: Mapping[str, object]) -> bytes:
    """The PDF of the page description `path` (under `reverie/`) with `data` (JSON values).

    `lang` and `page_word` are added from the language in use. A sign that the typesetter's own letters do not
    have is looked for among those of this machine; one that nobody has is printed as its number, [U+674E], so
    that no name keeps a paper from being printed. Raises CannotTypeset.
    """
    words = {"lang": (get_language() or "en").split("-")[0], "page_word": _("Page"), **data}
    written = json.dumps(_printable(words), ensure_ascii=False)
    for is_last, own_letters, text in [
        (False, True, written),
        (False, False, written),
        (True, False, FOREIGN.sub(_number, written)),
    ]:
        try:
            return _compiled(path, text, own_letters=own_letters)
        except RuntimeError as error:
            if is_last or NOT_SHOWN not in str(error):
                raise CannotTypeset(f"{path.name}: {error}") from error
    raise CannotTypeset(f"{path.name}: no pages came out")


def _compiled(path: Path, text: str, *, own_letters: bool) -> bytes:
    import typst  # 34 MB: loaded when the first paper is wanted

    pdf = typst.compile(
        str(path.resolve()),
        root=str(ROOT),
        sys_inputs={"data": text},
        pdf_standards="ua-1",
        ignore_system_fonts=own_letters,
    )
    if not isinstance(pdf, bytes):
        raise CannotTypeset(f"{path.name}: no pages came out")
    return pdf


def _printable(value: object) -> object:
    """The value without signs that are no text: a bell, an escape, half of a pair."""
    if isinstance(value, Mapping):
        return {str(name): _printable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return HALF.sub("\ufffd", CONTROL.sub("", str(value)))


def _number(sign: re.Match[str]) -> str:
    return f"[U+{ord(sign[0]):04X}]"
