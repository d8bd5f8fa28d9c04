"""What this room tells the rooms above it."""

from django.dispatch import Signal

session_signed = Signal()
"""A note was signed and its session locked. Sent after the commit, with `session`: Session.

A crash between commit and signal loses it; who depends on it reconciles by `Session.locked_at`.
"""
