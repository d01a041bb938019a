"""DuckDB: the rules as written, 50 in a query (more make its planning slow), over a table in memory."""

from __future__ import annotations

import duckdb
import numpy as np

from benchmarks.beside import sql
from benchmarks.beside.world import Planes, World, packed

AT_ONCE = 50


def table(world: World, link: duckdb.DuckDBPyConnection) -> None:
    given, wanted = {}, []
    for at, (name, (type_, values, known, words)) in enumerate(world.peer_columns().items()):
        given[f"v{at}"], given[f"k{at}"] = np.ascontiguousarray(values), np.ascontiguousarray(known)
        value = f"v{at}"
        if words:
            link.execute(f"CREATE TEMP TABLE w{at} (words VARCHAR[])")
            link.execute(f"INSERT INTO w{at} VALUES (?)", [list(words)])
            value = f"(SELECT words FROM w{at})[v{at} + 1]"
        elif type_ == "date":
            given[f"v{at}"] = values.astype("datetime64[D]").astype("datetime64[s]")
        wanted.append(f"CASE WHEN k{at} THEN CAST({value} AS {sql.type_of(type_)}) END AS {name}")
    given["row"] = np.arange(world.rows)
    link.register("given", given)
    link.execute(f"CREATE TABLE enterprises AS SELECT row, {', '.join(wanted)} FROM given ORDER BY row")
    link.unregister("given")


class Screen:
    def __init__(self, world: World) -> None:
        self.world, self.link = world, duckdb.connect(config={"threads": 2})
        table(world, self.link)
        self.rules = sql.written(world)
        self.version = {"duckdb": duckdb.__version__, "threads": 2}

    def run(self) -> list[np.ndarray]:
        found: list[np.ndarray] = []
        for start in range(0, len(self.rules), AT_ONCE):
            asked = [f"({rule}) AS o{at}" for at, rule in enumerate(self.rules[start : start + AT_ONCE])]
            answer = self.link.execute(f"SELECT {', '.join(asked)} FROM enterprises").fetchnumpy()
            found += [answer[f"o{at}"] for at in range(len(asked))]
        return found

    def singly(self) -> list[str]:
        return self.rules

    def ask_one(self, rule: str) -> np.ndarray:
        return self.link.execute(f"SELECT ({rule}) AS answer FROM enterprises").fetchnumpy()["answer"]

    def planes(self, answers: list[np.ndarray]) -> Planes:
        sure, possible = ([np.ma.filled(answer, empty) for answer in answers] for empty in (False, True))
        return packed(np.stack(sure)), packed(np.stack(possible))
