"""The two letters of an inquiry: that something waits, and that there is news. Neither says what."""

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from reverie.core import mail
from reverie.core.sealing import keychain
from reverie.directory.models import Inquiry
from reverie.directory.queries.asking import ASKED


def receipt_of(inquiry: Inquiry) -> str:
    """The signed word by which whoever asked comes back to their page."""
    return signing.dumps(str(inquiry.pk), salt=ASKED)


def tell_therapist(row: Inquiry, what: str) -> None:
    """Something waits on the desk."""
    mail.post(
        key=f"inquiry:{row.pk}:therapist:{what}",
        to=row.profile.therapist.user.email,
        subject=_("Something waits for you"),
        body=_("Open this page to read it:\n%(link)s") % {"link": f"{settings.URL}/desk/inquiries/"},
        practice=row.practice_id,
    )


def tell_person(row: Inquiry, what: str) -> None:
    """There is news for whoever asked, at the address that they gave."""
    mail.post(
        key=f"inquiry:{row.pk}:person:{what}",
        to=row.words(keychain(row.scope()))["email"],
        subject=_("There is news"),
        body=_("Open this link to read it:\n%(link)s") % {"link": f"{settings.URL}/asked/{receipt_of(row)}/"},
        practice=row.practice_id,
    )
