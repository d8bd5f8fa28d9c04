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
from reverie.treatment.forms.ending import EndingForm, LimitForm, TransferForm
from reverie.treatment.forms.people import LeaveForm, MemberForm, RepresentativeForm, UnitForm

__all__ = [
    "BreakForm",
    "ConsentForm",
    "CoverForm",
    "DiagnosisForm",
    "EndingForm",
    "FitForm",
    "FrameForm",
    "GlassForm",
    "GoalForm",
    "HistoryForm",
    "IntakeAnswersForm",
    "JoinForm",
    "LeaveForm",
    "LimitForm",
    "LinkForm",
    "MemberForm",
    "ParticularsForm",
    "PersonForm",
    "PlanForm",
    "RemarkForm",
    "RepresentativeForm",
    "StepForm",
    "TransferForm",
    "UnitForm",
]
