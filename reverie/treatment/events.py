"""What this room tells the rooms above it; sent inside the transaction: a listener's failure undoes the act."""

from django.dispatch import Signal

consent_taken_back = Signal()
"""The client no longer agrees to a text: consent, by."""
