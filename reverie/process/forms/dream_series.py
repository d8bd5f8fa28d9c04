"""Tables of dream codes: one's own to keep, a colleague's to lay beside."""

import io
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from reverie.core.uploads import UploadField
from reverie.instruments.dream_tables import Coded, coded_rows
from reverie.instruments.errors import BadInput
from reverie.process.actions.dream_series import LONGEST_NAME
from reverie.process.forms.fields import choice, text


def _table(label: Any) -> UploadField:
    return UploadField(
        label=label,
        megabytes=2,
        help_text=_("A .csv with the columns dream, scale and code, at most 2 MB."),
        widget=forms.FileInput(attrs={"class": "input", "accept": ".csv,.txt"}),
        error_messages={
            "required": _("Choose a file of at most 2 MB."),
            "too_large": _("The file is larger than {megabytes} MB; divide it."),
        },
    )


def _rows(file: "UploadedFile[Any]") -> list[Coded]:
    """The codes of a file. Raises ValidationError that names its line, column and position."""
    try:
        rows = list(coded_rows(io.BytesIO(file.read()), file.name or "file"))
    except BadInput as error:
        raise forms.ValidationError(str(error)) from None
    if not rows:
        raise forms.ValidationError(_("The table has its columns and no dream."))
    return rows


class SeriesForm(forms.Form):
    """A table of codes and the name it is kept under."""

    name = text(longest=LONGEST_NAME, label=_("Name of the series"), required=True)
    file = _table(_("Table of codes"))

    def clean_file(self) -> list[Coded]:
        """The codes of the file."""
        return _rows(self.cleaned_data["file"])


class BesideForm(forms.Form):
    """Which series of one's own, and the table of a colleague; it is compared and not kept."""

    mine = choice((), label=_("Your codes"), required=True)
    file = _table(_("Your colleague’s codes"))

    def __init__(self, *args: Any, series: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mine"].choices = list(series)  # type: ignore[attr-defined]

    def clean_file(self) -> list[Coded]:
        """The codes of the file."""
        return _rows(self.cleaned_data["file"])
