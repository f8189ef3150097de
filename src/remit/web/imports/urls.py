"""The addresses of imports."""

from __future__ import annotations

from remit.web.imports.columns import columns
from remit.web.imports.conflicts import conflicts
from remit.web.imports.views import (
    all_gone,
    apply,
    drop,
    imports,
    preview,
    result,
    sheet,
    undo,
    upload,
    vanished,
)
from remit.web.routes import RUNS, Role, Route, access

LOADERS = access(allowed=[Role.BROKERAGE, Role.DATA_OFFICER], own=RUNS)
"""Who keeps the list, who runs a forum that works from it, and the data officer."""

ROUTES = (
    Route("imports", imports, "imports", LOADERS),
    Route("imports/upload", upload, "import_upload", LOADERS),
    Route("imports/<slug:held>", preview, "import_preview", LOADERS),
    Route("imports/<slug:held>/sheet", sheet, "import_sheet", LOADERS),
    Route("imports/<slug:held>/columns", columns, "import_columns", LOADERS),
    Route("imports/<slug:held>/vanished", vanished, "import_vanished", LOADERS),
    Route("imports/<slug:held>/all-gone", all_gone, "import_all_gone", LOADERS),
    Route("imports/<slug:held>/conflicts", conflicts, "import_conflicts", LOADERS),
    Route("imports/<slug:held>/apply", apply, "import_apply", LOADERS),
    Route("imports/<slug:held>/drop", drop, "import_drop", LOADERS),
    Route("imports/<slug:held>/result", result, "import_result", LOADERS),
    Route("imports/<slug:held>/undo", undo, "import_undo", LOADERS),
)
