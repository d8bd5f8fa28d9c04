"""Commands about people: `reverie sign-out`, for whoever runs the machine when a browser was lost."""

import argparse
from typing import Any

from reverie.accounts import actions
from reverie.accounts.models import SignIn, User
from reverie.core.commands import require_database
from reverie.core.policy import Actor

DONE, NEGATIVE, BAD_INPUT = 0, 1, 2


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line's subparsers."""
    ending = subparsers.add_parser(
        "sign-out",
        help="end the browsers in which somebody is signed in, or everybody; exit 1 when nobody was",
        epilog="example: reverie sign-out hanna@practice.example",
    )
    whose = ending.add_mutually_exclusive_group(required=True)
    whose.add_argument("email", nargs="?", metavar="EMAIL", help="the address with which the person signs in")
    whose.add_argument("--everybody", action="store_true", help="every person and every browser")
    ending.set_defaults(run=sign_out)


def sign_out(args: argparse.Namespace) -> int:
    """End the sign-ins; each act stands in the audit chain of the person."""
    require_database()
    people = User.objects.all() if args.everybody else User.objects.filter(email=args.email.lower())
    if not args.everybody and not people.exists():
        raise CannotFindPerson(f"Nobody signs in with {args.email}.")
    signed_in = people.filter(pk__in=SignIn.objects.exclude(user=None).values("user_id"))
    by = Actor.system("operator")
    ended = sum(actions.end_sign_ins(user=user, why="operator", by=by) for user in signed_in)
    print(f"{ended} browsers were signed out." if ended != 1 else "1 browser was signed out.")
    return DONE if ended else NEGATIVE


class CannotFindPerson(Exception):
    """One plain sentence: no account has this address."""
