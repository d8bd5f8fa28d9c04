from reverie.directory.models.guide import GuideEdition, GuideReview, text_hash
from reverie.directory.models.inquiry import Inquiry
from reverie.directory.models.profile import Credential, Profile

__all__ = ["Credential", "GuideEdition", "GuideReview", "Inquiry", "Profile", "text_hash"]
