"""The addresses of loading data."""

from __future__ import annotations

from remit.web.data.files import faults_file, template_file
from remit.web.data.views import again, apply, data, drop, load, progress, stop, undo, upload
from remit.web.routes import Role, Route, access

LOADERS = access(allowed=[Role.DATA_OFFICER], own=[Role.ADMINISTRATOR])
"""Who holds the post of data officer loads everything; an administrator the files of staff, and sees no child."""
STAFF_LOADERS = access(allowed=[Role.DATA_OFFICER, Role.ADMINISTRATOR])

ROUTES = (
    Route("data", data, "data", STAFF_LOADERS),
    Route("data/new/<slug:kind>", upload, "data_upload", LOADERS),
    Route("data/template/<slug:kind>.xlsx", template_file, "data_template", STAFF_LOADERS),
    Route("data/<slug:load>", load, "data_load", LOADERS),
    Route("data/<slug:load>/progress", progress, "data_progress", LOADERS),
    Route("data/<slug:load>/faults.csv", faults_file, "data_faults", LOADERS),
    Route("data/<slug:load>/apply", apply, "data_apply", LOADERS),
    Route("data/<slug:load>/again", again, "data_again", LOADERS),
    Route("data/<slug:load>/stop", stop, "data_stop", LOADERS),
    Route("data/<slug:load>/drop", drop, "data_drop", LOADERS),
    Route("data/<slug:load>/undo", undo, "data_undo", LOADERS),
)
