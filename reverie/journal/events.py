"""What this room tells the rooms above it; sent inside the transaction of the act."""

from django.dispatch import Signal

# share, by
entry_shared = Signal()
# share, by
entry_taken_back = Signal()
