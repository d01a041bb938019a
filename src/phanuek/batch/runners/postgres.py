"""PostgreSQL: where the enterprises already live beside a database server, or where one asks to check another engine.

Everything happens in one transaction that is never committed: the table of enterprises is seen by nobody else, and is
gone when the work is done or breaks off.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from phanuek.batch.runners.batches import Batch, batches
from phanuek.batch.runners.job import Job, Result, RunnerError, Tell
from phanuek.batch.runners.workshop import CODE, ROW, Workshop, found_in, literal, workshop
from phanuek.batch.sql import POSTGRES, Column

_TYPES = {
    "boolean": "boolean",
    "whole": "bigint",
    "float": "double precision",
    "date": "date",
    "text": 'text COLLATE "C"',
}
_SETTINGS = {
    "client_encoding": "UTF8",
    "standard_conforming_strings": "on",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "jit": "off",  # hundreds of conditions take longer to compile than to run
}


@dataclass(frozen=True)
class PostgresRunner:
    """`database` is an address such as postgresql://user@host/name; its user must be allowed to create a schema.
    `memory` and `threads` are for DuckDB, which reads and writes the files."""

    database: str
    memory: str | None = None
    threads: int | None = None

    def screen(self, job: Job, tell: Tell) -> Result:
        with workshop(job, self.memory, self.threads) as shop, _transaction(self.database) as server:
            columns, total = shop.load(job), len(job.rules)
            table = _send(server, shop, columns)
            tell(0, total)
            for batch in batches(job.rules, columns, POSTGRES, offers=25, letters=200_000):
                _fetch(server, shop, _pairs(batch, table), batch.first)
                tell(batch.past, total)
            return shop.finish(job)


@contextlib.contextmanager
def _transaction(address: str) -> Iterator[psycopg.Cursor[Any]]:
    try:
        with psycopg.connect(address) as connection:
            if connection.info.parameter_status("server_encoding") != "UTF8":
                raise RunnerError(
                    "ฐานข้อมูล PostgreSQL ต้องใช้รหัสอักขระ UTF8",
                    "the PostgreSQL database must be of the encoding UTF8",
                )
            for name, value in _SETTINGS.items():
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))
            try:
                with connection.cursor() as cursor:
                    yield cursor
            finally:
                connection.rollback()
    except psycopg.Error as error:
        said = " ".join(str(error).split())[:300]
        raise RunnerError(f"PostgreSQL แจ้งว่า {said}", f"PostgreSQL says: {said}") from error


def _pairs(batch: Batch, table: str) -> str:
    """Row, offer and answer (1 fits, 2 unknown): a walk through the table for each offer, several walks at once."""
    return " UNION ALL ".join(
        f'SELECT "{ROW}", {place}, CASE WHEN {condition} THEN 1 ELSE 2 END FROM {table} WHERE ({condition}) IS NOT FALSE'
        for place, condition in enumerate(batch.conditions, batch.first)
    )


def _send(server: psycopg.Cursor[Any], shop: Workshop, columns: Mapping[str, Column]) -> str:
    """The enterprises into a table of their own, which is named."""
    schema = f"phanuek_screen_{secrets.token_hex(8)}"
    table = f"{schema}.enterprises"
    kinds = {ROW: "bigint"}
    for name, column in columns.items():
        kinds[name] = _TYPES[column.kind]
        if column.digits in shop.columns():
            kinds |= {column.digits: "bigint", column.power: "integer"}
    listed = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
    _do(server, f"CREATE SCHEMA {schema}")
    _do(server, f"CREATE UNLOGGED TABLE {table} ({listed})")
    cells = " || chr(9) || ".join(_cell(name, kind) for name, kind in kinds.items())
    with server.copy(f"COPY {table} FROM STDIN".encode()) as copy:
        for lines in shop.stream(f"SELECT {cells} FROM {shop.table}"):
            copy.write("\n".join(lines) + "\n")
    _do(server, f"ANALYZE {table}")
    return table


def _cell(name: str, kind: str) -> str:
    r"""A value as COPY reads it: \N where there is none, and in texts what would end a cell or a row written out."""
    text = f'CAST("{name}" AS VARCHAR)'
    if kind.startswith("text"):
        for letter, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
            text = f"replace({text}, {literal(letter)}, {literal(written)})"
    return rf"coalesce({text}, '\N')"


def _fetch(server: psycopg.Cursor[Any], shop: Workshop, query: str, number: int) -> None:
    """The answers of a query, joined with the codes, as one more part."""
    lines = shop.folder / f"answers-{number}"
    with lines.open("wb") as file, server.copy(f"COPY ({query}) TO STDOUT".encode()) as copy:
        for data in copy:
            file.write(data)
    columns = "columns={'row': 'BIGINT', 'offer': 'BIGINT', 'answer': 'INTEGER'}"
    found = f"read_csv({found_in(lines)}, delim='\\t', header=false, auto_detect=false, {columns})"
    shop.ask(
        f'SELECT "{ROW}", "{CODE}", offer, answer FROM {found} JOIN {shop.table} ON "{ROW}" = row',
        into=shop.part(number),
    )
    lines.unlink()


def _do(server: psycopg.Cursor[Any], text: str) -> None:
    server.execute(text.encode())  # as bytes: nothing in it is a placeholder
