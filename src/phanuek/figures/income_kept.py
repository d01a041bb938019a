"""What of incomes everyone may not see, kept beside the copy that it was worked out from.

Working it out takes seconds at national scale, so it is done where the next version of the copy is made, before that version
is published: a page only reads a small JSON file, named like the version. A version is never written to again and no two have
one name, so what bears a version's name is of that version. What was worked out by other rules is not taken: each file names the code
that hid.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phanuek import engines
from phanuek.engines.secrecy import Guarded
from phanuek.figures import income_protection, queries
from phanuek.figures.copy.store import ready
from phanuek.figures.income_protection import Hidden
from phanuek.ui.country import pack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ENDING = ".hidden.json"
_read: dict[Path, Hidden] = {}


def hidden() -> Hidden:
    """Of the copy as it stands: the same object until there is another version. Worked out only where no file tells it.
    Raises NotReady."""
    with ready() as versions, versions.reading() as connection:
        version = _version(connection)
        if version not in _read:
            found = _from_file(version) or prepare(connection)
            _read.clear()
            _read[version] = found
        return _read[version]


def prepare(connection: DuckDBPyConnection) -> Hidden:
    """Work it out for the version behind this connection and keep it beside that; files of versions that are gone go too."""
    version = _version(connection)
    found = income_protection.worked_out(connection, queries.hidden_everywhere())
    _write(_file(version), json.dumps({"version": version.name, "rules": rules()} | _told(found)))
    for other in version.parent.glob(f"*{ENDING}*"):
        if not other.with_name(other.name.split(ENDING)[0] + ".duckdb").exists():
            other.unlink(missing_ok=True)
    return found


@cache
def _code() -> str:
    """What the code says that decides about hiding: nobody has to remember to raise a number."""
    here, of_engine = Path(__file__).parent, Path(engines.__path__[0]) / "secrecy"
    names = ("counting", "dominance", "income_kept", "income_protection", "protection", "queries")
    files = [*(here / f"{name}.py" for name in names), *sorted(of_engine.glob("*.py"))]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def rules() -> str:
    """The version of the rules of hiding: the code, and when a fiscal year begins."""
    return f"{_code()}-{pack().fiscal_year_range(2000)[0]:%m%d}"


def _version(connection: DuckDBPyConnection) -> Path:
    line = connection.execute(
        "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
    ).fetchall()[0]
    return Path(line[0])


def _file(version: Path) -> Path:
    return version.with_name(version.stem + ENDING)


def _write(path: Path, text: str) -> None:
    """All of it or nothing, also when two write at once or the power goes."""
    begun = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with begun.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)


def _from_file(version: Path) -> Hidden | None:
    try:
        kept = json.loads(_file(version).read_text())
        if kept["version"] == version.name and kept["rules"] == rules():
            return _understood(kept)
    except (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError):
        pass  # what cannot be understood is worked out anew
    return None


# ---- as JSON; the worlds that prove each hiding are not kept


def _told(found: Hidden) -> dict[str, Any]:
    return {
        "months": found.months and [day.isoformat() for day in found.months],
        "keys": {name: sorted(keys) for name, keys in found.keys.items()},
        "times": {measure: _told_guarded(one) for measure, one in found.times.items()},
        "dimensions": {
            name: {measure: _told_guarded(one) for measure, one in measures.items()}
            for name, measures in found.dimensions.items()
        },
    }


def _told_guarded(one: Guarded) -> dict[str, Any]:
    return {"hidden": sorted(one.hidden), "closed": sorted(one.closed), "everything": one.everything}


def _understood(kept: dict[str, Any]) -> Hidden:
    ends = kept["months"]
    return Hidden(
        {measure: _guarded(one) for measure, one in kept["times"].items()},
        {
            name: {measure: _guarded(one) for measure, one in measures.items()}
            for name, measures in kept["dimensions"].items()
        },
        (date.fromisoformat(ends[0]), date.fromisoformat(ends[1])) if ends else None,
        {name: frozenset(keys) for name, keys in kept["keys"].items()},
    )


def _guarded(one: dict[str, Any]) -> Guarded:
    names = frozenset(tuple((level, key) for level, key in name) for name in one["hidden"])
    return Guarded(names, closed=frozenset(map(tuple, one["closed"])), everything=one["everything"])
