from reverie.accounts.models.people import Client, Therapist
from reverie.accounts.models.practice import Membership, Practice
from reverie.accounts.models.user import User

__all__ = ["Client", "Membership", "Practice", "Therapist", "User"]
