"""`phanuek`: the engines on files, without the platform.

Here only the words of the command are read and the way it ends is settled: 0, 1 (wrong input, every problem a line on stderr),
2 (wrong use), 130 (stopped by Ctrl-C). The work is in a module for each command, loaded when it is asked for.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from phanuek.batch.options import parser
from phanuek.batch.problems import WrongInput, WrongUse, language_of
from phanuek.engines.wording import words


def main(given: Sequence[str]) -> int:
    """The exit status. Prints to stdout and stderr, raises nothing (but what a bug in here would raise)."""
    language = language_of(_asked_language(given))
    try:
        return _run(given, language)
    except WrongUse as wrong:
        _complain(f"phanuek: {wrong.message[language]}")
        return 2
    except WrongInput as wrong:
        for line in wrong.lines(language):
            _complain(line)
        return 1
    except BrokenPipeError:  # whoever reads has seen enough
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        _complain("\n" + words("หยุดแล้ว", "stopped")[language])
        return 130
    except MemoryError:
        _complain(words("หน่วยความจำไม่พอ", "there is not enough memory")[language])
        return 1


def _asked_language(given: Sequence[str]) -> str | None:
    for at, word in enumerate(given):
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and at + 1 < len(given):
            return given[at + 1]
    return None


def _run(given: Sequence[str], language: str) -> int:
    whole = parser(language)
    try:
        options = whole.parse_args(list(given))
    except SystemExit as done:  # --help, --version
        return int(done.code or 0)
    if options.command is None:
        whole.print_help(sys.stderr)
        return 2
    commands: dict[str, Callable[[argparse.Namespace, str], None]] = {
        "screen": _screen, "explain": _explain, "allocate": _allocate, "check": _check,
    }  # fmt: skip
    commands[options.command](options, language)
    sys.stdout.flush()
    return 0


def _screen(options: argparse.Namespace, language: str) -> None:
    from phanuek.batch.progress import Progress
    from phanuek.batch.screen import Asked, screen

    if options.engine == "postgres" and not options.database:
        raise WrongUse(words("--engine postgres ต้องมี --database", "--engine postgres needs --database"))
    for name, engine in (("master", "spark"), ("database", "postgres")):
        if getattr(options, name) and options.engine != engine:
            raise WrongUse(
                words(
                    f"--{name} ใช้กับ --engine {engine} เท่านั้น (ที่ขอคือ {options.engine})",
                    f"--{name} is for --engine {engine} alone; the engine asked for is {options.engine}",
                )
            )
    _check_order(options.enterprises, options.offers)
    asked = Asked(
        options.enterprises, options.offers, options.out, options.on or date.today(), options.engine, options.master,
        options.database, options.memory, options.threads, options.fresh,
    )  # fmt: skip
    screen(asked, Progress(language, quiet=getattr(options, "quiet", False)))


def _explain(options: argparse.Namespace, language: str) -> None:
    from phanuek.batch.explain import explain
    from phanuek.batch.progress import Progress

    named = [file for file in (options.enterprises, options.offers) if file is not None]
    if len(options.files) + len(named) != 2 or (options.files and named):
        raise WrongUse(
            words("ต้องบอกไฟล์วิสาหกิจและไฟล์มาตรการ", "name the file of enterprises and the file of offers")
        )
    enterprises, offers = options.files or named
    _check_order(enterprises, offers)
    note = Progress(language).note
    print(
        explain(
            enterprises, offers, options.enterprise, options.offer or [], options.on or date.today(), note
        )
    )


def _check_order(enterprises: Path, offers: Path) -> None:
    """Two files the wrong way round would each be told as unreadable."""
    from phanuek.batch.files.text import begins_as_json

    if begins_as_json(enterprises) and not begins_as_json(offers):
        raise WrongUse(
            words(
                f"สลับไฟล์กัน: {enterprises} เป็นไฟล์มาตรการ (JSON) ให้เขียนไฟล์วิสาหกิจก่อน แล้วจึงไฟล์มาตรการ",
                f"the files are swapped: {enterprises} is JSON, as offers are; name the enterprises first, then the offers",
            )
        )


def _allocate(options: argparse.Namespace, language: str) -> None:
    from phanuek.batch.allocate import allocate
    from phanuek.batch.progress import Progress

    allocate(
        options.round,
        options.out or options.round,
        Progress(language, quiet=getattr(options, "quiet", False)),
    )


def _check(options: argparse.Namespace, language: str) -> None:
    from phanuek.batch.check import check

    print("\n".join(line[language] for line in check(options.files, options.on or date.today())))


def _complain(text: str) -> None:
    with contextlib.suppress(OSError):
        print(
            text.encode("utf-8", "replace").decode(), file=sys.stderr, flush=True
        )  # a path may hold no text at all


def speak_utf8() -> None:
    """Both languages are written whatever the machine's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def run() -> None:
    speak_utf8()
    sys.exit(main(sys.argv[1:]))
