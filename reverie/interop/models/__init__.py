from reverie.interop.models.moving import BroughtAlong, MoveIn, MoveInItem
from reverie.interop.models.practice_copy import PracticeCopy, PracticeCopyFile

__all__ = ["BroughtAlong", "MoveIn", "MoveInItem", "PracticeCopy", "PracticeCopyFile"]
