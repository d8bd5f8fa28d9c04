"""What cannot be done with hours, in the words of the person who tried."""


class CannotBook(Exception):
    """One plain sentence: why this hour cannot be had."""


class CannotChange(Exception):
    """One plain sentence: why this hour cannot be confirmed, moved or called off."""


class CannotHoldHours(Exception):
    """One plain sentence: why this standing hour cannot be held, changed or ended."""


class CannotSetHours(Exception):
    """One plain sentence: why these open hours or days off cannot be kept."""


class CannotShareCalendar(Exception):
    """One plain sentence: why an address cannot be made or ended, or a calendar file cannot be taken over."""


class CannotWait(Exception):
    """One plain sentence: why somebody cannot be put on the waiting list, or be offered this hour."""
