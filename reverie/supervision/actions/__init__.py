from reverie.supervision.actions.copies import (
    CannotPresent,
    CannotSay,
    destroy_copy,
    present_copy,
    say_remark,
    take_back_remark,
    withdraw_copy,
)
from reverie.supervision.actions.hours import (
    CannotConfirm,
    CannotLog,
    confirm_hour,
    log_hour,
    return_hour,
    take_out_hour,
)
from reverie.supervision.actions.pairs import (
    CannotSupervise,
    begin_supervision,
    end_supervision,
    end_supervisions_of,
)

__all__ = [
    "CannotConfirm",
    "CannotLog",
    "CannotPresent",
    "CannotSay",
    "CannotSupervise",
    "begin_supervision",
    "confirm_hour",
    "destroy_copy",
    "end_supervision",
    "end_supervisions_of",
    "log_hour",
    "present_copy",
    "return_hour",
    "say_remark",
    "take_back_remark",
    "take_out_hour",
    "withdraw_copy",
]
