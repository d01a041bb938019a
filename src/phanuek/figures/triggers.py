"""The triggers that note what the analytical copy has to read again. Migrations install them; `missing` says which are gone.

They stand in the database, not in the verbs: an earlier room knows nothing of a later one, and no path of writing, in bulk,
by import or by hand, passes them (docs/adr/0057). Each notes the key of a row, with the columns that the copy reads:

| written | noted |
|---|---|
| an income report, in any way | the report |
| a delivery: made, moved to another day or case, removed | its referral, which tells the enterprise |
| a delivery: confirmed, another amount, some of it given back | the delivery |
| a referral's province, provider, commitment or enterprise; a referral removed | the enterprise, before and after |
| an enterprise's sector or place | the enterprise |
| the code of a body or a commitment | the body, the commitment |

SQLite drops the triggers of a table when a later migration rebuilds it: such a migration is followed by one here that calls
`install` again; tests/figures/test_copy_outbox.py tells. TRUNCATE passes them: after it, the copy is rebuilt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

OUTBOX = "figures_changedrow"


@dataclass(frozen=True)
class Watched:
    """One table: which columns of it are noted as keys of which kind, and which changes of it matter (none named: all).
    `part` tells apart what is noted of one table in two ways."""

    table: str
    kind: str
    key: str
    columns: tuple[str, ...] = ()
    born: bool = True
    gone: bool = True
    part: str = ""

    @property
    def name(self) -> str:
        return f"figures_note_{self.table}" + (f"_{self.part}" if self.part else "")


WATCHED = (
    Watched("outcomes_incomereport", "report", "id"),
    Watched("referrals_delivery", "referral", "referral_id", ("referral_id", "delivered_on")),
    Watched(
        "referrals_delivery",
        "delivery",
        "id",
        ("confirmed_by_id", "amount_baht", "returned_baht"),
        born=False,
        gone=False,
        part="word",
    ),
    Watched(
        "referrals_referral",
        "enterprise",
        "enterprise_id",
        ("enterprise_id", "province_id", "provider_id", "commitment_id"),
        born=False,
    ),
    Watched("registry_enterprise", "enterprise", "id", ("business_group", "subdistrict_id"), born=False),
    Watched("organisations_organisation", "organisation", "id", ("code",), born=False, gone=False),
    Watched("agreements_commitment", "commitment", "id", ("code",), born=False, gone=False),
)


def install(connection: Any) -> None:
    """Make every trigger, in place of one of the same name."""
    remove(connection)
    write = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for watched in WATCHED:
            for statement in write(watched):
                cursor.execute(statement)


def remove(connection: Any, those: Sequence[Watched] = WATCHED) -> None:
    with connection.cursor() as cursor:
        for watched in those:
            for event in _events(watched):
                on = "" if connection.vendor == "sqlite" else f" ON {watched.table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {watched.name}_{event}{on}")
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP FUNCTION IF EXISTS {watched.name}_{event}()")


def missing(connection: Any) -> list[str]:
    """Names of triggers that the database does not have: what they would have noted is not in the copy."""
    ask = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(ask)
        there = {line[0] for line in cursor.fetchall()}
    names = [f"{watched.name}_{event}" for watched in WATCHED for event in _events(watched)]
    return [name for name in names if name not in there]


def _events(watched: Watched) -> list[str]:
    return [*(["insert"] if watched.born else []), "update", *(["delete"] if watched.gone else [])]


def _sqlite(watched: Watched) -> list[str]:
    note = f"INSERT INTO {OUTBOX} (kind, key) VALUES ('{watched.kind}', {{}}.{watched.key});"
    bodies = {
        "insert": ("", note.format("NEW")),
        "update": (
            " WHEN " + " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in watched.columns)
            if watched.columns
            else "",
            # before and after: a delivery may have moved to another case
            note.format("OLD")
            + f" INSERT INTO {OUTBOX} (kind, key) SELECT '{watched.kind}', NEW.{watched.key} WHERE NEW.{watched.key} IS NOT OLD.{watched.key};",
        ),
        "delete": ("", note.format("OLD")),
    }
    return [
        f"CREATE TRIGGER {watched.name}_{event} AFTER {event.upper()} ON {watched.table} FOR EACH ROW{when} BEGIN {body} END"
        for event, (when, body) in bodies.items()
        if event in _events(watched)
    ]


def _postgresql(watched: Watched) -> list[str]:
    """For each statement, not each row: a bulk write notes all its keys at once."""
    kind, key, table = watched.kind, watched.key, watched.table
    before, after = "OLD TABLE AS before", "NEW TABLE AS after"
    if watched.columns:
        changed = " OR ".join(f"a.{column} IS DISTINCT FROM b.{column}" for column in watched.columns)
        paired = f"FROM after a JOIN before b ON a.id = b.id WHERE {changed}"
        update = f"SELECT a.{key} {paired} UNION SELECT b.{key} {paired}"
    else:
        update = f"SELECT {key} FROM after UNION SELECT {key} FROM before"
    tables = {
        "insert": (after, f"SELECT DISTINCT {key} FROM after"),
        "update": (f"{before} {after}", update),
        "delete": (before, f"SELECT DISTINCT {key} FROM before"),
    }
    statements = []
    for event in _events(watched):
        seen, keys = tables[event]
        name = f"{watched.name}_{event}"
        statements += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"INSERT INTO {OUTBOX} (kind, key) SELECT '{kind}', k FROM ({keys}) AS found(k); RETURN NULL; END $$",
            f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} REFERENCING {seen} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ]
    return statements
