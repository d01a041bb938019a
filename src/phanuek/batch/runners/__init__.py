"""Screening on other engines: the same rules, carried as SQL to DuckDB, PostgreSQL or Spark."""

from phanuek.batch.runners.job import Counts, Job, Result, Runner, RunnerError, Tell

__all__ = ["Counts", "Job", "Result", "Runner", "RunnerError", "Tell", "find"]

NAMES = ("duckdb", "postgres", "spark")


def find(
    name: str,
    *,
    database: str | None = None,
    master: str | None = None,
    memory: str | None = None,
    threads: int | None = None,
) -> Runner:
    """The runner of that name. `database` is the address of a PostgreSQL server, `master` that of a Spark cluster
    (nothing: this machine alone), `memory` a bound such as "1GB", `threads` how many to use at most.

    Raises RunnerError when the name is unknown, its package is not installed or its address is missing.
    """
    if name == "duckdb":
        from phanuek.batch.runners.duck import DuckdbRunner
        from phanuek.batch.runners.workshop import duckdb_module

        duckdb_module()
        return DuckdbRunner(memory, threads)
    if name == "postgres":
        from phanuek.batch.runners.postgres import PostgresRunner
        from phanuek.batch.runners.workshop import duckdb_module

        duckdb_module()
        if not database:
            raise RunnerError(
                "PostgreSQL ต้องมีที่อยู่ฐานข้อมูล เช่น --database postgresql://ผู้ใช้@เครื่อง/ฐานข้อมูล",
                "PostgreSQL needs the address of a database, such as --database postgresql://user@host/database",
            )
        return PostgresRunner(database, memory, threads)
    if name == "spark":
        from phanuek.batch.runners.spark import SparkRunner, spark_sessions

        spark_sessions()
        return SparkRunner(master, memory, threads)
    raise RunnerError(
        f"ไม่มีเครื่องคำนวณชื่อ “{name}” ใช้ได้: {', '.join(NAMES)}",
        f"there is no engine named “{name}”; there are {', '.join(NAMES)}",
    )
