"""People of a practice: asking in, and roles."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import ROLE_WORDS, User


class RolesForm(forms.Form):
    """What somebody does here; several at once."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=list(ROLE_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )


class InvitationForm(forms.Form):
    """Whom to ask in, and as what."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=list(ROLE_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )


class NewPersonForm(forms.Form):
    """The account that an invitation makes: a name and a password."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 15 characters, such as a few words. Pasting from a password manager works."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """Refuses a password that is short, common, or made of name and address."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class ClientForm(forms.Form):
    """Somebody whom the practice sees, as the desk writes them down."""

    name = forms.CharField(label=_("Name"), max_length=120)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
