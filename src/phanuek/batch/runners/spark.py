"""Spark: the road past one machine. The enterprises are spread over the workers, each works out the answers of its part and
writes them itself; only counts come back. Work that is lost with a worker is done again by another.

On a cluster the file and the folder of the answers must be reached by every worker under the same name. Conditions run in
the Java engine; Python is needed on the workers only where floats are compared with another fact or divided, or stored
in four bytes: Java 17 does not write every float's shortest text, Python does.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phanuek.batch.runners.batches import Batch, batches
from phanuek.batch.runners.job import Counts, Job, Result, RunnerError, Tell
from phanuek.batch.runners.reading import code_reading, known_types, readings
from phanuek.batch.runners.spark_checks import checked_rows
from phanuek.batch.sql import SPARK, Column, paired_facts, used_facts
from phanuek.engines.rules import Status

ANSWERS = "answers"  # a folder
CODE = "#code"
_MEANING = {
    # said outright, whatever the cluster's own settings are: a wrong cast is an error, days are days everywhere
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    # the conditions of a query are too much for one Java method; so they are compiled in pieces
    "spark.sql.codegen.wholeStage": "false",
    # a folder of answers holds the files of finished tasks only
    "mapreduce.fileoutputcommitter.algorithm.version": "1",
    "mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}
_QUIET = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p: %m%n
# the level that Spark would set by itself, and say so
logger.repl.name = org.apache.spark.repl.Main
logger.repl.level = error
"""


@dataclass(frozen=True)
class SparkRunner:
    """`master` is the address of a cluster (spark://host:7077, yarn, k8s://…) or local[N]; nothing is this machine.
    `memory` is that of each worker ("4GB"), `threads` how many to use in all."""

    master: str | None = None
    memory: str | None = None
    threads: int | None = None
    offers: int = 40  # a query; more would outgrow what Java compiles at once

    def screen(self, job: Job, tell: Tell) -> Result:
        job.out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".screen-", dir=job.out.absolute()))
        # workers may run as another user
        folder.chmod(0o777 & job.out.stat().st_mode)
        try:
            with _session(self, folder) as session:
                return _screen(session, job, folder, tell, self.offers)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _screen(session: Any, job: Job, folder: Path, tell: Tell, offers: int) -> Result:
    enterprises, columns, rows = _load(session, job, folder)
    made, total, names = folder / ANSWERS, len(job.rules), list(job.rules)
    tell(0, total)
    _write(session.createDataFrame([], "enterprise string, offer string, status string"), made)
    for batch in batches(job.rules, columns, SPARK, offers=offers, letters=200_000):
        _write(_pairs(enterprises, batch, names), made)
        tell(batch.past, total)
    counts = _counts(session, made, job, rows)
    shutil.rmtree(job.out / ANSWERS, ignore_errors=True)
    made.replace(job.out / ANSWERS)
    return Result(job.out / ANSWERS, counts, rows)


def _pairs(enterprises: Any, batch: Batch, names: list[str]) -> Any:
    """The answers of a row (0 does not fit, 1 fits, 2 unknown) as a list; then those that count, one a line."""
    answers = ", ".join(f"coalesce(CAST({condition} AS INT), 2)" for condition in batch.conditions)
    offers = ", ".join(SPARK.text(name) for name in names[batch.first : batch.past])
    return (
        enterprises.selectExpr(f"`{CODE}` AS enterprise", f"array({answers}) AS answers")
        .selectExpr("enterprise", "posexplode(answers) AS (place, answer)")
        .where("answer <> 0")
        .selectExpr(
            "enterprise",
            f"element_at(array({offers}), place + 1) AS offer",
            f"CASE answer WHEN 1 THEN '{Status.FITS}' ELSE '{Status.UNKNOWN}' END AS status",
        )
    )


def _write(answers: Any, folder: Path) -> None:
    answers.write.mode("append").parquet(_address(folder))


def _counts(session: Any, answers: Path, job: Job, rows: int) -> dict[str, Counts]:
    found = session.read.parquet(_address(answers)).groupBy("offer", "status").count().collect()
    many = {(row["offer"], row["status"]): int(row["count"]) for row in found}
    counted = {
        name: (many.get((name, Status.FITS.value), 0), many.get((name, Status.UNKNOWN.value), 0))
        for name in job.rules
    }
    return {name: Counts(fits, unknown, rows - fits - unknown) for name, (fits, unknown) in counted.items()}


# ---------------------------------------------------------------- the enterprises


