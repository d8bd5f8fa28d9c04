from reverie.treatment.forms.assessment import (
    DeskParticularsForm,
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
    ReviewForm,
    StepForm,
)
from reverie.treatment.forms.cover import CoverForm, GlassForm
from reverie.treatment.forms.ending import EndingForm, LimitForm, TransferForm
from reverie.treatment.forms.people import CopyForm, LeaveForm, MemberForm, RepresentativeForm, UnitForm

__all__ = [
    "BreakForm",
    "ConsentForm",
    "CopyForm",
    "CoverForm",
    "DeskParticularsForm",
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
    "ReviewForm",
    "StepForm",
    "TransferForm",
    "UnitForm",
]
