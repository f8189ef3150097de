"""A command with something on its standard input, as a script would call it."""

import io
import json
import sys

from remit.commands.main import main


class Caller:
    """Runs a command and takes apart what it says."""

    def __init__(self, command, capsys, monkeypatch):
        monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)
        self.command, self._capsys, self._monkeypatch = command, capsys, monkeypatch

    def raw(self, given: bytes, *args: str):
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = main([self.command, *map(str, args)])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def json(self, given, *args: str):
        code, out, _ = self.raw(json.dumps(given).encode(), "--json", *args)
        return code, json.loads(out)

    def answer(self, given, *args: str):
        code, said = self.json(given, *args)
        assert code == 0, said
        return said

    def faults(self, given, *args: str):
        code, said = self.json(given, *args)
        assert code == 1
        assert list(said) == ["faults"]
        assert all(list(fault) == ["key", "problem", "remedy"] for fault in said["faults"])
        return [fault["key"] for fault in said["faults"]]
