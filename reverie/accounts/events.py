"""What other rooms may listen to; sent inside the transaction: a listener's failure undoes the act."""

from django.dispatch import Signal

member_off_boarded = Signal()
"""A person left: practice_id, user_id, by. Rooms end what they gave that person (feeds, grants)."""

hours_given_up = Signal()
"""Somebody who works on here no longer holds hours: practice_id, user_id, by."""

client_registered = Signal()
"""A client row was made. client, by."""
