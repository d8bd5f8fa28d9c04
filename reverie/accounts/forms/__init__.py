"""Text from the browser about people, made clean."""

from reverie.accounts.forms.people import ClientForm, InvitationForm, NewPersonForm, RolesForm
from reverie.accounts.forms.sign_in import UnlockForm
from reverie.accounts.forms.you import YouForm

__all__ = ["ClientForm", "InvitationForm", "NewPersonForm", "RolesForm", "UnlockForm", "YouForm"]