def _load(session: Any, job: Job, folder: Path) -> tuple[Any, dict[str, Column], int]:
    """The enterprises as the conditions need them, spread over the workers; their columns and how many they are."""
    reader = session.read.option("recursiveFileLookup", "true")
    if job.enterprises.is_dir():
        reader = reader.option("pathGlobFilter", "*.parquet")
    source = reader.parquet(_address(_plain(job.enterprises, folder)))
    types = {field.name: field.dataType.simpleString() for field in source.schema.fields}
    code = code_reading(types, job.code_column, SPARK)
    used = used_facts(job.rules.values())

    def is_empty(name: str) -> bool:
        return not source.where(f"`{name}` IS NOT NULL").limit(1).count()

    found = readings(known_types(types, used, job.vocabulary, SPARK, is_empty), job.vocabulary, used, SPARK)
    rows = checked_rows(source, code, job, types, found)
    paired = paired_facts(job.rules.values())
    wanted = [f"{code} AS `{CODE}`"]
    for name, reading in found.items():
        wanted.append(f"{reading.sql} AS `{name}`")
        if reading.column.kind == "float" and name in paired:
            wanted.append(f"phanuek_digits({reading.sql}) AS `{reading.column.digits}`")
            wanted.append(f"phanuek_power({reading.sql}) AS `{reading.column.power}`")
    parts = max(2 * session.sparkContext.defaultParallelism, rows // 50_000)
    spread = source.selectExpr(*wanted).repartition(parts).persist()
    return spread, {name: reading.column for name, reading in found.items()}, rows


def _plain(path: Path, folder: Path) -> Path:
    """The path, or a plain name for one that Spark would take for a pattern."""
    if not set("*?[{}],\\") & set(str(path.absolute())):
        return path.absolute()
    link = folder / "given"
    link.symlink_to(path.absolute())
    return link


def _address(path: Path) -> str:
    return f"file://{path.absolute()}"


# ---------------------------------------------------------------- the session


@contextlib.contextmanager
def _session(runner: SparkRunner, folder: Path) -> Iterator[Any]:
    """A session of its own within the application that runs already, or one started and ended here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # about pandas, which is not used
        with _within(runner, folder) as session:
            yield session


@contextlib.contextmanager
def _within(runner: SparkRunner, folder: Path) -> Iterator[Any]:
    spark_session = spark_sessions()
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]
    from pyspark.errors import PySparkException

    running = spark_session.getActiveSession()
    root = running or _started(spark_session, runner, folder)
    try:
        session = root.newSession()
        for name, value in _MEANING.items():
            session.conf.set(name, value)
        for name, (work_out, kind) in _functions().items():
            session.udf.register(name, work_out, kind)
        yield session
    except (Py4JError, PySparkException) as error:
        said = _said(error)
        raise RunnerError(f"Spark แจ้งว่า {said}", f"Spark says: {said}") from error
    finally:
        if not running:
            root.stop()


def spark_sessions() -> Any:
    """pyspark's SparkSession; RunnerError says what to install."""
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise RunnerError(
            "Spark ต้องใช้ Java 17 ติดตั้งด้วย apt-get install openjdk-17-jre-headless",
            "Spark needs Java 17; install it with apt-get install openjdk-17-jre-headless",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # about pandas, which is not used
            from pyspark.sql import SparkSession
    except ImportError:
        raise RunnerError(
            "ไม่มีแพ็กเกจ pyspark ติดตั้งจากโฟลเดอร์ซอร์สโค้ดด้วย pip install '.[spark]'",
            "the package pyspark is not installed; install it from the folder of the source with pip install '.[spark]'",
        ) from None
    return SparkSession


def _started(spark_session: Any, runner: SparkRunner, folder: Path) -> Any:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    (folder / "log4j2.properties").write_text(_QUIET)
    master = runner.master or f"local[{runner.threads or '*'}]"
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_address(folder / 'log4j2.properties')}",
        "spark.ui.showConsoleProgress": "false",
    }
    if runner.threads:
        settings["spark.cores.max"] = str(runner.threads)
    if runner.memory:
        size = runner.memory.lower().replace(" ", "").removesuffix("b").removesuffix("i")
        settings |= {"spark.executor.memory": size, "spark.driver.memory": size}
    java = folder / "java.log"
    try:
        return _begun(
            spark_session, {"spark.app.name": "phanuek screen", "spark.master": master} | settings, java
        )
    except (Py4JError, PySparkException) as error:
        said = _last_of(java) or _said(error)
        raise RunnerError(
            f"เริ่ม Spark ที่ {master} ไม่ได้: {said}", f"Spark cannot be started at {master}: {said}"
        ) from error


def _begun(spark_session: Any, settings: Mapping[str, str], java: Path) -> Any:
    """What Java writes of its own accord goes into a file: what matters of it comes back as an error."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    conf = SparkConf().setAll(list(settings.items()))
    if SparkContext._gateway is None:
        with java.open("wb") as file:
            gateway = launch_gateway(conf, {"stderr": file})  # type: ignore[no-untyped-call]
            SparkContext(conf=conf, gateway=gateway)
    return spark_session.builder.config(conf=conf).getOrCreate()


def _last_of(java: Path) -> str:
    lines = java.read_text(errors="replace").split("\n") if java.exists() else []
    said = [line.strip() for line in lines if "ERROR" in line or "Error" in line or "Exception" in line]
    return said[-1][:300] if said else ""


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def _functions() -> dict[str, tuple[Callable[[float | None], Any], str]]:
    """Made within a function, so that they travel to the workers whole: Phanuek need not be installed there."""

    def taken_apart(number: float) -> tuple[int, int]:
        from decimal import Decimal

        sign, figures, power = Decimal(repr(number)).as_tuple()
        return int("".join(map(str, figures))) * (-1 if sign else 1), int(power)

    def digits(number: float | None) -> int | None:
        return None if number is None else taken_apart(number)[0]

    def power(number: float | None) -> int | None:
        return None if number is None else taken_apart(number)[1]

    def single(number: float | None) -> float | None:
        """The double with the shortest text that is this number in four bytes."""
        from struct import pack

        if number is None:
            return None
        texts = (f"{number:.{figures}g}" for figures in range(1, 10))
        return next((float(text) for text in texts if pack("f", float(text)) == pack("f", number)), number)

    return {
        "phanuek_digits": (digits, "bigint"),
        "phanuek_power": (power, "int"),
        "phanuek_single": (single, "double"),
    }
