"""What each person does whose page of the meeting is open: it asks whether there is anything new, and they type.

A locust file; `benchmarks.room` starts it. Each person writes into an answer of their own and checks it: what the server
acknowledged is written down, so that it can be held against the database afterwards.
"""

import json
import os
import random
import re
import sys
import time
from itertools import count
from pathlib import Path

from locust import HttpUser, constant, task

PEOPLE = iter(json.loads(Path(os.environ["ROOM_PEOPLE"]).read_text()))
ACKNOWLEDGED = Path(os.environ["ROOM_ACKNOWLEDGED"])
KILLED = os.environ.get("ROOM_KILLED") == "1"
"""Whether the server is being killed meanwhile: an answer that does not come is then tried again, and is no fault."""
REFRESH, TYPING = 10.0, (0.3, 2.0) if KILLED else (3.0, 20.0)
"""Seconds between two refreshes, as the pages do it; and between two pauses in which what was typed is sent."""


class Person(HttpUser):
    """Somebody at the meeting."""

    wait_time = constant(0.1)

    def on_start(self) -> None:
        self.own = next(PEOPLE)
        self.at = f"/forums/{self.own['forum']}/{self.own['date']}/room"
        self.client.cookies.set("remit_session", self.own["session"])
        self.texts, self.version, self.revision, self.token = count(1), 0, "", ""
        self.chance = random.Random(self.own["item"])
        self.text = ""
        # They come within the first seconds, not all at once.
        self.refresh_at = time.monotonic() + self.chance.uniform(0, REFRESH)
        self.type_at = time.monotonic() + self.chance.uniform(*TYPING)
        self.open()

    def open(self) -> None:
        """The whole page, with what the forms need; tried again while the server comes back."""
        while not self.token:
            address = f"{self.at}/items/{self.own['item']}"
            with self.client.get(address, name="page", catch_response=True) as answer:
                if answer.status_code == 200:
                    self._read(answer.text)
                elif KILLED:
                    answer.success()
                else:
                    answer.failure(f"status {answer.status_code}")
                    print(f"{address}: {answer.status_code} {answer.error}", file=sys.stderr)
                    return
            time.sleep(0 if self.token else 0.2)

    def _read(self, page: str) -> None:
        self.revision = re.search(r'data-refresh-revision="(\d+)"', page)[1]
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        question = self.own["question"]
        self.version = int(re.search(rf'name="{question}-base" value="(\d+)"', page)[1])
        if self.text and self.text not in page:
            self.environment.events.request.fire(
                request_type="CHECK",
                name="own text",
                response_time=0,
                response_length=0,
                exception=AssertionError(f"{self.text!r} is not on the page"),
                context={},
            )

    @task
    def be_there(self) -> None:
        """Whichever is due."""
        if time.monotonic() >= self.refresh_at:
            self.refresh_at = time.monotonic() + REFRESH
            self.refresh()
        if time.monotonic() >= self.type_at:
            self.type_at = time.monotonic() + self.chance.uniform(*TYPING)
            self.type()

    def refresh(self) -> None:
        """Is there anything new? With nothing new the answer is 204, and nothing is drawn."""
        asked = {"revision": self.revision, "item": self.own["item"], "visit": "b" * 36}
        headers = {"X-Remit-Refresh": "1"}
        with self.client.get(
            f"{self.at}/parts", params=asked, headers=headers, name="refresh", catch_response=True
        ) as answer:
            if answer.status_code == 200:
                self.revision = answer.headers["X-Remit-Revision"]
                answer.request_meta["name"] = "refresh, something new"
            elif answer.status_code == 204:
                answer.request_meta["name"] = "refresh, nothing new"
            elif KILLED:
                answer.success()
            else:
                answer.failure(f"status {answer.status_code}")

    def type(self) -> None:
        """Send what was typed, from the version that was seen; an answer that was lost on the way is looked up first."""
        question, text = (
            self.own["question"],
            f"{self.own['item']} says this for the {next(self.texts)}th time",
        )
        body = {question: text, f"{question}-base": self.version, "csrfmiddlewaretoken": self.token}
        address = f"{self.at}/items/{self.own['item']}/answers/{question}"
        with self.client.post(address, data=body, name="save", catch_response=True) as answer:
            saved = answer.status_code == 200 and "application/json" in answer.headers.get("Content-Type", "")
            version = answer.json().get("version") if saved else None
            if version is not None:
                self.text, self.version = text, version
                self._write_down()
            elif KILLED:
                answer.success()
            else:
                answer.failure(f"status {answer.status_code}: {answer.text[:200]}")
        if version is None:
            # Kept or not, nobody was told: the page says which version there is now.
            self.token, self.text = "", ""
            self.open()

    def _write_down(self) -> None:
        line = {name: self.own[name] for name in ("item", "question")}
        with ACKNOWLEDGED.open("a") as file:
            file.write(json.dumps({**line, "version": self.version, "text": self.text}) + "\n")

    def on_stop(self) -> None:
        """The page has the last words that were acknowledged."""
        self.token = ""
        self.open()
