"""Text files line by line: UTF-8 and nothing else, in bounded memory, with the errors of the system put into words."""

from __future__ import annotations

import errno
import io
import weakref
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from phanuek.batch.problems import stop
from phanuek.engines.wording import Words, words

PIECE = 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
LARGEST_DOCUMENT = 256 * 1024 * 1024
BOM = b"\xef\xbb\xbf"

_REASONS = {
    errno.ENOENT: words("ไม่พบไฟล์นี้ ตรวจชื่อและโฟลเดอร์", "there is no such file; check its name and folder"),
    errno.EISDIR: words("เป็นโฟลเดอร์ ไม่ใช่ไฟล์", "this is a folder, not a file"),
    errno.ENOTDIR: words("ส่วนหนึ่งของที่อยู่นี้ไม่ใช่โฟลเดอร์", "a part of this path is not a folder"),
    errno.EACCES: words("ไม่มีสิทธิ์อ่านหรือเขียนที่นี่", "no permission to read or write here"),
    errno.EPERM: words("ไม่มีสิทธิ์อ่านหรือเขียนที่นี่", "no permission to read or write here"),
    errno.ENOSPC: words("พื้นที่ดิสก์เต็ม ลบของที่ไม่ใช้แล้วเริ่มใหม่", "the disk is full; make room and start again"),
    errno.EDQUOT: words("เกินโควตาพื้นที่ดิสก์", "the disk quota is used up; make room and start again"),
    errno.EROFS: words("เขียนที่นี่ไม่ได้ เป็นพื้นที่อ่านอย่างเดียว", "this place is read-only"),
    errno.ENAMETOOLONG: words("ชื่อยาวเกินไป", "the name is too long"),
    errno.ELOOP: words("ลิงก์วนกลับมาที่เดิม", "the links go round in a circle"),
}


def system_reason(error: OSError) -> Words:
    """What the system refused, in both languages."""
    return _REASONS.get(error.errno or 0) or words(
        f"ระบบไม่ยอม: {error.strerror or error}", f"the system refused: {error.strerror or error}"
    )


def open_file(path: Path) -> BinaryIO:
    """The bytes of an ordinary file that is not empty; WrongInput otherwise."""
    name = str(path)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            stop(name, words("ไม่ใช่ไฟล์ธรรมดา", "this is not an ordinary file"))
        if path.is_dir():
            stop(name, _REASONS[errno.EISDIR])
        file = path.open("rb")
    except OSError as error:
        stop(name, system_reason(error))
    except ValueError:
        stop(name, words("ชื่อไฟล์ใช้ไม่ได้", "this cannot be the name of a file"))
    if path.stat().st_size == 0:
        file.close()
        stop(name, words("ไฟล์ว่างเปล่า", "the file is empty"))
    return file


def begins_as_json(path: Path) -> bool:
    """Whether a file that can be read begins with a brace or bracket."""
    try:
        with path.open("rb") if path.is_file() else io.BytesIO() as file:
            start = file.read(64).removeprefix(BOM).lstrip()
    except (OSError, ValueError):
        return False
    return start[:1] in (b"{", b"[")


class Lines:
    """The lines of a UTF-8 file, with or without byte-order mark; `done` bytes of `size` have been read.

    Read and decoded a megabyte at a time, which is much of the speed of reading a table.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = open_file(path)
        weakref.finalize(self, self.file.close)  # a reader that gives up half way leaves nothing open
        self.size = path.stat().st_size
        self.done = 0

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._pieces())

    def _pieces(self) -> Iterator[io.StringIO]:
        before = 0  # lines in the pieces so far
        while raw := self._whole_lines(before):
            text = self._decoded(raw if self.done else raw.removeprefix(BOM), before)
            self.done += len(raw)
            before += raw.count(b"\n")
            yield io.StringIO(text, newline="\n")

    def _whole_lines(self, before: int) -> bytes:
        try:
            raw = self.file.read(PIECE)
            rest = self.file.readline(LONGEST_LINE) if raw and not raw.endswith(b"\n") else b""
        except OSError as error:
            stop(str(self.path), system_reason(error), row=before + 1)
        if len(rest) >= LONGEST_LINE:
            stop(
                str(self.path), words("บรรทัดยาวเกิน 16 ล้านตัวอักษร", "the line is longer than 16 million characters"),
                words("ตรวจว่าเป็นไฟล์ข้อความที่มีการขึ้นบรรทัด", "check that this is a text file with line ends"), row=before + raw.count(b"\n") + 1,
            )  # fmt: skip
        return raw + rest

    def _decoded(self, raw: bytes, before: int) -> str:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = before + raw.count(b"\n", 0, error.start) + 1
            byte = error.start - raw.rfind(b"\n", 0, error.start)
            stop(
                str(self.path), words(f"ไม่ใช่ข้อความ UTF-8 (ไบต์ที่ {byte} ของบรรทัด)", f"this is not UTF-8 text (byte {byte} of the line)"),
                words("บันทึกใหม่เป็น UTF-8 (ใน Excel: “CSV UTF-8”)", "save it again as UTF-8 (in Excel: “CSV UTF-8”)"), row=line,
            )  # fmt: skip
        if "\0" in text:
            stop(
                str(self.path), words("มีอักขระ NUL ไฟล์นี้ไม่ใช่ข้อความ", "holds a NUL character: this is not a text file"),
                words("บันทึกใหม่เป็น UTF-8", "save it again as UTF-8 text"), row=before + text[: text.index("\0")].count("\n") + 1,
            )  # fmt: skip
        return text


def whole_text(path: Path) -> str:
    """A document that is read at once, such as JSON."""
    if path.is_file() and path.stat().st_size > LARGEST_DOCUMENT:
        stop(str(path), words("ไฟล์ใหญ่เกิน 256 MB", "the file is larger than 256 MB"))
    return "".join(Lines(path))
