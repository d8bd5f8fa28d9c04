from reverie.treatment.models.breaks import Break
from reverie.treatment.models.consent import Consent
from reverie.treatment.models.course import (
    STEPS,
    FitAnswer,
    Step,
    Treatment,
    TreatmentStep,
    chain_of,
    latest_first,
)
from reverie.treatment.models.cover import BreakGlass, Cover
from reverie.treatment.models.diagnosis import Diagnosis
from reverie.treatment.models.ending import EndingSummary, Limit, Transfer
from reverie.treatment.models.frame import Frame, Weekly
from reverie.treatment.models.history import HistoryPart, ImportantPerson, PersonLink
from reverie.treatment.models.intake import Intake, JoinAnswer, Particulars
from reverie.treatment.models.plan import Goal, Plan, Remark
from reverie.treatment.models.unit import CopyAnswer, CopyAsked, Unit, UnitMember

__all__ = [
    "STEPS",
    "Break",
    "BreakGlass",
    "Consent",
    "CopyAnswer",
    "CopyAsked",
    "Cover",
    "Diagnosis",
    "EndingSummary",
    "FitAnswer",
    "Frame",
    "Goal",
    "HistoryPart",
    "ImportantPerson",
    "Intake",
    "JoinAnswer",
    "Limit",
    "Particulars",
    "PersonLink",
    "Plan",
    "Remark",
    "Step",
    "Transfer",
    "Treatment",
    "TreatmentStep",
    "Unit",
    "UnitMember",
    "Weekly",
    "chain_of",
    "latest_first",
]
