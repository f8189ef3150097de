"""Does a command start without what only others need?"""

import subprocess
import sys

HEAVY = {"django", "docx", "icalendar", "imaplib", "ortools", "psycopg", "weasyprint", "xlsxwriter"}
"""What takes long to load: each command that needs one of them loads it when it runs."""


def test_saying_which_commands_there_are_loads_nothing_heavy():
    script = "import sys; from remit.commands.main import command_line; command_line(); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in said.stdout.split()}
    assert "remit" in loaded
    assert loaded.isdisjoint(HEAVY)
