from reverie.record.forms.countersigning import CountersignerForm, EndForm, ReadyForm, ReturnForm
from reverie.record.forms.note import AddendumForm, DisagreementForm, FactsForm, HoldForm, NoteForm

__all__ = [
    "AddendumForm",
    "CountersignerForm",
    "DisagreementForm",
    "EndForm",
    "FactsForm",
    "HoldForm",
    "NoteForm",
    "ReadyForm",
    "ReturnForm",
]
