"""ClamAV's clamd asked about a file before it is kept, by the INSTREAM command of its protocol (man clamd, "COMMANDS").

The words go over a plain socket: a command, the content in pieces that each say their length, an empty piece, one line back.
"""

from __future__ import annotations

import logging
import socket
import struct
from typing import IO

from django.conf import settings

from phanuek.ui.problems import Refused
from phanuek.ui.words import T

log = logging.getLogger(__name__)

CLEAN = "clean"
PIECE = 64 * 1024
LONGEST_ANSWER = 4096


class Unreachable(Exception):
    """The scanner gave no answer that says clean or infected."""


def check(stream: IO[bytes]) -> str:
    """`clean`, or an empty text where the settings name no scanner. Refused for an infected file, and also while a scanner
    that is named cannot be reached: nothing comes in unseen."""
    address = settings.CLAMD
    if not address:
        return ""
    try:
        found = ask(address, stream, settings.CLAMD_TIMEOUT)
    except (OSError, Unreachable) as trouble:
        log.warning("the scanner at %s gave no answer: %s", address, trouble)
        raise Refused(
            T("ขณะนี้ตรวจไวรัสไม่ได้ จึงยังไม่รับไฟล์", "Files cannot be scanned at the moment, so none is accepted."),
            hint=T("โปรดลองแนบอีกครั้งในอีกสักครู่ ข้อมูลอื่นบันทึกโดยไม่แนบไฟล์ก่อนได้",
                   "Try again in a little while; the rest can be saved without the file."),
        ) from trouble  # fmt: skip
    if found:
        log.warning("an upload was turned away: %s", found)
        raise Refused(
            T("ไฟล์นี้มีสิ่งที่โปรแกรมตรวจไวรัสพบ ({name}) จึงไม่รับไว้", "The virus scanner found {name} in this file; it is not accepted.")
            .format(name=found),
            hint=T("โปรดตรวจเครื่องของท่าน แล้วแนบไฟล์ที่ปลอดภัย", "Check your computer, then attach a clean file."),
        )  # fmt: skip
    return CLEAN


def ask(address: str, stream: IO[bytes], timeout: float) -> str:
    """The name of what was found, or an empty text for a clean file. Raises OSError or Unreachable."""
    with _connect(address, timeout) as connection:
        connection.sendall(b"zINSTREAM\0")
        stream.seek(0)
        try:
            while piece := stream.read(PIECE):
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hangs up on a file that is too large for it, having said so
        finally:
            stream.seek(0)
        return _read(_answer(connection))


def _connect(address: str, timeout: float) -> socket.socket:
    """By TCP for host:port ([::1]:3310 for IPv6), else by the path of a socket."""
    path = address.removeprefix("unix:")
    if path.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        try:
            connection.connect(path)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise Unreachable(f"PHANUEK_CLAMD must be host:port or the path of a socket, not {address!r}")
    return socket.create_connection((host.strip("[]"), int(port)), timeout)


def _answer(connection: socket.socket) -> str:
    """Up to the zero byte that ends it."""
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        more = connection.recv(LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _read(answer: str) -> str:
    """`stream: OK` or `stream: <name> FOUND`; anything else is no answer."""
    _, _, result = answer.partition(": ")
    if result == "OK":
        return ""
    if result.endswith(" FOUND"):
        return result.removesuffix(" FOUND")[:100]
    raise Unreachable(answer[:200] or "nothing was said")
