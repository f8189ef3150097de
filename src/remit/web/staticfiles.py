"""How are scripts, styles and pictures named? With a mark of their content, so that browsers may keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Static(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """The vendored scripts are modules: the names inside their `import` lines are rewritten as well."""

    support_js_module_import_aggregation = True
