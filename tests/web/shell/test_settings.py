"""Settings come from the environment, and a real installation does not start half set."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from remit.settings.mailbox import mailbox

SHOW = """
import django, json
django.setup()
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in NAMES}, default=str))
"""


def run(code, tmp_path, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REMIT_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "remit.settings",
            "REMIT_DATA_DIR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def shown(tmp_path, *names, **environment):
    ran = run(SHOW.replace("NAMES", repr(names)), tmp_path, **environment)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_without_a_secret_it_refuses_to_start_and_says_what_to_do(tmp_path):
    ran = run("import django; django.setup()", tmp_path)
    assert ran.returncode == 1
    assert "REMIT_SECRET_KEY is not set" in ran.stderr


def test_a_demonstration_makes_its_secret_and_keeps_it(tmp_path):
    first = shown(tmp_path, "SECRET_KEY", "DEMO", REMIT_DEMO="1")
    assert first == shown(tmp_path, "SECRET_KEY", "DEMO", REMIT_DEMO="1")
    assert first["DEMO"] is True
    assert len(first["SECRET_KEY"]) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_real_installation_is_strict(tmp_path):
    names = (
        "DEMO",
        "DEBUG",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "FIXED_NOW",
        "ALLOWED_HOSTS",
    )
    live = shown(
        tmp_path,
        *names,
        REMIT_SECRET_KEY="x" * 60,
        REMIT_ALLOWED_HOSTS="a.example, b.example",
        REMIT_NOW="2026-10-12T09:00:00+01:00",
    )
    assert live == {
        "DEMO": False,
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "FIXED_NOW": None,
        "ALLOWED_HOSTS": ["a.example", "b.example"],
    }


def test_only_a_demonstration_may_stop_the_clock(tmp_path):
    at = "2026-10-12T09:00:00+01:00"
    assert (
        shown(tmp_path, "FIXED_NOW", REMIT_DEMO="1", REMIT_NOW=at)["FIXED_NOW"] == "2026-10-12 09:00:00+01:00"
    )
    assert (
        "needs its offset"
        in run("import django; django.setup()", tmp_path, REMIT_DEMO="1", REMIT_NOW="2026-10-12T09:00").stderr
    )


def test_sqlite_waits_for_its_turn_and_lies_in_the_data_folder(tmp_path):
    database = shown(tmp_path, "DATABASES", REMIT_DEMO="1")["DATABASES"]["default"]
    assert database["NAME"] == str(tmp_path / "remit.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_the_database_is_named_by_the_environment(tmp_path):
    database = shown(tmp_path, "DATABASES", REMIT_DEMO="1", REMIT_DATABASE_URL="postgresql://someone@/remit")[
        "DATABASES"
    ]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert "OPTIONS" not in database or "transaction_mode" not in database["OPTIONS"]


def test_an_address_of_a_database_that_is_none_is_refused_by_name_and_not_told(tmp_path):
    said = run(
        "import django; django.setup()",
        tmp_path,
        REMIT_DEMO="1",
        REMIT_DATABASE_URL="postgrez://me:secret@here",
    )
    assert "REMIT_DATABASE_URL is no address of a database. Write it like postgres://" in said.stderr
    assert "secret" not in said.stderr


def test_a_number_that_is_none_is_refused_by_name(tmp_path):
    assert (
        "REMIT_IDLE_MINUTES must be a whole number"
        in run("import django; django.setup()", tmp_path, REMIT_DEMO="1", REMIT_IDLE_MINUTES="soon").stderr
    )


@pytest.mark.parametrize("module", ["remit.web.demo", "remit.web.demo.views"])
def test_the_one_click_sign_in_refuses_to_load_outside_a_demonstration(tmp_path, module):
    ran = run(f"import django; django.setup(); import {module}", tmp_path, REMIT_SECRET_KEY="x" * 60)
    assert ran.returncode == 1
    assert "belongs to demonstrations only" in ran.stderr


def test_outside_a_demonstration_there_is_no_address_for_it(tmp_path):
    ran = run(
        "import django; django.setup(); from remit.web import urls; print('demo_sign_in' in urls.TABLE)",
        tmp_path,
        REMIT_SECRET_KEY="x" * 60,
    )
    assert ran.stdout.strip() == "False", ran.stderr


def test_django_finds_nothing_to_warn_of_in_a_real_installation(tmp_path):
    code = "import django; django.setup(); from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"
    ran = run(
        code,
        tmp_path,
        REMIT_SECRET_KEY="0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        REMIT_ALLOWED_HOSTS="a.example",
    )
    assert ran.returncode == 0, ran.stderr


def test_every_file_a_page_names_is_there_when_collected(tmp_path):
    code = "import django; django.setup(); from django.core.management import call_command; call_command('collectstatic', verbosity=0); from django.templatetags.static import static; print(static('remit.js'))"
    ran = run(code, tmp_path, REMIT_SECRET_KEY="x" * 60)
    assert ran.returncode == 0, ran.stderr
    script = (tmp_path / "static" / ran.stdout.strip().removeprefix("/static/")).read_text()
    assert "govuk-frontend.min.js" not in script, "the import inside the module names the file with its mark"


def test_the_mailbox_is_named_by_its_address_and_its_password_never_shown(tmp_path, monkeypatch):
    secret = tmp_path / "secret"
    secret.write_text("from a file\n")
    monkeypatch.setenv("REMIT_IMAP_URL", "imaps://remit%40council.example@mail.council.example/Post")
    monkeypatch.setenv("REMIT_IMAP_PASSWORD_FILE", str(secret))
    found = mailbox()
    assert (found.port, found.user, found.secret) == (993, "remit@council.example", "from a file")
    assert found.name == "remit@council.example@mail.council.example/Post"
    assert "from a file" not in repr(found)


@pytest.mark.parametrize(
    "written, why",
    [
        ("imap://remit@mail.council.example", "would send the password in the clear"),
        ("imaps://mail.council.example", "must name a user"),
        ("https://remit@mail.council.example", "must name a user"),
    ],
)
def test_a_mailbox_that_cannot_be_read_safely_is_refused(written, why, monkeypatch):
    monkeypatch.setenv("REMIT_IMAP_URL", written)
    with pytest.raises(ImproperlyConfigured, match=why):
        mailbox()
