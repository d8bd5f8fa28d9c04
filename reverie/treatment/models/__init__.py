from reverie.treatment.models.breaks import Break
from reverie.treatment.models.consent import Consent
from reverie.treatment.models.course import STEPS, FitAnswer, Step, Treatment, TreatmentStep
from reverie.treatment.models.frame import Frame, Weekly
from reverie.treatment.models.plan import Goal, Plan, Remark

__all__ = [
    "STEPS",
    "Break",
    "Consent",
    "FitAnswer",
    "Frame",
    "Goal",
    "Plan",
    "Remark",
    "Step",
    "Treatment",
    "TreatmentStep",
    "Weekly",
]
