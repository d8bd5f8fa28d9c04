"""Papers: a tagged PDF (PDF/UA-1) from a page description and data; one place that knows the typesetter.

    pdf = typeset(Path(__file__).parent / "data" / "paper" / "invoice.typ", {"title": …, "lines": […]})

The page description starts with `#import "/core/data/paper/house.typ": *` and reads `data`. Data are data:
what a client wrote is never put into the description itself, so nothing in it can run.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

ROOT = Path(__file__).resolve().parent.parent
"""The rooms; a page description reads no file outside it."""


class CannotTypeset(Exception):
    """The page description or the data have a fault; the words name the place."""


def typeset(path: Path, data: Mapping[str, object]) -> bytes:
    """The PDF of the page description `path` (under `reverie/`) with `data` (JSON values).

    `lang` and `page_word` are added from the language in use. Raises CannotTypeset.
    """
    import typst  # 34 MB: loaded when the first paper is wanted

    words = {"lang": (get_language() or "en").split("-")[0], "page_word": _("Page"), **data}
    try:
        pdf = typst.compile(
            str(path.resolve()),
            root=str(ROOT),
            sys_inputs={"data": json.dumps(words, ensure_ascii=False, default=str)},
            pdf_standards="ua-1",
            ignore_system_fonts=True,
        )
    except RuntimeError as error:
        raise CannotTypeset(f"{path.name}: {error}") from error
    if not isinstance(pdf, bytes):
        raise CannotTypeset(f"{path.name}: no pages came out")
    return pdf
