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
from reverie.treatment.forms.cover import CoverForm, GlassForm

__all__ = [
    "BreakForm",
    "ConsentForm",
    "CoverForm",
    "DiagnosisForm",
    "FitForm",
    "FrameForm",
    "GlassForm",
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
