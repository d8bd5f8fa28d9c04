"""Why an act about money cannot be done, each in one plain sentence for the user."""


class CannotCharge(Exception):
    """Why this hour cannot be charged, or this charge not be confirmed."""


class CannotEnter(Exception):
    """Why this amount cannot be entered into the ledger."""


class CannotIssue(Exception):
    """Why this document cannot be issued."""


class CannotSetUp(Exception):
    """Why a letterhead, a code or a number cannot be kept."""
