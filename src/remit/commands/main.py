"""The command line `remit`: which command is meant, and how does it end?

Each module of this package that has `register(subparsers)` is a command. It reads no database and needs no settings
until `run(args)`; where it says `NEEDS_DJANGO = False` not even then. `run` answers with the exit code: 0 done,
1 refused or faults, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import pkgutil
import secrets
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType

import remit.commands
from remit.rules.outcomes import NotFound, Refused

DONE, REFUSED, USAGE, STOPPED = 0, 1, 2, 130
WHERE_NOT_FOUND = "It is not there, or the account given with --as may not see it."
"""What is said instead of the remedy for pages, which have an address."""
SELDOM = (100_000, 20, 20)
"""How often garbage is looked for: much is made here that stays, so that looking more often takes a quarter of the time."""


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command; answers with its exit code."""
    parser, modules = command_line()
    try:
        args = parser.parse_args(argv)
    except SystemExit as end:
        return int(end.code or DONE)
    module = modules[args.command]
    gc.set_threshold(*SELDOM)
    try:
        if getattr(module, "NEEDS_DJANGO", True):
            django_ready()
        return int(getattr(args, "run", module.run)(args))
    except Refused as refused:
        return refuse(refused, as_json=getattr(args, "json", False))
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as error:
        return broken(error)


def command_line() -> tuple[argparse.ArgumentParser, dict[str, ModuleType]]:
    """The parser of every command, and the module each command lives in."""
    parser = argparse.ArgumentParser(
        prog="remit", description="Runs a council's forums for children from their terms of reference."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    owners: dict[str, ModuleType] = {}
    for module in _modules():
        module.register(commands)
        owners.update({name: module for name in commands.choices if name not in owners})
    return parser, owners


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(remit.commands.__path__):
        if found.name != "main":
            module = import_module(f"remit.commands.{found.name}")
            if hasattr(module, "register"):
                yield module


def django_ready() -> None:
    """Read the settings and load the records. A command signs nothing, so it does without a secret."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings")
    if not os.environ.get("REMIT_SECRET_KEY") and not os.environ.get("REMIT_DEMO"):
        os.environ["REMIT_SECRET_KEY"] = secrets.token_urlsafe(50)
    django.setup()


def refuse(refused: Refused, *, as_json: bool) -> int:
    """Say a refusal: in words on standard error, and as the one JSON document where JSON was asked for."""
    clause = f" ({refused.clause})" if refused.clause else ""
    remedy = WHERE_NOT_FOUND if isinstance(refused, NotFound) else refused.remedy
    print(f"{refused.problem}{clause} {remedy}", file=sys.stderr)
    if as_json:
        said = {"problem": refused.problem, "remedy": remedy, "clause": refused.clause}
        print(json.dumps({"refused": said}, ensure_ascii=False, indent=2))
    return REFUSED


def broken(error: Exception) -> int:
    """Say that something unforeseen happened, with the reference under which the log has it."""
    if _not_migrated(error):
        print("The database has not been set up yet. Run `remit migrate` first.", file=sys.stderr)
        return REFUSED
    if type(error).__name__ == "ImproperlyConfigured":
        print(str(error), file=sys.stderr)
        return USAGE
    from remit.settings.logs import REFERENCE

    reference = secrets.token_hex(4)
    REFERENCE.set(reference)
    logging.getLogger("remit.commands").error("A command failed", exc_info=error)
    print(
        f"Something went wrong that Remit did not foresee. The log has it under {reference}.", file=sys.stderr
    )
    return REFUSED


def _not_migrated(error: Exception) -> bool:
    if type(error).__name__ not in {"OperationalError", "ProgrammingError"}:
        return False
    try:
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Exception:
        return False


if __name__ == "__main__":
    sys.exit(main())
