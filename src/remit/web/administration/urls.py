"""The addresses of administration."""

from __future__ import annotations

from remit.web.administration import forums, people
from remit.web.routes import Role, Route, access

ADMINISTRATORS = access(allowed=[Role.ADMINISTRATOR])

ROUTES = (
    Route("administration", people.staff_list, "administration", ADMINISTRATORS),
    Route("administration/people/add", people.add, "staff_add", ADMINISTRATORS),
    Route("administration/people/<slug:person>", people.page, "staff_page", ADMINISTRATORS),
    Route("administration/people/<slug:person>/details", people.change, "staff_change", ADMINISTRATORS),
    Route("administration/people/<slug:person>/password", people.password, "staff_password", ADMINISTRATORS),
    Route("administration/people/<slug:person>/end", people.end, "staff_end", ADMINISTRATORS),
    Route("administration/people/<slug:person>/posts", people.give_post, "staff_post", ADMINISTRATORS),
    Route(
        "administration/people/<slug:person>/posts/<int:holding>/end",
        people.end_post,
        "staff_post_end",
        ADMINISTRATORS,
    ),
    Route("administration/people/<slug:person>/team", people.team, "staff_team", ADMINISTRATORS),
    Route("administration/units", people.units, "units", ADMINISTRATORS),
    Route("administration/forums", forums.seats, "seats", ADMINISTRATORS),
    Route("administration/forums/switch-on", forums.switch_on, "switch_on", ADMINISTRATORS),
    Route("administration/forums/<slug:forum>/seats/<slug:seat>", forums.fill, "seat_fill", ADMINISTRATORS),
    Route("administration/seats/<int:holding>/leave", forums.leave, "seat_leave", ADMINISTRATORS),
)
