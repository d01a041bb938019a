"""The words that may follow `phanuek`, and what they mean, in Thai or in English."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from phanuek.batch.problems import LANGUAGES, WrongUse, shown
from phanuek.engines.wording import words

SOURCE_VERSION = "0.1.0"  # as pyproject.toml has it, for a tree that is not installed
ENGINES = ("memory", "duckdb", "postgres", "spark")
MEMORY = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])i?B?", re.IGNORECASE)

EXAMPLES = words(
    """ตัวอย่าง
  phanuek check offers.json enterprises.csv
  phanuek screen enterprises.parquet offers.json --out answers/
  phanuek screen enterprises.parquet offers.json --out answers/ --on 2026-10-01 --engine duckdb
  phanuek explain enterprises.parquet offers.json --enterprise E0001
  phanuek allocate round/

สถานะเมื่อจบ: 0 สำเร็จ, 1 ข้อมูลนำเข้าผิด (บอกทุกแห่ง), 2 ใช้คำสั่งผิด, 130 กด Ctrl-C
รูปแบบไฟล์: docs/guides/command-line.md""",
    """examples
  phanuek check offers.json enterprises.csv
  phanuek screen enterprises.parquet offers.json --out answers/
  phanuek screen enterprises.parquet offers.json --out answers/ --on 2026-10-01 --engine duckdb
  phanuek explain enterprises.parquet offers.json --enterprise E0001
  phanuek allocate round/

