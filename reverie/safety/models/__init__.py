from reverie.safety.models.concern import Concern, ConcernStep
from reverie.safety.models.wording import WordingApproval

__all__ = ["Concern", "ConcernStep", "WordingApproval"]
