from reverie.record.forms.countersigning import CountersignerForm, EndForm, ReadyForm, ReturnForm
from reverie.record.forms.note import AddendumForm, DisagreementForm, FactsForm, HoldForm, NoteForm, ShownForm
from reverie.record.forms.papers import (
    AnswerForm,
    ContactForm,
    DisclosureForm,
    OwnPaperForm,
    PaperForm,
    RuleForm,
    WishForm,
)

__all__ = [
    "AddendumForm",
    "AnswerForm",
    "ContactForm",
    "CountersignerForm",
    "DisagreementForm",
    "DisclosureForm",
    "EndForm",
    "FactsForm",
    "HoldForm",
    "NoteForm",
    "OwnPaperForm",
    "PaperForm",
    "ReadyForm",
    "ReturnForm",
    "RuleForm",
    "ShownForm",
    "WishForm",
]
