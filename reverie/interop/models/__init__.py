from reverie.interop.models.moving import BroughtAlong, MoveIn, MoveInItem

__all__ = ["BroughtAlong", "MoveIn", "MoveInItem"]
