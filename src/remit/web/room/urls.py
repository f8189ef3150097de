"""The addresses of the meeting room."""

from __future__ import annotations

from remit.web.room.projector import projector
from remit.web.room.times import times
from remit.web.room.views import actions, add, attendance, item, keep, open_room, parts_of_room, room, section
from remit.web.routes import MAY_SIT, RUNS, Route, access

SITS = MAY_SIT
AT = "forums/<slug:forum>/<str:date>/room"

ROUTES = (
    Route(AT, room, "room", access(own=SITS)),
    Route(f"{AT}/open", open_room, "open_meeting", access(own=RUNS)),
    Route(f"{AT}/actions", actions, "room_actions", access(own=RUNS)),
    Route(f"{AT}/add", add, "room_add", access(own=RUNS)),
    Route(f"{AT}/attendance", attendance, "room_attendance", access(own=SITS)),
    Route(f"{AT}/attendance/<slug:stay>/times", times, "room_times", access(own=RUNS)),
    Route(f"{AT}/parts", parts_of_room, "room_parts", access(own=SITS)),
    Route(f"{AT}/projector", projector, "room_projector", access(own=SITS)),
    Route(f"{AT}/items/<slug:item>", item, "room_item", access(own=SITS)),
    Route(f"{AT}/items/<slug:item>/answers/<slug:question>", keep, "room_answer", access(own=SITS)),
    Route(f"{AT}/parts-of-agenda/<slug:section>", section, "room_section", access(own=SITS)),
)
