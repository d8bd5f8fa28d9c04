from reverie.directory.models.inquiry import Inquiry
from reverie.directory.models.profile import Credential, Profile

__all__ = ["Credential", "Inquiry", "Profile"]