exit status: 0 done, 1 wrong input (each place is told), 2 wrong use, 130 stopped by Ctrl-C
formats of the files: docs/guides/command-line.md""",
)


def version() -> str:
    """Of the installed package, else of the source tree."""
    import importlib.metadata

    try:
        return importlib.metadata.version("phanuek")
    except importlib.metadata.PackageNotFoundError:
        return SOURCE_VERSION


# What argparse complains of, in Thai; its own words are English whatever the language of the machine.
_COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"ยังไม่ได้บอก \1"),
    (r"unrecognized arguments: (.*)", r"ไม่รู้จัก \1"),
    (r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", r"\1: ไม่มี \2 เลือกได้: \3"),
    (r"argument (\S+): expected one argument", r"ต้องมีค่าหนึ่งค่าหลัง \1"),
    (r"argument (\S+): expected at least one argument", r"ต้องมีอย่างน้อยหนึ่งค่าหลัง \1"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 ไม่รับค่า \2"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 ย่อเกินไป อาจหมายถึง \2"),
)


class _Parser(argparse.ArgumentParser):
    """Speaks the language asked for; complains by an exception, so that callers need not catch SystemExit."""

    def error(self, message: str) -> NoReturn:
        thai = message
        for english, said in _COMPLAINTS:
            if found := re.fullmatch(english, message, re.DOTALL):
                thai = found.expand(said)
        raise WrongUse(
            words(f"ใช้คำสั่งไม่ถูกต้อง: {thai} (ดู {self.prog} --help)", f"{message} (see {self.prog} --help)")
        )


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"phanuek {version()}")
        raise SystemExit(0)


def parser(language: str = "en") -> argparse.ArgumentParser:
    def say(th: str, en: str) -> str:
        return words(th, en)[language]

    # left out of the result when not given: a command's own default would hide what stands before the command
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--lang", choices=LANGUAGES, help=say("ภาษาของข้อความ", "language of the messages"))
    common.add_argument("--quiet", action="store_true", help=say("ไม่แสดงความคืบหน้า", "show no progress"))

    whole = _Parser(
        prog="phanuek", parents=[common], epilog=EXAMPLES[language], formatter_class=argparse.RawDescriptionHelpFormatter,
        description=say("ใครเข้าเงื่อนไขของมาตรการใด เพราะอะไร และแบ่งสิทธิ์ที่มีจำกัดอย่างไร จากไฟล์ธรรมดา", "Who fits which offer and why, and how scarce places are shared out: on plain files."),
    )  # fmt: skip
    whole.add_argument(
        "--version", action=_Version, nargs=0, help=say("แสดงรุ่นแล้วจบ", "show the version and end")
    )
    commands = whole.add_subparsers(dest="command", metavar=say("คำสั่ง", "COMMAND"), parser_class=_Parser)
    make: dict[str, Any] = {
        "parents": [common],
        "epilog": EXAMPLES[language],
        "formatter_class": argparse.RawDescriptionHelpFormatter,
    }
    on: dict[str, Any] = {
        "type": _day,
        "metavar": say("ปปปป-ดด-วว", "YYYY-MM-DD"),
        "help": say("วันที่ใช้พิจารณา (ค่าปกติ: วันนี้)", "the day for which it is asked (default: today)"),
    }
    table = say("ไฟล์วิสาหกิจ .parquet หรือ .csv", "the enterprises, .parquet or .csv")
    offers = say("ไฟล์มาตรการ .json", "the offers, .json")

    told = say("ตรวจทุกวิสาหกิจกับทุกมาตรการ", "every enterprise against every offer")
    one = commands.add_parser("screen", help=told, description=told, **make)
    one.add_argument("enterprises", type=Path, help=table)
    one.add_argument("offers", type=Path, help=offers)
    one.add_argument(
        "--out", type=Path, required=True, help=say("โฟลเดอร์ของคำตอบ", "the folder for the answers")
    )
    one.add_argument("--on", **on)
    one.add_argument(
        "--engine",
        choices=ENGINES,
        default="memory",
        help=say("เครื่องคำนวณ (ค่าปกติ memory)", "which engine (default: memory)"),
    )
    one.add_argument(
        "--master",
        help=say("ที่อยู่ของคลัสเตอร์ Spark เช่น spark://host:7077", "the Spark cluster, such as spark://host:7077"),
    )
    one.add_argument(
        "--database",
        help=say("ที่อยู่ของ PostgreSQL เช่น postgresql://…", "the PostgreSQL server, as postgresql://…"),
    )
    one.add_argument(
        "--memory",
        type=_memory,
        default="1GB",
        help=say("หน่วยความจำไม่เกิน (ค่าปกติ 1G)", "memory for reading and writing, at most (default: 1G)"),
    )
    one.add_argument(
        "--threads",
        type=_threads,
        default=min(2, os.cpu_count() or 1),
        help=say("จำนวนเธรด", "threads at most"),
    )
    one.add_argument(
        "--fresh",
        action="store_true",
        help=say("เริ่มใหม่ ไม่ทำต่อจากที่ค้าง", "begin anew even if a run was left unfinished"),
    )

    told = say("อธิบายคำตอบของวิสาหกิจหนึ่งราย เป็น JSON", "explain the answers of one enterprise, as JSON")
    one = commands.add_parser("explain", help=told, description=told, **make)
    one.add_argument(
        "files",
        type=Path,
        nargs="*",
        metavar="FILE",
        help=say("ไฟล์วิสาหกิจ แล้วไฟล์มาตรการ", "the enterprises, then the offers"),
    )
    one.add_argument("--enterprises", type=Path, metavar="FILE", help=table)
    one.add_argument("--offers", type=Path, metavar="FILE", help=offers)
    one.add_argument(
        "--enterprise", required=True, metavar="CODE", help=say("รหัสวิสาหกิจ", "the code of the enterprise")
    )
    one.add_argument(
        "--offer",
        action="append",
        metavar="CODE",
        help=say("เฉพาะมาตรการนี้ (ใส่ซ้ำได้)", "only this offer (may be repeated)"),
    )
    one.add_argument("--on", **on)

    told = say("แบ่งสิทธิ์ของรอบหนึ่งให้ได้ผลดีที่สุด", "share out a round to the optimum")
    one = commands.add_parser("allocate", help=told, description=told, **make)
    one.add_argument("round", type=Path, help=say("โฟลเดอร์ของรอบ", "the folder of the round"))
    one.add_argument(
        "--out",
        type=Path,
        help=say(
            "โฟลเดอร์ของผล (ค่าปกติ: โฟลเดอร์ของรอบ)", "the folder for the result (default: that of the round)"
        ),
    )

    told = say("ตรวจไฟล์ ไม่เขียนอะไร", "check files, write nothing")
    one = commands.add_parser("check", help=told, description=told, **make)
    one.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help=say("ไฟล์มาตรการ ไฟล์วิสาหกิจ หรือโฟลเดอร์ของรอบ", "offers, enterprises, or the folder of a round"),
    )
    one.add_argument("--on", **on)
    return whole


def _day(text: str) -> date:
    from phanuek.batch.files.cells import BUDDHIST_YEARS, buddhist

    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        if int(text[:4]) in BUDDHIST_YEARS:
            error = buddhist(text)
            _refuse(
                "--on", *(f"{error.what[language]} → {error.hint[language]}" for language in ("th", "en"))
            )
        with contextlib.suppress(ValueError):
            return date.fromisoformat(text)
    _refuse(
        "--on",
        f"“{shown(text)}” ไม่ใช่วันที่ เขียน ปี ค.ศ.-เดือน-วัน เช่น 2026-10-01",
        f"“{shown(text)}” is no day: write it like 2026-10-01",
    )


def _refuse(option: str, th: str, en: str) -> NoReturn:
    """Past argparse, which knows one language."""
    raise WrongUse(words(f"{option}: {th}", f"{option}: {en}"))


def _memory(text: str) -> str:
    found = MEMORY.fullmatch(text.strip())
    if (
        not found
        or not 0.06 <= float(found[1]) * {"K": 1e-6, "M": 1e-3, "G": 1, "T": 1e3}[found[2].upper()] < 1e5
    ):
        _refuse(
            "--memory",
            f"“{shown(text)}” ใช้ไม่ได้ เขียนเช่น 512M หรือ 2G อย่างน้อย 64M",
            f"“{shown(text)}”: write it like 512M or 2G, at least 64M",
        )
    return f"{found[1]}{found[2].upper()}B"


def _threads(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 256:
        _refuse(
            "--threads",
            f"“{shown(text)}” ใช้ไม่ได้ ต้องเป็นตัวเลข 1 ถึง 256",
            f"“{shown(text)}”: a number from 1 to 256",
        )
    return int(text)
