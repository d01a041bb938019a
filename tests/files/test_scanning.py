"""A file is asked about at a scanner before it is kept."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.files import actions, scanning
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused

BY = Actor.system("tests")
PDF = b"%PDF-1.4\n" + b"x" * 200_000
EICAR_NAME = "Eicar-Test-Signature"


class FakeClamd(threading.Thread):
    """Reads one INSTREAM as the protocol says and answers; keeps what it was sent."""

    def __init__(self, path: Path, answer: bytes | None, times: int = 1) -> None:
        super().__init__(daemon=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        self.answer, self.times, self.seen = answer, times, [b""]

    def run(self) -> None:
        for _ in range(self.times):
            connection, _ = self.listener.accept()
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                pieces = b""
                while length := struct.unpack("!L", stream.read(4))[0]:
                    pieces += stream.read(length)
                self.seen.append(pieces)
                if self.answer is not None:
                    # in two parts, as a network may
                    connection.sendall(self.answer[:4])
                    connection.sendall(self.answer[4:] + b"\0")
        self.listener.close()


@pytest.fixture
def clamd(tmp_path: Path, settings: Any) -> Iterator[Callable[[bytes | None], FakeClamd]]:
    started = []

    def start(answer: bytes | None) -> FakeClamd:
        path = tmp_path / "clamd.sock"
        server = FakeClamd(path, answer)
        server.start()
        settings.CLAMD, settings.CLAMD_TIMEOUT = str(path), 2
        started.append(server)
        return server

    yield start
    for server in started:
        server.join(3)
        server.listener.close()


def upload(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("หลักฐาน.pdf", content, "application/pdf")


@pytest.mark.django_db
def test_a_clean_file_is_kept_and_says_so(clamd: Callable[[bytes | None], FakeClamd]) -> None:
    server = clamd(b"stream: OK")
    kept = actions.keep(upload(), by=BY)
    assert kept.scanned == "clean"
    assert server.seen[-1] == PDF
    with kept.file.open("rb") as stored:
        assert stored.read() == PDF


@pytest.mark.django_db
def test_an_infected_file_is_refused_with_its_name(clamd: Callable[[bytes | None], FakeClamd]) -> None:
    clamd(f"stream: {EICAR_NAME} FOUND".encode())
    with pytest.raises(Refused, match=EICAR_NAME):
        actions.keep(upload(), by=BY)
    assert not Attachment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"stream: what", None])
def test_no_clear_answer_keeps_nothing(
    clamd: Callable[[bytes | None], FakeClamd], answer: bytes | None
) -> None:
    clamd(answer)
    with pytest.raises(Refused, match="ลองแนบอีกครั้ง"):
        actions.keep(upload(), by=BY)
    assert not Attachment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "unix:/nowhere/clamd.sock", "clamd", "host:many"])
def test_a_scanner_that_is_not_there_keeps_nothing(settings: Any, address: str) -> None:
    settings.CLAMD = address
    with pytest.raises(Refused, match="ตรวจไวรัสไม่ได้"):
        actions.keep(upload(), by=BY)
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_without_a_scanner_nothing_is_claimed() -> None:
    assert actions.keep(upload(), by=BY).scanned == ""


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_scanner_behind_a_port_is_asked_the_same_way(settings: Any) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def answer() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as stream:
            stream.read(10)
            while length := struct.unpack("!L", stream.read(4))[0]:
                stream.read(length)
            connection.sendall(b"stream: OK\0")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    assert scanning.ask(f"127.0.0.1:{port}", upload(), 2) == ""
    thread.join(3)
    listener.close()
