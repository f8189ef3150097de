"""The addresses of letters and messages."""

from remit.web.letters import views
from remit.web.routes import RUNS, Role, Route, access

LOOKS_AFTER = [*RUNS, Role.ADMINISTRATOR]

ROUTES = (
    Route("forums/<slug:forum>/<str:date>/mail/<slug:letter>", views.letter, "letter", access(own=RUNS)),
    Route("messages", views.messages_list, "messages", access(allowed=LOOKS_AFTER)),
    Route("messages/came-in", views.came_in, "came_in", access(allowed=LOOKS_AFTER)),
    Route(
        "messages/came-in/<slug:mail>/dealt-with",
        views.dealt_with,
        "mail_dealt_with",
        access(own=LOOKS_AFTER),
    ),
    Route("messages/<slug:message>/again", views.again, "message_again", access(own=LOOKS_AFTER)),
)
