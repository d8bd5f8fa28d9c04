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
from reverie.safety.actions.plans import CannotKeepPlan, keep_plan, note_reread
from reverie.safety.actions.screeners import CannotKeepScreener, keep_screener
from reverie.safety.actions.watch import CannotDeclare, Declaration, Window, declare_watch
from reverie.safety.actions.wordings import CannotApprove, approve_wording

__all__ = [
    "Assessment",
    "CannotAcknowledge",
    "CannotApprove",
    "CannotClear",
    "CannotDeclare",
    "CannotKeepPlan",
    "CannotKeepScreener",
    "CannotPublish",
    "CannotRaise",
    "Declaration",
    "Source",
    "Window",
    "acknowledge_concern",
    "approve_wording",
    "clear_concern",
    "declare_watch",
    "keep_plan",
    "keep_screener",
    "note_reread",
    "publish_help_lines",
    "raise_concern",
    "tell_step",
]
