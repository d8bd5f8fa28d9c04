from reverie.safety.models.concern import Concern, ConcernStep
from reverie.safety.models.plan import SafetyPlan
from reverie.safety.models.screener import Screener
from reverie.safety.models.watch import Watch
from reverie.safety.models.wording import WordingApproval

__all__ = ["Concern", "ConcernStep", "SafetyPlan", "Screener", "Watch", "WordingApproval"]
