"""`remit migrate`: bring the database to the shape this version of Remit needs."""

from __future__ import annotations

import argparse


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `migrate` to the command line."""
    says = "bring the database to the shape this version needs, and make the account data-officer"
    subparsers.add_parser("migrate", help=says, description=says).set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run what has not been run yet; running it again changes nothing."""
    from django.core.management import call_command

    from remit.casework.sweeping import sweep_cohorts
    from remit.commands.arrival import DATA_OFFICER, taken_now
    from remit.records.cohort_stays import never_kept
    from remit.records.viewers import staff_id_of

    call_command("migrate", verbosity=0, interactive=False)
    if never_kept():
        sweep_cohorts(now=taken_now())
    print("The database is up to date.")
    if staff_id_of(DATA_OFFICER) is None:
        print(f"The service account {DATA_OFFICER} is out of use: imports need --as USER.")
    return 0
