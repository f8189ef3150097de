"""What are the routes, as shipped and as an authority changed them? Files in, one whole `Routes` out."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from remit.terms.explained import explained
from remit.terms.faults import TermsRefused
from remit.terms.kept import read, read_kept
from remit.terms.routing import Routes
from remit.terms.written import laid_over

SHIPPED = Path(__file__).parent / "routes.yaml"


def routes_of(authority: Path | None = None) -> Routes:
    """The routes that ship, with an authority's `routes.yaml` laid over them. Raises `TermsRefused` with every fault."""
    root = read_kept(SHIPPED, "terms/routes.yaml")
    if authority is not None and (authority / "routes.yaml").is_file():
        root = laid_over(root, read(authority / "routes.yaml"))
    try:
        return Routes.model_validate(root.plain())
    except ValidationError as error:
        raise TermsRefused(explained(error, root, Routes)) from error
