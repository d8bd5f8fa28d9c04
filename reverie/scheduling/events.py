"""What this room tells. Sent inside the transaction of the act: what a listener writes stands or falls with
it.

Every signal carries `by` (the actor). A listener that fails makes the act fail.
"""

from django.dispatch import Signal

appointment_booked = Signal()
"""`appointment`: confirmed now, whether booked at once, out of a hold or after a request."""

appointment_cancelled = Signal()
"""`appointment`: called off; `cancelled_side` and `is_in_notice` say by whom and how early."""

appointment_moved = Signal()
"""`appointment`: the hour as it is now; `before`: the row that it was."""

series_called_off = Signal()
"""`appointments`: hours of one series, called off at once; no `appointment_cancelled` is sent for them."""

series_moved = Signal()
"""`moves`: (the hour as it was, the hour as it is now) of one series; no `appointment_moved` is sent."""

standing_hour_changed = Signal()
"""`standing_hour`: the hour of the week as it is from now on; `before`: the series that it follows."""

attendance_recorded = Signal()
"""`appointment`: took place, or one side was absent."""

holiday_announced = Signal()
"""`holiday`, and `clients`: ids of the clients whose hours lie in it."""
