"""The one exception of the library: input that cannot be used, said in one sentence."""

from __future__ import annotations


class BadInput(ValueError):
    """Raised when input cannot be used. The message is one plain sentence for the person who gave it."""
