"""A theme that the author follows through the hours."""

from django.db import models

from reverie.process.models.owned import OwnedModel
from reverie.process.models.sheet import ProcessSheet


class Thread(OwnedModel):
    """A conflict or theme under one name.

    Sealed words: title, about, state, kind, corners, course, merged_into.
    """

    class Meta:
        indexes = [models.Index(fields=["author", "client"], name="process_thread_author_client")]


class ThreadLink(OwnedModel):
    """A step of a thread at a moment (noticed, named, interpreted …) or a remark on it.

    Which thread and which moment is sealed too: {thread, moment, steps, remark}.
    """

    sheet = models.ForeignKey(ProcessSheet, on_delete=models.CASCADE, related_name="links")
