"""How many queries did an answer take? Counted only where the request asks, so that measuring time costs nothing."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

ASKED, ANSWERED = "X-Bench-Count", "X-Bench-Queries"


class Counted:
    """Counts every statement from the first middleware to the last, what the log of looks writes included."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ASKED not in request.headers:
            return self.answer(request)
        asked: list[str] = []

        def note(execute: Any, sql: str, *rest: Any) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            response = self.answer(request)
        response[ANSWERED] = str(len(asked))
        return response
