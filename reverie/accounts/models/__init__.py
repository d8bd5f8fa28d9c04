from reverie.accounts.models.invitation import Invitation, hash_of
from reverie.accounts.models.people import Client, Therapist
from reverie.accounts.models.practice import ROLE_WORDS, ROLES, Membership, Practice
from reverie.accounts.models.representative import SCOPES, Representative
from reverie.accounts.models.sign_in import SignIn
from reverie.accounts.models.user import LONG_PASSWORD, THEMES, User

__all__ = [
    "LONG_PASSWORD",
    "ROLES",
    "ROLE_WORDS",
    "SCOPES",
    "THEMES",
    "Client",
    "Invitation",
    "Membership",
    "Practice",
    "Representative",
    "SignIn",
    "Therapist",
    "User",
    "hash_of",
]
