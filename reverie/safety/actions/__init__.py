from reverie.safety.actions.concerns import (
    Assessment,
    CannotAcknowledge,
    CannotClear,
    CannotRaise,
    Source,
    acknowledge_concern,
    clear_concern,
    raise_concern,
    tell_step,
)
from reverie.safety.actions.help_lines import CannotPublish, publish_help_lines
from reverie.safety.actions.wordings import CannotApprove, approve_wording

__all__ = [
    "Assessment",
    "CannotAcknowledge",
    "CannotApprove",
    "CannotClear",
    "CannotPublish",
    "CannotRaise",
    "Source",
    "acknowledge_concern",
    "approve_wording",
    "clear_concern",
    "publish_help_lines",
    "raise_concern",
    "tell_step",
]
