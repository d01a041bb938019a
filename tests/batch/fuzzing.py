"""Files that went wrong, by the thousand: each is given to the command line, which must end with 0 or 1 and say why, in time.

`python -m tests.batch.fuzzing 20000 [seed]` runs as many as one likes; the suite runs a few.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from phanuek.batch.cli import main
from tests.batch.command import DAY, OFFERS, PARAMETERS, TABLE, VOCABULARY

SLOWEST = 20.0  # processor seconds of one run
ODD = [
    "", " ", "NaN", "inf", "-1", "1e400", "9" * 40, "0x1F", "1,5", '"', '""', "'", "\\", "null", "true", "๑๒", "2568-01-01", "2025-02-30", "\ufeff", "\u202e",
    "\x00", "\r", "\n", "é", "x" * 200_000, "=1+1", "{}", "[]", "0.1.2", "1_000", "١٢", "-0", "+5", ".5", "5.", "1e5", "code", "E1",
]  # fmt: skip
WORDS = ["AND", "OR", "NOT", "(", ")", "members", "income", "province", "IN", "BETWEEN", "RATIO(", "YEARS_SINCE(", "'", "--", ";", "7", "0.5", "NULL", "PARAM(", ","]  # fmt: skip
ROUND = {
    "applicants.csv": "applicant,area,group,need\nA,10,women,20\nB,50,,\nC,50,,90\n",
    "offers.csv": "offer,capacity,budget,category\nO1,1,,x\nO2,2,1500.50,y\n",
    "eligible.csv": "applicant,offer,score,cost\nA,O1,500,\nB,O1,700,\nC,O2,30,1000\nB,O2,31,600.25\n",
    "rule.json": '{"seed": "820866", "per_applicant": 1, "groups": [{"code": "women", "points": 10}], "area_fairness": 50}',
}


class Case(NamedTuple):
    kind: str
    given: list[str]


def broken(data: bytes, chance: random.Random) -> bytes:
    """The same bytes with a few of them changed, doubled, lost, swapped or cut off."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 3, 20))
        act = chance.randrange(6)
        if act == 0:
            data = data[:at] + bytes(chance.randrange(256) for _ in range(length)) + data[at + length :]
        elif act == 1:
            data = data[:at] + data[at + length :]
        elif act == 2:
            data = data[:at]
        elif act == 3:
            data = data[:at] + data[at : at + length * 9] * 2 + data[at:]
        elif act == 4:
            data = data[:at] + chance.choice(ODD).encode() + data[at:]
        else:
            data = (
                data[:at]
                + chance.choice((b",", b"\n", b'"', b"}", b"]", b":", b"\xff\xfe", b"\x00"))
                + data[at + 1 :]
            )
    return data


def other_cells(text: str, chance: random.Random) -> bytes:
    """The same table with cells replaced, columns swapped, rows doubled."""
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(chance.choice((1, 1, 2, 6))):
        row = chance.choice(rows)
        act = chance.randrange(5)
        if act < 3:
            row[chance.randrange(len(row))] = chance.choice(ODD)
        elif act == 3:
            a, b = chance.randrange(len(row)), chance.randrange(len(row))
            row[a], row[b] = row[b], row[a]
        else:
            rows.insert(chance.randrange(len(rows) + 1), list(row))
    return chance.choice(("\n", "\r\n", "\r")).join(map(",".join, rows)).encode("utf-8", "replace")


def other_json(value: object, chance: random.Random) -> bytes:
    """The same document with values of other kinds here and there."""
    copy = json.loads(json.dumps(value))
    for _ in range(chance.choice((1, 1, 2, 5))):
        place, key = chance.choice(list(_places(copy)))
        act = chance.randrange(6)
        if act == 0:
            place[key] = chance.choice(
                [
                    None,
                    3,
                    -1.5,
                    True,
                    "",
                    "x",
                    [],
                    {},
                    [[]],
                    {"th": 1},
                    "2568-01-01",
                    10**30,
                    chance.choice(ODD),
                ]
            )
        elif act == 1 and isinstance(place[key], str):
            words = place[key].split(" ")
            words.insert(chance.randrange(len(words) + 1), chance.choice(WORDS))
            place[key] = " ".join(words)
        elif act == 2:
            del place[key]
        elif act == 3 and isinstance(place[key], list):
            place[key].extend(place[key])
        elif isinstance(place[key], str):
            place[key] = broken(place[key].encode(), chance).decode("utf-8", "replace")
        if not list(_places(copy)):
            break
    return json.dumps(copy, ensure_ascii=chance.random() < 0.5).encode("utf-8", "replace")


