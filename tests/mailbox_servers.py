"""A real IMAP server on this machine (Dovecot), with mailboxes in a folder that the tests fill and look into."""

from __future__ import annotations

import base64
import getpass
import hmac
import imaplib
import json
import os
import random
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from remit.settings.mailbox import MailboxSetting

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
SECRET = "a-made-up-mailbox-password"
PORTS = range(20_000, 30_000)
"""Below those the machine gives to whoever asks for any, so that nobody takes one while the server starts."""
PATIENCE = 60
SETTINGS = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
mail_location = maildir:{folder}/mail/%u
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
login_greeting = {folder}
mail_max_userip_connections = 100
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={secret}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {plain}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {secure}
  }}
}}
service stats {{
  chroot =
}}
"""
OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
"""
"""Tokens are judged by their signature, with a key that is kept by application, kind and name."""
KEY = b"the key with which the tokens of the tests are signed"
_users = count(1)


def a_token(user: str, *, key: bytes = KEY) -> str:
    """A token with which this user's mailbox is opened (RFC 7519), good for an hour; with another key it is forged."""
    now = int(time.time())
    said = (
        {"alg": "HS256", "typ": "JWT"},
        {"sub": user, "iat": now - 60, "nbf": now - 60, "exp": now + 3600},
    )
    head = b".".join(_in_base64(json.dumps(part).encode()) for part in said)
    return (head + b"." + _in_base64(hmac.digest(key, head, "sha256"))).decode()


def _in_base64(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


@dataclass(frozen=True)
class MailboxServer:
    """The server as it runs, with its own certificate."""

    folder: Path
    plain: int
    secure: int

    def a_mailbox(self) -> Mailbox:
        """An empty mailbox that no other test has."""
        user = f"remit{os.getpid()}-{next(_users)}"
        setting = MailboxSetting("imaps", "localhost", self.secure, user, SECRET)
        return Mailbox(setting, self.folder / "cert.pem")


@dataclass
class Mailbox:
    """One user's mail, as the tests put it there and find it."""

    setting: MailboxSetting
    certificate: Path

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4_SSL]:
        context = ssl.create_default_context(cafile=str(self.certificate))
        talk = imaplib.IMAP4_SSL(self.setting.host, self.setting.port, ssl_context=context, timeout=PATIENCE)
        talk.login(self.setting.user, self.setting.secret)
        try:
            yield talk
        finally:
            talk.logout()

    def put(self, *mails: bytes) -> None:
        with self.opened() as talk:
            for mail in mails:
                assert talk.append("INBOX", "", None, mail)[0] == "OK"

    def count(self, folder: str = "INBOX", which: str = "ALL") -> int:
        """How many mails lie in a folder; none where there is no such folder."""
        with self.opened() as talk:
            if talk.select(f'"{folder}"', readonly=True)[0] != "OK":
                return 0
            return len(talk.uid("SEARCH", which)[1][0].split())

    def elsewhere(self, port: int) -> MailboxSetting:
        """The same mailbox where no server is."""
        return replace(self.setting, port=port)


@contextmanager
def an_imap_server() -> Iterator[MailboxServer]:
    """A server as long as this lasts."""
    folder = Path(tempfile.mkdtemp(prefix="remit-imap.", dir="/tmp"))  # its sockets' paths must be short
    try:
        user = _owner(folder)
        _certificate(folder, user)
        server, process = _started(folder, user)
        try:
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str:
    """Who the server runs as: whoever runs the tests, or, where that is root, the account its package brings."""
    if os.getuid() != 0:
        return getpass.getuser()
    shutil.chown(folder, "dovecot", "dovecot")
    folder.chmod(0o755)
    return "dovecot"


def _as_owner(user: str) -> dict[str, Any]:
    """What starts a process as them."""
    return {"cwd": "/", **({"user": user, "group": user, "extra_groups": []} if os.getuid() == 0 else {})}


def _certificate(folder: Path, user: str) -> None:
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "36500",
        "-subj",
        "/CN=localhost",
    ]
    made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(folder / "key.pem")]
    made += ["-out", str(folder / "cert.pem")]
    subprocess.run(made, check=True, capture_output=True, **_as_owner(user))
    (folder / "cert.pem").chmod(0o644)


def _started(folder: Path, user: str) -> tuple[MailboxServer, subprocess.Popen[bytes]]:
    """Tried on other ports where somebody has these."""
    group = subprocess.run(["id", "-gn", user], check=True, capture_output=True, text=True).stdout.strip()
    for _ in range(20):
        plain, secure = random.SystemRandom().sample(PORTS, 2)
        said = SETTINGS.format(
            folder=folder, user=user, group=group, secret=SECRET, plain=plain, secure=secure
        )
        (folder / "dovecot.conf").write_text(said)
        (folder / "oauth2.conf").write_text(OAUTH2.format(folder=folder))
        key = folder / "keys" / "default" / "HS256" / "default"
        key.parent.mkdir(parents=True, exist_ok=True)
        key.write_bytes(base64.b64encode(KEY))
        process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **_as_owner(user),
        )
        if _answers(process, plain, str(folder).encode()):
            return MailboxServer(folder, plain, secure), process
    log = folder / "log"
    raise AssertionError(log.read_text() if log.exists() else "Dovecot did not start")


def _answers(process: subprocess.Popen[bytes], port: int, greeting: bytes) -> bool:
    """Wait until this very server greets, or has ended: somebody else's may be on the port."""
    for _ in range(PATIENCE * 20):
        if process.poll() is not None:
            return False
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
            if greeting in line.makefile("rb").readline(1_000):
                return True
        time.sleep(0.05)
    process.kill()
    return False
