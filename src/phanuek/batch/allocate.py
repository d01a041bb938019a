"""`phanuek allocate`: shares out the round of a folder, and writes who has what, with the proof that nothing better exists."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from phanuek.batch.files.round_files import read_round_folder, wrong_round
from phanuek.batch.files.text import system_reason
from phanuek.batch.problems import stop
from phanuek.batch.progress import Progress
from phanuek.engines.sharing import RoundError, SolverMissing
from phanuek.engines.sharing import allocate as share_out
from phanuek.engines.wording import Words, words

ALLOCATION, RESULT = "allocation.csv", "result.json"
SHARING = words("กำลังจัดสรร", "sharing out")


def allocate(folder: Path, out: Path, progress: Progress) -> None:
    """Writes both files into `out`; WrongInput when something is wrong, and then writes nothing."""
    from phanuek.engines.sharing.files import allocation_csv, result_json

    if not folder.is_dir():
        stop(
            str(folder), words("ไม่มีโฟลเดอร์ของรอบนี้", "there is no such folder of a round"),
            words("บอกโฟลเดอร์ที่มี applicants.csv offers.csv eligible.csv rule.json", "name the folder with applicants.csv, offers.csv, eligible.csv, rule.json"),
        )  # fmt: skip
    progress.tell(words("กำลังอ่านไฟล์", "reading"), 0, 100)
    notes: list[Words] = []
    round_ = read_round_folder(folder, notes)
    for note in notes:
        progress.note(note)
    try:
        outcome = share_out(round_, progress=lambda percent: progress.tell(SHARING, percent, 100))
    except RoundError as error:
        raise wrong_round(folder, error) from None
    except SolverMissing:
        stop(
            str(folder), words("ไม่มีแพ็กเกจ ortools ซึ่งใช้จัดสรร", "the package ortools, which shares out, is not installed"),
            words("ติดตั้งจากโฟลเดอร์ซอร์สโค้ดด้วย pip install '.[sharing]'", "install it from the folder of the source with pip install '.[sharing]'"),
        )  # fmt: skip
    result = result_json(round_, outcome)
    _write(out, {ALLOCATION: allocation_csv(outcome), RESULT: json.dumps(result, ensure_ascii=False) + "\n"})
    progress.clear()
    progress.say(_summary(result, len(outcome.allocation)))


def _write(out: Path, texts: dict[str, str]) -> None:
    """Both or none: first under other names, then moved."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        waiting = {out / f".{name}.unfinished": out / name for name in texts}
        try:
            for place, text in zip(waiting, texts.values(), strict=True):
                place.write_text(text, encoding="utf-8")
            for place, target in waiting.items():
                os.replace(place, target)
        finally:
            for place in waiting:
                place.unlink(missing_ok=True)
    except FileExistsError:
        stop(
            str(out),
            words("มีไฟล์ชื่อนี้อยู่แล้ว", "this is a file"),
            words("ให้ --out เป็นชื่อโฟลเดอร์", "let --out name a folder"),
        )
    except OSError as error:
        stop(str(out), system_reason(error))


def _summary(result: dict[str, Any], given: int) -> dict[str, str]:
    objective, bound, gap = result["objective"], result["bound"], result["gap"]
    places = "1 place" if given == 1 else f"{given:,} places"
    th, en = (
        (" ตัวคำนวณตรวจครบทุกทางแล้วไม่พบผลที่ดีกว่า", "; the solver searched all and found nothing better")
        if result["proof"] == "solver" else ("", "")
    )  # fmt: skip
    return words(
        f"ให้ไป {given:,} สิทธิ์ ผลรวม {objective:,} เพดาน {bound:,} ส่วนต่าง {gap:.4%}{th}",
        f"{places} given, objective {objective:,}, bound {bound:,}, gap {gap:.4%}{en}",
    )
