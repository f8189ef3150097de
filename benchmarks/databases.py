"""Databases beside the one that REMIT_DATABASE_URL names: copies of it, and empty ones."""

import os
from urllib.parse import urlsplit, urlunsplit

import dj_database_url
import psycopg


def copy(name: str, *, of: str | None = None) -> str:
    """Make a database, as a copy of the one with that address or empty; answers with its address."""
    address = os.environ["REMIT_DATABASE_URL"]
    template = str(dj_database_url.parse(of)["NAME"]) if of else "template0"
    with psycopg.connect(**_server(address), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def _server(address: str) -> dict[str, str]:
    settings = dj_database_url.parse(address)
    named = {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
    }
    return {"dbname": "postgres", **{key: str(value) for key, value in named.items() if value}}
