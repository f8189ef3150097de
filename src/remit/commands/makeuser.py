"""`remit makeuser`: make an account from the command line, above all the first administrator's."""

from __future__ import annotations

import argparse
import sys

from remit.commands.arrival import DATA_OFFICER, add_as


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `makeuser` to the command line."""
    says = "make an account; it asks for a password, which is changed at the first sign-in"
    parser = subparsers.add_parser("makeuser", help=says, description=says)
    parser.add_argument("username", metavar="USER")
    parser.add_argument("--name", help="the person's name (default: the user name)")
    parser.add_argument("--administrator", action="store_true", help="let them make accounts and fill seats")
    add_as(parser, by_default=DATA_OFFICER)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make it. Without an administrator on record the service account may make the first; after that an administrator."""
    from django.db import transaction

    from remit.casework.people import give_post, make_account
    from remit.commands.arrival import taken_now
    from remit.reading.viewers import viewer_named
    from remit.rules.clock import london_day
    from remit.rules.viewers import Post

    now = taken_now()
    actor = viewer_named(args.as_user, now=now)
    password = asked_password(args.username)
    with transaction.atomic():
        made = make_account(
            username=args.username, name=args.name or args.username, password=password, actor=actor, now=now
        )
        if args.administrator:
            give_post(staff_id=made, post=Post.ADMINISTRATOR, since=london_day(now), actor=actor, now=now)
    print(f"Made the account {args.username}.")
    return 0


def asked_password(username: str) -> str:
    """A password typed twice, or one line of standard input. Raises `Refused` where it would not do."""
    from getpass import getpass

    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from remit.rules.outcomes import Refused

    if sys.stdin.isatty():
        password = getpass("Password: ")
        if getpass("The same password again: ") != password:
            raise Refused("The two passwords differ.", remedy="Run the command again.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), remedy="Choose another password.") from error
    return password
