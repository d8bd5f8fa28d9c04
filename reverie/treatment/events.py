"""What this room tells the rooms above it; sent inside the transaction of the act."""

from django.dispatch import Signal

consent_taken_back = Signal()
"""The client no longer agrees to a text: consent, by."""
