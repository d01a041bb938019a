"""PostgreSQL: the rules as written, 100 in a query, each answer a boolean (null: cannot be said) in an unlogged table.

That is the fastest of the ways tried: fetching every answer to the client, or counting them, takes longer. Two workers, no fsync,
no compilation of expressions (it costs more than it gives on rules that are asked once).
"""

from __future__ import annotations

import numpy as np
import psycopg

from benchmarks.beside import sql
from benchmarks.beside.world import Planes, World, packed

AT_ONCE = 100
SETTINGS = {
    "jit": "off", "max_parallel_workers_per_gather": "2", "min_parallel_table_scan_size": "0", "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0", "work_mem": "'256MB'",
}  # fmt: skip


def text(name: str, type_: str, values: np.ndarray, known: np.ndarray, words: tuple[str, ...]) -> list[str]:
    if words:
        shown = np.array(words, object)[values]
    elif type_ == "date":
        shown = np.datetime_as_string(values.astype("datetime64[D]")).astype(object)
    else:
        shown = np.array([repr(value) for value in values.tolist()], object)
    return np.where(known, shown, "\\N").tolist()  # type: ignore[no-any-return]


class Screen:
    def __init__(self, world: World, url: str) -> None:
        self.world, self.link = world, psycopg.connect(url, autocommit=True)
        for name, value in SETTINGS.items():
            self.link.execute(f"SET {name} = {value}")
        given = world.peer_columns()
        typed = ", ".join(f"{name} {sql.type_of(type_)}" for name, (type_, *_) in given.items())
        self.link.execute(f"CREATE UNLOGGED TABLE enterprises (place BIGINT, {typed})")
        columns = [text(name, *about) for name, about in given.items()]
        with self.link.cursor().copy("COPY enterprises FROM STDIN") as copy:
            for place, row in enumerate(zip(*columns, strict=True)):
                copy.write(f"{place}\t" + "\t".join(row) + "\n")
        self.link.execute("VACUUM ANALYZE enterprises")
        self.rules = sql.written(world)
        version = self.link.info.server_version
        self.version = {"postgresql": f"{version // 10000}.{version % 10000}", "threads": 2}

    def run(self) -> list[tuple[str, int]]:
        """The tables made, with the number of offers in each."""
        made = []
        for start in range(0, len(self.rules), AT_ONCE):
            name, some = f"answers_{start}", self.rules[start : start + AT_ONCE]
            self.link.execute(f"DROP TABLE IF EXISTS {name}")
            asked = ", ".join(f"({rule}) AS o{at}" for at, rule in enumerate(some))
            self.link.execute(f"CREATE UNLOGGED TABLE {name} AS SELECT place, {asked} FROM enterprises")
            made.append((name, len(some)))
        return made

    def planes(self, answers: list[tuple[str, int]]) -> Planes:
        sure, possible = [], []
        for name, many in answers:
            digits = ", ".join(f"coalesce(o{at}::int, 2)" for at in range(many))
            with self.link.cursor().copy(
                f"COPY (SELECT concat({digits}) FROM {name} ORDER BY place) TO STDOUT"
            ) as copy:
                read = b"".join(bytes(some) for some in copy)
            table = np.frombuffer(read, np.uint8).reshape(self.world.rows, many + 1)[:, :many].T
            sure.append(packed(table == ord("1")))
            possible.append(packed(table != ord("0")))
        return np.concatenate(sure), np.concatenate(possible)
