"""Enterprises in a Parquet file, read through DuckDB by ranges of rows into NumPy arrays.

A column must be of a type that means the same as its fact. Doubles that hold whole numbers count as whole numbers and midnights
as days, because common tools write them so where values are missing; text is read as a cell of CSV would be. A whole number for a
text is refused (leading zeros are lost), and so are decimals for money (baht or satang?).
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from phanuek.batch.files.cells import BUDDHIST_YEARS, CellError, buddhist, is_checked, value_of
from phanuek.batch.files.duck import connect, duckdb_for, quoted, reason_of
from phanuek.batch.files.enterprises import (
    CODE,
    Block,
    Column,
    Found,
    check_code,
    code_twice,
    notes_on_columns,
)
from phanuek.batch.files.tables import column_missing, read_column
from phanuek.batch.problems import Problems, shown, stop
from phanuek.engines.rules import Fact, Value, Vocabulary
from phanuek.engines.rules.vocabulary import coerce
from phanuek.engines.wording import Words, words

ROW = "file_row_number"
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
LARGE = ("UBIGINT", "HUGEINT", "UHUGEINT")
FLOATS = ("DOUBLE", "FLOAT")
MIDNIGHTS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
AS_TEXT, AS_IS = "text", "as is"


class ParquetEnterprises:
    kind = "parquet"

    def __init__(
        self, path: Path, vocabulary: Vocabulary, problems: Problems, *, memory: str, threads: int, database: Any = None
    ) -> None:  # fmt: skip
        """`database` is given where the file is one of many, whose codes are looked at together."""
        self.path, self.vocabulary, self.problems = path, vocabulary, problems
        self.name = str(path)
        self.duckdb = duckdb_for(self.name)
        self.alone = database is None
        self.database = database or connect(self.name, memory=memory, threads=threads)
        self.done = 0
        self.place = self._plain(path)
        self.types = dict(
            self._ask(
                "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(?, hive_partitioning=false))"
            )
        )
        columns = list(self.types)
        if CODE not in columns:
            column_missing(problems, self.name, CODE, columns, row=None)
        elif self.types[CODE] not in ("VARCHAR", "UUID", *WHOLE):
            self._wrong_type(CODE, words("รหัสต้องเป็นข้อความ", "a code must be text"))
        self.facts: Sequence[str] = [name for name in columns if name in vocabulary]
        self.notes = notes_on_columns(self.name, columns, vocabulary)
        self._how = {name: self._reading(vocabulary[name]) for name in self.facts}
        problems.stop_if_any()
        self.size = self._ask("SELECT count(*) FROM read_parquet(?, hive_partitioning=false)")[0][0]
        if not self.size:
            self.notes.append(words(f"{self.name}: ไม่มีแถวข้อมูล", f"{self.name}: there are no rows"))

    def blocks(self, rows: int, skip: int = 0) -> Iterator[Block]:
        self._check_codes()
        for start in range(skip * rows, self.size, rows):
            self.done = start
            yield self._block(start, f"{ROW} >= {start} AND {ROW} < {start + rows}", [])
        self.done = self.size

    def find(self, code: str) -> Found | None:
        rows = self._ask(f"SELECT {ROW} FROM {self._source} WHERE {self._code} = $2 ORDER BY 1 LIMIT 1", code)
        if not rows:
            return None
        start = int(rows[0][0])
        block = self._block(start, f"{ROW} = {start}", [])
        return Found(start + 1, {name: _listed(column)[0] for name, column in block.columns.items()})

    # ---- columns

    @property
    def _source(self) -> str:
        return f"read_parquet($1, hive_partitioning=false, {ROW}=true)"

    @property
    def _code(self) -> str:
        return f"CAST({quoted(CODE)} AS VARCHAR)"

    def _wrong_type(self, name: str, hint: Words) -> None:
        kind = shown(self.types[name], 60)
        self.problems.add(
            self.name, words(f"ชนิดของคอลัมน์คือ {kind}", f"the column is of type {kind}"), hint, place=name
        )

    def _reading(self, fact: Fact) -> tuple[str, str]:
        """The SQL that reads the column, and whether its cells are then read as text."""
        kind, name = self.types[fact.name], quoted(fact.name)
        base = kind.partition("(")[0]
        lost = kind == "INTEGER" and fact.type in ("boolean", "text", "area", "date")
        if kind == '"NULL"' or (lost and self._all_null(fact.name)):
            return "CAST(NULL AS VARCHAR)", AS_TEXT  # a column in which nothing is known has lost its type
        if base in ("VARCHAR", "ENUM"):
            text = f"NULLIF(CAST({name} AS VARCHAR), '')"
            return text, AS_IS if fact.type == "text" and not is_checked(fact) else AS_TEXT
        if kind == "BOOLEAN" and fact.type == "boolean":
            return name, AS_IS
        if fact.type == "date" and kind in ("DATE", "TIMESTAMP"):  # infinities become years that are refused
            least, most = f"{kind} '0001-01-01' - INTERVAL 1 DAY", f"{kind} '12000-01-01'"
            within = f"CAST(LEAST(GREATEST({name}, {least}), {most}) AS {kind})"
            return f"CASE WHEN {name} IS NOT NULL THEN {within} END", AS_IS
        if fact.type == "date" and kind in MIDNIGHTS:
            return name, AS_IS
        if fact.type in ("integer", "money", "number"):
            if kind in WHOLE:
                return f"CAST({name} AS BIGINT)", AS_IS
            if kind in LARGE or (base == "DECIMAL" and (fact.type == "number" or kind.endswith(",0)"))):
                return f"CAST({name} AS VARCHAR)", AS_TEXT
            if kind == "DOUBLE":
                return name, AS_IS
            if kind == "FLOAT":  # by its shortest text, as a double is
                return f"CAST(CAST({name} AS VARCHAR) AS DOUBLE)", AS_IS
        self._wrong_type(fact.name, _WANTED[fact.type])
        return "NULL", AS_IS

    def _all_null(self, name: str) -> bool:
        return not self._ask(f"SELECT 1 FROM {self._source} WHERE {quoted(name)} IS NOT NULL LIMIT 1")

    # ---- rows

    def _block(self, start: int, where: str, more: list[Any]) -> Block:
        wanted = ", ".join([f"{self._code} AS {quoted(CODE)}", *(f"{sql} AS {quoted(name)}" for name, (sql, _) in self._how.items())])  # fmt: skip
        try:
            found = self.database.execute(
                f"SELECT {wanted} FROM {self._source} WHERE {where}", [self.place, *more]
            ).fetchnumpy()
        except (self.duckdb.Error, OverflowError, ValueError) as error:
            self._unreadable(error)
        codes = _listed(found[CODE])
        columns = {}
        for name, (_, how) in self._how.items():
            fact = self.vocabulary[name]
            columns[name] = (
                self._cells(fact, found[name], start)
                if how == AS_TEXT
                else self._typed(fact, found[name], start)
            )
        return Block(start, codes, columns)

    def _cells(self, fact: Fact, column: Any, start: int) -> list[Value | None]:
        cells = ["" if cell is None else cell for cell in _listed(column)]

        def wrong(row: int, error: CellError) -> None:
            self._wrong(fact, row, error.what, error.hint)

        return read_column(
            cells, range(start, start + len(cells)), lambda cell: value_of(fact, cell), {}, wrong
        )

    def _typed(self, fact: Fact, column: Any, start: int) -> Column:
        import numpy as np

        if column.dtype.kind == "f":
            return self._doubles(fact, column, start)
        if column.dtype.kind == "M":
            days = column.astype("datetime64[D]")
            odd = ~np.ma.getmaskarray(column) & (np.ma.getdata(column) != np.ma.getdata(days))
            self._all_wrong(
                fact,
                column,
                odd,
                start,
                words("มีเวลาของวันอยู่ด้วย", "a time of day stands with the date"),
                words("ใช้คอลัมน์ชนิด DATE", "make the column a DATE"),
            )
            years = np.ma.getdata(days).astype("datetime64[Y]").astype(np.int64) + 1970
            known = ~np.ma.getmaskarray(column)
            self._all_wrong(
                fact,
                column,
                known & ((years < 1) | (years > 9999)),
                start,
                words("ปีไม่อยู่ระหว่าง 1 ถึง 9999", "the year is not between 1 and 9999"),
                words("เว้นว่างไว้หากไม่ทราบ", "leave it empty where it is not known"),
            )
            for at in np.flatnonzero(known & (years >= BUDDHIST_YEARS[0]) & (years <= BUDDHIST_YEARS[-1]))[
                :200
            ]:
                error = buddhist(str(np.ma.getdata(days)[at]))
                self._wrong(fact, start + int(at), error.what, error.hint)
            return days
        return column

    def _doubles(self, fact: Fact, column: Any, start: int) -> Column:
        import numpy as np

        known, values = ~np.ma.getmaskarray(column), np.ma.getdata(column)
        strange = known & ~np.isfinite(values)
        self._all_wrong(
            fact,
            column,
            strange,
            start,
            words("ไม่ใช่ตัวเลข", "this is no number"),
            words("เว้นว่าง (null) หากไม่ทราบค่า", "leave the cell empty (null) where it is not known"),
        )
        if fact.type == "number" or strange.any():
            return column
        broken = known & (values != np.trunc(values))
        hint = (
            words("เขียนเป็นสตางค์ ไม่มีทศนิยม", "write whole satang")
            if fact.type == "money"
            else words("เขียนจำนวนเต็ม", "write a whole number")
        )
        self._all_wrong(
            fact, column, broken, start, words("ไม่ใช่จำนวนเต็ม", "this is not a whole number"), hint
        )
        if broken.any():
            return column
        if (np.abs(values[known]) <= 2.0**53).all():
            return np.ma.MaskedArray(np.where(known, values, 0).astype(np.int64), mask=~known)
        # 1e23 is 10^23, as its text says, and not the whole number that the double happens to hold
        return [None if value is None else coerce(fact, value) for value in _listed(column)]

    def _all_wrong(self, fact: Fact, column: Any, places: Any, start: int, what: Words, hint: Words) -> None:
        import numpy as np

        wrong = np.flatnonzero(places)
        for at in wrong[:200]:
            said = shown(np.ma.getdata(column)[at])
            self._wrong(
                fact, start + int(at), words(f"“{said}” {what['th']}", f"“{said}”: {what['en']}"), hint
            )
        self.problems.count(max(0, len(wrong) - 200))

    def _wrong(self, fact: Fact, row: int, what: Words, hint: Words) -> None:
        self.problems.add(self.name, what, hint, row=row + 1, place=fact.name)

    def _check_codes(self) -> None:
        # in a query of their own: a column of the file that is called c would go before what is named c here
        codes = f"(SELECT COALESCE({self._code}, '') AS c, {ROW} + 1 AS line FROM {self._source})"
        bad = f"SELECT line, c FROM {codes} WHERE c = '' OR length(c) > 100 OR NOT regexp_full_match(c, '[^\\x00-\\x1f]*') ORDER BY 1 LIMIT 200"
        for row, code in self._ask(bad):
            check_code(self.problems, self.name, row, code)
        if self.alone:
            self._twice(codes)

    def _twice(self, codes: str) -> None:
        twice = f"SELECT c, list(line ORDER BY line)[:50] FROM {codes} WHERE c <> '' GROUP BY c HAVING count(*) > 1 ORDER BY min(line) LIMIT 200"
        for code, rows in self._ask(twice):
            for row in rows[1:]:
                code_twice(self.problems, self.name, row, rows[0], code)

    # ---- the file

    def _ask(self, sql: str, *more: Any) -> list[tuple[Any, ...]]:
        return self.ask(sql, self.place, *more)

    def ask(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        try:
            found: list[tuple[Any, ...]] = self.database.execute(sql, list(given)).fetchall()
        except (self.duckdb.Error, OverflowError, ValueError, RuntimeError) as error:
            self._unreadable(error)
        return found

    def _unreadable(self, error: Exception) -> Any:
        stop(
            self.name, words(f"อ่านเป็น Parquet ไม่ได้ ({reason_of(error)['th']})", f"this cannot be read as Parquet ({reason_of(error)['en']})"),
            words("ไฟล์อาจขาดหรือเสีย ให้ส่งออกใหม่", "it may be cut off or damaged: export it again"),
        )  # fmt: skip

    def _plain(self, path: Path) -> str:
        """A path that DuckDB does not take for a pattern: where the name has * ? or [, a link with a plain name."""
        if not set("*?[{") & set(str(path.absolute())):
            return str(path.absolute())
        folder = tempfile.mkdtemp(prefix="phanuek-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        link = Path(folder) / "enterprises.parquet"
        link.symlink_to(path.absolute())
        return str(link)


def _listed(column: Any) -> list[Any]:
    found: list[Any] = column if isinstance(column, list) else column.tolist()
    return found


_WANTED = {
    "boolean": words("ใช้ชนิด BOOLEAN", "make it BOOLEAN"),
    "integer": words("ใช้ชนิดจำนวนเต็ม เช่น BIGINT", "make it a whole number, such as BIGINT"),
    "number": words("ใช้ชนิดตัวเลข เช่น DOUBLE", "make it a number, such as DOUBLE"),
    "money": words("ใช้จำนวนเต็มเป็นสตางค์ (BIGINT) เช่น 1,500 บาท คือ 150000", "make it whole satang (BIGINT): 1,500 baht is 150000"),
    "text": words("ใช้ชนิดข้อความ (VARCHAR) เพื่อไม่ให้เลข 0 ข้างหน้าหาย", "make it text (VARCHAR), so that leading zeros stay"),
    "date": words("ใช้ชนิด DATE", "make it DATE"),
    "area": words("ใช้ชนิดข้อความ (VARCHAR) เพื่อไม่ให้เลข 0 ข้างหน้าหาย", "make it text (VARCHAR), so that leading zeros stay"),
}  # fmt: skip
