from reverie.process.forms.dream import DreamForm
from reverie.process.forms.formulation import FormulationForm
from reverie.process.forms.handing import HandingForm
from reverie.process.forms.leaving import (
    ExportForm,
    MoveForm,
    SpeakersForm,
    TranscriptForm,
    packed_turns,
)
from reverie.process.forms.mark import NEW, ChangeForm, MarkForm, on_thread
from reverie.process.forms.search import SearchForm
from reverie.process.forms.sheet import WORDS, CarryForm, CheckForm, DraftForm, SheetForm
from reverie.process.forms.thread import CornerForm, SplitForm, ThreadForm

__all__ = [
    "NEW",
    "WORDS",
    "CarryForm",
    "ChangeForm",
    "CheckForm",
    "CornerForm",
    "DraftForm",
    "DreamForm",
    "ExportForm",
    "FormulationForm",
    "HandingForm",
    "MarkForm",
    "MoveForm",
    "SearchForm",
    "SheetForm",
    "SpeakersForm",
    "SplitForm",
    "ThreadForm",
    "TranscriptForm",
    "on_thread",
    "packed_turns",
]
