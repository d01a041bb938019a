"""Reads DATABASE_URL into Django's form; without it, SQLite in the data folder, with nothing to configure."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadDatabaseUrl(ValueError):
    """DATABASE_URL cannot be read; the message says what was expected."""


def from_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?option=value`, or `sqlite:///path`, as a Django database."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path.removeprefix("/"))))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadDatabaseUrl(
            f"DATABASE_URL must begin with postgresql:// or sqlite:///, not {parts.scheme!r}"
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # embedded servers are reached through a socket folder: ?host=/folder
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        # a new connection for each request costs 2-6 times the request itself
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def sqlite(path: Path, *, durable: bool = True) -> dict[str, Any]:
    """SQLite in WAL mode. `durable` keeps every acknowledged write through a power cut (synchronous FULL)."""
    return {
        "ENGINE": "phanuek.config.sqlite_gate",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 30,
            # without IMMEDIATE a transaction that reads first and writes later fails with "database is locked"
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'};"
                "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;"
            ),
        },
    }
