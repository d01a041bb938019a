"""How a run ends when it is not left in peace: killed, interrupted, no room, no reader, another run beside it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from phanuek.batch import screen
from phanuek.batch.files.answers import UNFINISHED, Work
from tests.batch.command import DAY, TABLE, Command, answers

ROOT = Path(__file__).parents[2]
MANY = TABLE + "".join(
    f"F{at},{at % 20},{'yes' if at % 3 else ''},{50 + at % 4},,0.{at % 7},20{at % 25:02d}-01-31,{at}00\n"
    for at in range(60)
)
BROKEN_OFF = """
import os, sys
from phanuek.batch import cli, screen
screen.BLOCK = 8
added = []
def add(*words, real=screen.add_answers):
    if len(added) == 3:
        {act}
    added.append(real(*words))
screen.add_answers = add
sys.exit(cli.main(sys.argv[1:]))
"""


def python(program: str, *words: object, **more: object) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name not in {"LANG", "LC_ALL", "LC_MESSAGES"}}
    env |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        **more,
    )  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def undisturbed(phanuek: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The answers of a run that nothing happens to, in blocks of 8 rows."""
    monkeypatch.setattr(screen, "BLOCK", 8)
    phanuek.table(MANY)
    phanuek.offers()
    assert (
        phanuek(
            "screen",
            tmp_path / "enterprises.csv",
            tmp_path / "offers.json",
            "--out",
            tmp_path / "peace",
            "--on",
            DAY,
        ).status
        == 0
    )
    return (tmp_path / "peace" / "answers.parquet").read_bytes()


def words_of(folder: Path) -> list[object]:
    return [
        "screen",
        folder / "enterprises.csv",
        folder / "offers.json",
        "--out",
        folder / "out",
        "--on",
        DAY,
    ]


@pytest.mark.parametrize(
    ("act", "status"),
    [("os.kill(os.getpid(), 9)", -signal.SIGKILL), ("raise KeyboardInterrupt", 130)],
    ids=["killed", "interrupted"],
)
def test_a_run_that_was_broken_off_goes_on_to_the_same_result(undisturbed: bytes, phanuek: Command, tmp_path: Path, act: str, status: int) -> None:  # fmt: skip
    assert python(BROKEN_OFF.format(act=act), *words_of(tmp_path)).returncode == status
    assert [path.name for path in (tmp_path / "out").iterdir()] == [UNFINISHED]
    said = phanuek(*words_of(tmp_path))
    assert said.status == 0
    assert "after row 24" in said.err
    assert (tmp_path / "out" / "answers.parquet").read_bytes() == undisturbed
    for name in ("summary.csv", "run.json"):
        assert (tmp_path / "out" / name).read_text() == (tmp_path / "peace" / name).read_text()


@pytest.mark.parametrize("how", ["other table", "other rule", "--fresh", "damaged"])
def test_other_input_begins_anew(undisturbed: bytes, phanuek: Command, tmp_path: Path, how: str) -> None:
    python(BROKEN_OFF.format(act="os.kill(os.getpid(), 9)"), *words_of(tmp_path))
    if how == "other table":
        phanuek.table(MANY + "Z,1,yes,50,,,,\n")
    elif how == "other rule":
        phanuek.offers([{"code": "A1", "rule": "members >= 8"}])
    elif how == "damaged":
        file = tmp_path / "out" / UNFINISHED / "answers.duckdb"
        file.write_bytes(b"\0" * 5000)
    said = phanuek(*words_of(tmp_path), *(["--fresh"] if how == "--fresh" else []))
    assert said.status == 0
    assert "after row" not in said.err
    assert ("beginning anew" in said.err) == (how != "--fresh")
    rows = len(answers(tmp_path / "out"))
    assert rows == len({pair[:2] for pair in answers(tmp_path / "out")})
    assert ((tmp_path / "out" / "answers.parquet").read_bytes() == undisturbed) == (
        how in ("--fresh", "damaged")
    )


def test_a_full_disk_is_told(phanuek: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Work, "write_answers", full)
    said = phanuek("screen", phanuek.table(), phanuek.offers(), "--out", tmp_path / "out")
    assert (said.status, said.lines[-1]) == (
        1,
        f"{tmp_path / 'out'}: the disk is full; make room and start again",
    )
    assert [path.name for path in (tmp_path / "out").iterdir()] == [UNFINISHED]


def test_a_file_that_may_not_grow_is_told(phanuek: Command, tmp_path: Path) -> None:
    program = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\nfrom phanuek.batch.cli import main\nsys.exit(main(sys.argv[1:]))"
    phanuek.table()
    phanuek.offers()
    ended = python(program, *words_of(tmp_path))
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert f"{tmp_path / 'out'}: " in ended.stderr
    assert not (tmp_path / "out" / "answers.parquet").exists()


def test_two_runs_do_not_write_into_one_folder(undisturbed: bytes, phanuek: Command, tmp_path: Path) -> None:
    python(BROKEN_OFF.format(act="os.kill(os.getpid(), 9)"), *words_of(tmp_path))
    holder = subprocess.Popen(
        [sys.executable, "-c", "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()", str(tmp_path / "out" / UNFINISHED / "answers.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    holder.stdout.readline()
    said = phanuek(*words_of(tmp_path))
    holder.communicate("")
    assert said.status == 1
    assert "another run is writing into this folder" in said.err
    assert phanuek(*words_of(tmp_path)).status == 0
    assert (tmp_path / "out" / "answers.parquet").read_bytes() == undisturbed


def test_a_reader_that_goes_away_is_no_error(phanuek: Command, tmp_path: Path) -> None:
    phanuek.table()
    phanuek.offers()
    reading, writing = os.pipe()
    os.close(reading)
    program = "import sys; from phanuek.batch.cli import run; sys.argv[1:] = sys.argv[1:]; run()"
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    words = [str(word) for word in ["explain", *words_of(tmp_path)[1:3], "--enterprise", "E1"]]
    ended = subprocess.run(
        [sys.executable, "-c", program, *words],
        env=env,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_help_needs_neither_django_nor_the_engines() -> None:
    program = (
        "import sys\nfrom phanuek.batch.cli import main\nstatus = main(['--help'])\n"
        "print(status, sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'numpy', 'duckdb', 'sqlglot', 'ortools', 'pyspark'}))"
    )
    said = python(program).stdout
    assert "phanuek screen" in said
    assert said.endswith("0 []\n")


def test_no_command_loads_django(phanuek: Command, tmp_path: Path) -> None:
    phanuek.table()
    phanuek.offers()
    program = "import sys\nfrom phanuek.batch.cli import main\nassert main(sys.argv[1:]) == 0\nprint([name for name in sys.modules if name.startswith('django')])"
    assert python(program, *words_of(tmp_path)).stdout == "[]\n"


def test_out_that_is_a_file_is_left_alone(phanuek: Command, tmp_path: Path) -> None:
    there = phanuek.text("out", "mine")
    said = phanuek("screen", phanuek.table(), phanuek.offers(), "--out", there)
    assert (said.status, said.lines[-1]) == (1, f"{there}: this is a file → let --out name a folder")
    assert there.read_text() == "mine"


def test_the_version_is_that_of_the_project() -> None:
    import tomllib

    from phanuek.batch.options import SOURCE_VERSION

    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == SOURCE_VERSION