def _places(value: object) -> Iterator[tuple[dict, object] | tuple[list, int]]:  # type: ignore[type-arg]
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key  # type: ignore[misc]
            yield from _places(value[key])  # type: ignore[index]


class Fuzzer:
    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.document = {"vocabulary": VOCABULARY, "parameters": PARAMETERS, "offers": OFFERS}
        self.round = folder / "round"
        self.round.mkdir(exist_ok=True)
        self.parquet = self._parquet()

    def _parquet(self) -> bytes:
        import duckdb

        table, place = self.folder / "good.csv", self.folder / "good.parquet"
        table.write_text(TABLE)
        duckdb.connect().execute(
            f"COPY (SELECT * FROM read_csv('{table}', types={{'province': 'VARCHAR'}})) TO '{place}' (FORMAT parquet)"
        )
        return place.read_bytes()

    def case(self) -> Case:
        kinds: list[Callable[[], Case]] = [
            self.csv,
            self.csv,
            self.csv,
            self.offers,
            self.offers,
            self.offers,
            self.rounds,
            self.rounds,
            self.parquets,
        ]
        return self.chance.choice(kinds)()

    def _put(self, name: str, data: bytes) -> str:
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)

    def _asked(self, table: str, offers: str) -> list[str]:
        return self.chance.choice(
            [["check", table, offers], ["screen", table, offers, "--out", str(self.folder / "out")], ["explain", table, offers, "--enterprise", "E1"]]
        )  # fmt: skip

    def csv(self) -> Case:
        data = (
            broken(TABLE.encode(), self.chance)
            if self.chance.random() < 0.5
            else other_cells(TABLE, self.chance)
        )
        offers = self._put("offers.json", json.dumps(self.document).encode())
        return Case("csv", self._asked(self._put("enterprises.csv", data), offers))

    def offers(self) -> Case:
        good = json.dumps(self.document, ensure_ascii=False).encode()
        data = (
            broken(good, self.chance)
            if self.chance.random() < 0.3
            else other_json(self.document, self.chance)
        )
        return Case(
            "offers",
            self._asked(self._put("enterprises.csv", TABLE.encode()), self._put("offers.json", data)),
        )

    def rounds(self) -> Case:
        for name, text in ROUND.items():
            self._put(f"round/{name}", text.encode())
        name = self.chance.choice(list(ROUND))
        text = ROUND[name]
        if name.endswith("json") and self.chance.random() < 0.7:
            data = other_json(json.loads(text), self.chance)
        else:
            data = (
                broken(text.encode(), self.chance)
                if self.chance.random() < 0.5
                else other_cells(text, self.chance)
            )
        self._put(f"round/{name}", data)
        return Case("round", [self.chance.choice(["allocate", "check"]), str(self.round)])

    def parquets(self) -> Case:
        offers = self._put("offers.json", json.dumps(self.document).encode())
        return Case(
            "parquet",
            self._asked(self._put("enterprises.parquet", broken(self.parquet, self.chance)), offers),
        )


def wrong(case: Case) -> tuple[int, str]:
    """The exit status, and what was not as it must be (empty: all was)."""
    out, err = io.StringIO(), io.StringIO()
    began = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            on = [] if case.given[0] == "allocate" else ["--on", DAY]
            status = main([*case.given, *on])
        except BaseException as error:  # that is what must not be
            return -1, f"{type(error).__name__}: {error}"
    took = time.process_time() - began
    if status not in (0, 1):
        return status, f"status {status}"
    if status == 1 and not err.getvalue().strip():
        return status, "nothing was said"
    if "Traceback" in err.getvalue() or any(len(line) > 2000 for line in err.getvalue().splitlines()):
        return status, err.getvalue()[:300]
    return status, "" if took < SLOWEST else f"took {took:.1f} s"


def run(
    count: int, seed: int, folder: Path, keep: Path | None = None
) -> tuple[Counter[tuple[str, int]], list[str]]:
    """How often each kind ended how, and what was wrong."""
    fuzzer = Fuzzer(folder, seed)
    ends: Counter[tuple[str, int]] = Counter()
    found = []
    for _ in range(count):
        case = fuzzer.case()
        if keep is not None:
            keep.write_text(json.dumps(case.given))
        status, what = wrong(case)
        ends[case.kind, status] += 1
        if what:
            found.append(f"{case.kind} {case.given[0]}: {what}")
    return ends, found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        many, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
        ends, found = run(many, seed, Path(place))
        print(sorted(ends.items()))
        print("\n".join(found[:40]) or "nothing wrong")
