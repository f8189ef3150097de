"""Carry out one part of the benchmarks in a process of its own, with the settings and database the environment names.

python -m benchmarks.command prepare CHILDREN
python -m benchmarks.command long_list ROWS
python -m benchmarks.command long_return ROWS
python -m benchmarks.command long_annex_a ROWS
python -m benchmarks.command in_process < what prepare answered
python -m benchmarks.command room_setting PEOPLE
python -m benchmarks.command room_kept < what the people of the room were told was saved
"""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    part, *arguments = sys.argv[1:]
    json.dump(import_module(f"benchmarks.{part}").carry_out(*map(int, arguments)), sys.stdout)
