"""What browsers send as files: held in memory within limits, and a field that says when one was too large."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.translation import gettext_lazy

from reverie.core.files import LARGEST

LARGEST_REQUEST = 6 * LARGEST
"""Bytes of all files of one request; what comes after is read and forgotten, so that the page can say so."""


MEGABYTE = 1_000_000
CUT = "is_cut"
"""The mark on an upload of which a part was let go."""


class BoundedMemoryHandler(MemoryFileUploadHandler):
    """Keeps uploads in memory, never on the disk in the clear, and lets go of what passes the limits.

    Django's own handler steps aside above its limit, and the form then says that no file was sent.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Always at work, however long the request says it is."""
        self.activated = True
        self._taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Another file begins."""
        self._is_cut = False
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or forget it and remember that the file is not whole."""
        end = start + len(raw_data)
        if self._is_cut or end > LARGEST or self._taken + len(raw_data) > LARGEST_REQUEST:
            self._is_cut = True
            return
        self._taken += len(raw_data)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """The file, marked when a part of it was let go."""
        uploaded = super().file_complete(file_size)
        if uploaded is not None:
            setattr(uploaded, CUT, self._is_cut)
        return uploaded


class UploadField(forms.FileField):
    """A file of at most `megabytes`; a larger one gets one clear sentence, which may name `{megabytes}`."""

    default_error_messages = {
        "too_large": gettext_lazy("This file is larger than {megabytes} MB; scan it smaller or split it."),
        "empty": gettext_lazy("This file is empty; choose another."),
    }

    def __init__(self, *, megabytes: int = LARGEST // MEGABYTE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.megabytes = megabytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload. Raises ValidationError when it is too large, empty or missing."""
        if isinstance(data, UploadedFile) and self._is_too_large(data):
            words = str(self.error_messages["too_large"]).format(megabytes=self.megabytes)
            raise forms.ValidationError(words, code="too_large")
        return super().clean(data, initial)

    def _is_too_large(self, upload: "UploadedFile[Any]") -> bool:
        return getattr(upload, CUT, False) or (upload.size or 0) > self.megabytes * MEGABYTE
