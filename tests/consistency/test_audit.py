"""Does every verb leave its event? With any one left out, its test here fails."""

import pytest

from remit.casework import acts
from remit.records.audit import AuditEvent
from tests.consistency.every_verb import CARRIED_OUT

SEEDING = "authority.seeded"


def all_verbs() -> set[str]:
    """Every verb, after all of casework has been read."""
    from importlib import import_module
    from pkgutil import iter_modules

    import remit.casework

    for module in iter_modules(remit.casework.__path__):
        import_module(f"remit.casework.{module.name}")
    return set(acts.VERBS) - {SEEDING}


def test_every_verb_is_carried_out_here():
    assert all_verbs() == set(CARRIED_OUT)
    assert len(CARRIED_OUT) >= 50


@pytest.mark.parametrize(
    "verb", [pytest.param(verb, marks=pytest.mark.verb(verb)) for verb in sorted(CARRIED_OUT)]
)
def test_what_was_done_stands_in_the_audit(db, verb):
    CARRIED_OUT[verb]()
    events = AuditEvent.objects.filter(verb=verb)
    assert events.exists()
    assert all(event.at and (event.actor_id or "sign-in-" in verb) for event in events)


def test_a_silenced_verb_leaves_no_event(db, monkeypatch):
    monkeypatch.setattr(acts, "SILENCED", {"account.made"})
    CARRIED_OUT["account.made"]()
    assert not AuditEvent.objects.filter(verb="account.made").exists()
