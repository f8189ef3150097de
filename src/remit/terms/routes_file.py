"""What are the routes, as shipped and as an authority changed them? Files in, one whole `Routes` out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from remit.terms.explained import explained
from remit.terms.faults import TermsRefused
from remit.terms.kept import read, read_kept
from remit.terms.routing import Routes
from remit.terms.written import Node, identity, laid_over

SHIPPED = Path(__file__).parent / "routes.yaml"
SHOWN_AS = "terms/routes.yaml"


@dataclass(frozen=True, slots=True)
class LoadedRoutes:
    """The routes with the place of every value in them."""

    routes: Routes
    root: Node

    def place(self, path: str) -> tuple[str, int | None]:
        """File and line of what stands at a path, or of the nearest thing above it."""
        node = self.root.along(path.split("."))[-1]
        return node.file, node.line

    @property
    def own(self) -> frozenset[str]:
        """The rows an authority wrote, or changed."""
        rows = self.root.child("routes")
        nodes = rows.value if rows is not None and isinstance(rows.value, tuple) else ()
        return frozenset(str(identity(node)) for node in nodes if node.file != SHOWN_AS)


def routes_of(authority: Path | None = None) -> Routes:
    """The routes that ship, with an authority's `routes.yaml` laid over them. Raises `TermsRefused` with every fault."""
    return loaded_routes(authority).routes


def loaded_routes(authority: Path | None = None) -> LoadedRoutes:
    """As `routes_of`, with the places."""
    root = read_kept(SHIPPED, SHOWN_AS)
    if authority is not None and (authority / "routes.yaml").is_file():
        root = laid_over(root, read(authority / "routes.yaml"))
    try:
        return LoadedRoutes(Routes.model_validate(root.plain()), root)
    except ValidationError as error:
        raise TermsRefused(explained(error, root, Routes)) from error
