"""Lists of commitments for the tests: rows, and the verbs that try them and take them in."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, AgreementImport
from phanuek.organisations.actor import Actor

HEAD = ["หน่วยงานเจ้าของภารกิจ", "ภารกิจ", "นับผลเป็น", "เป้าหมาย", "เหตุที่เพิ่ม"]
LOANS = ["baac", "รับเรื่องกลุ่มที่ต้องการทุน", "การส่งต่อที่รับไว้", "100", "มติที่ประชุมครั้งที่ 1"]
COURSE = ["gsb", "อบรมการทำบัญชี 150 คน", "people_trained", "๑๕๐", "มติที่ประชุมครั้งที่ 1"]


def as_csv(head: list[str], *rows: list[Any], encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([head, *rows])
    return SimpleUploadedFile("ภารกิจ.csv", buffer.getvalue().encode(encoding))


def as_xlsx(head: list[str], *rows: list[Any]) -> SimpleUploadedFile:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in [head, *rows]:
        book.active.append(row)
    book.save(target)
    return SimpleUploadedFile("ภารกิจ.xlsx", target.getvalue())


def tried(
    by: Actor, agreement: Agreement, *rows: list[Any], head: list[str] = HEAD, make: Any = as_csv
) -> AgreementImport:
    return actions.try_commitments(by=by, agreement=agreement, upload=make(head, *rows))


def taken_in(by: Actor, agreement: Agreement, *rows: list[Any], head: list[str] = HEAD) -> AgreementImport:
    return actions.confirm_commitments(by=by, brought=tried(by, agreement, *rows, head=head))


def errors(brought: AgreementImport) -> dict[tuple[int, str], str]:
    return {
        (row["number"], bad["letter"]): bad["reason"]["en"] for row in brought.rows for bad in row["errors"]
    }


def verdicts(brought: AgreementImport) -> list[str]:
    return [row["verdict"] for row in brought.rows]
