from reverie.directory.models.guide import GuideEdition, GuideReview, text_hash
from reverie.directory.models.inquiry import Inquiry
from reverie.directory.models.profile import Credential, Profile
from reverie.directory.models.review import Review, ReviewSwitch

__all__ = [
    "Credential",
    "GuideEdition",
    "GuideReview",
    "Inquiry",
    "Profile",
    "Review",
    "ReviewSwitch",
    "text_hash",
]
