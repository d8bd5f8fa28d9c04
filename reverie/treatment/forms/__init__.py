from reverie.treatment.forms.assessment import (
    DiagnosisForm,
    HistoryForm,
    IntakeAnswersForm,
    JoinForm,
    LinkForm,
    ParticularsForm,
    PersonForm,
)
from reverie.treatment.forms.course import (
    BreakForm,
    ConsentForm,
    FitForm,
    FrameForm,
    GoalForm,
    PlanForm,
    RemarkForm,
    StepForm,
)

__all__ = [
    "BreakForm",
    "ConsentForm",
    "DiagnosisForm",
    "FitForm",
    "FrameForm",
    "GoalForm",
    "HistoryForm",
    "IntakeAnswersForm",
    "JoinForm",
    "LinkForm",
    "ParticularsForm",
    "PersonForm",
    "PlanForm",
    "RemarkForm",
    "StepForm",
]
