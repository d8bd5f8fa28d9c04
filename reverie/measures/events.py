"""What this room tells the rooms above it; sent inside the transaction of the act."""

from django.dispatch import Signal

# administration, by
measure_completed = Signal()
