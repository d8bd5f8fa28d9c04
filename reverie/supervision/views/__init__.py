from reverie.supervision.views.copies import copy, copy_take_back, remark_take_back
from reverie.supervision.views.hours import hour_answer, hour_take_out, hours, hours_print
from reverie.supervision.views.pairs import begin, home, pair, pair_end

__all__ = [
    "begin",
    "copy",
    "copy_take_back",
    "home",
    "hour_answer",
    "hour_take_out",
    "hours",
    "hours_print",
    "pair",
    "pair_end",
    "remark_take_back",
]
