from reverie.safety.forms.concerns import ApprovalForm, AssessmentForm
from reverie.safety.forms.plan import PlanForm
from reverie.safety.forms.screener import ScreenerForm
from reverie.safety.forms.tell import TellForm
from reverie.safety.forms.watch import WatchForm, initial_of

__all__ = [
    "ApprovalForm",
    "AssessmentForm",
    "PlanForm",
    "ScreenerForm",
    "TellForm",
    "WatchForm",
    "initial_of",
]
