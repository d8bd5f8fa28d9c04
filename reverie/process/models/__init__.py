from reverie.process.models.authorization import Authorization
from reverie.process.models.dream import DreamReport
from reverie.process.models.dream_series import DreamSeries
from reverie.process.models.formulation import Formulation
from reverie.process.models.handing import AliasMap, Handed
from reverie.process.models.moment import Moment, YearSummary
from reverie.process.models.sheet import ProcessSheet, SheetDraft, SheetVersion
from reverie.process.models.thread import Thread, ThreadLink

__all__ = [
    "AliasMap",
    "Authorization",
    "DreamReport",
    "DreamSeries",
    "Formulation",
    "Handed",
    "Moment",
    "ProcessSheet",
    "SheetDraft",
    "SheetVersion",
    "Thread",
    "ThreadLink",
    "YearSummary",
]
