"""Reading the JSON form of an agreement: every problem with its path, nothing written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from phanuek.agreements.models import Attendee, Statement
from phanuek.organisations.models import Kind
from phanuek.timeline.provenance import Provenance
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

SCHEMA = "agreement-import/v1"
TEXTS = (
    "instrument_th", "instrument_en", "title_th", "title_en", "short_title_th", "short_title_en", "document_number", "venue_th",
    "venue_en", "party_count_note_th", "party_count_note_en",
)  # fmt: skip
NEEDED = ("instrument_th", "instrument_en", "title_th")
NOTED = ("title_en", "signed_at_time")
BODY = ("name_th", "name_en", "abbr_th", "abbr_en", "juristic_number", "names_source")


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of the data."""

    path: str
    message: T

    @property
    def text(self) -> T:
        return T(f"{self.path}: ", f"{self.path}: ") + self.message


class NotReadable(Refused):
    """The data does not hold an agreement; nothing was imported. `problems` names each place."""

    def __init__(self, problems: list[Problem]) -> None:
        listed = T("; ".join(p.text.th for p in problems), "; ".join(p.text.en for p in problems))
        super().__init__(
            T(
                "ข้อมูลบันทึกข้อตกลงยังนำเข้าไม่ได้ ({n} แห่ง): ",
                "The agreement cannot be imported yet ({n} to mend): ",
            ).format(n=len(problems))
            + listed
        )
        self.problems = problems


@dataclass
class Read:
    """An agreement as its file tells it: values of the rows to be, by the codes of the bodies."""

    code: str = ""
    agreement: dict[str, Any] = field(default_factory=dict)
    organiser: str | None = None
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    parties: list[dict[str, Any]] = field(default_factory=list)
    attendees: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)


class Reader:
    """Collects values and problems; `read` raises NotReadable when there is any problem."""

    def __init__(self, data: Any, on: date) -> None:
        self.data, self.on = data, on
        self.problems: list[Problem] = []
        self.found = Read()

    def read(self) -> Read:
        if not isinstance(self.data, Mapping):
            self._wrong("", T("ต้องเป็นวัตถุ JSON หนึ่งชิ้น", "must be one JSON object"))
        else:
            self._head()
            self._bodies()
            self._parties()
            self._attendees()
            self._statements()
        if self.problems:
            raise NotReadable(self.problems)
        return self.found

    def _wrong(self, path: str, message: T) -> None:
        self.problems.append(Problem(path or "$", message))

    def _head(self) -> None:
        if self.data.get("schema") != SCHEMA:
            self._wrong("schema", T("ต้องเป็น {s}", "must be {s}").format(s=SCHEMA))
        self.found.code = self._text(self.data, "", "code", needed=True)
        values: dict[str, Any] = {
            name: self._text(self.data, "", name, needed=name in NEEDED) for name in TEXTS
        }
        values["signed_on"] = self._date("signed_on", needed=True)
        values["ends_on"] = self._date("ends_on")
        values["signed_at_time"] = self._time("signed_at_time")
        signed, ends = values["signed_on"], values["ends_on"]
        if signed and signed > self.on:
            self._wrong("signed_on", T("อยู่ในอนาคต", "lies in the future"))
        if signed and ends and ends < signed:
            self._wrong("ends_on", T("มาก่อนวันลงนาม", "comes before the day of signing"))
        values["not_stated"] = [self._pair(row, path) for path, row in self._rows("not_stated")]
        values["sources"] = [dict(row) for _, row in self._rows("sources")]
        values["other_bodies"] = [dict(row) for _, row in self._rows("other_bodies")]
        values["notes"] = {
            name: {"th": th, "en": self.data.get(f"{name}_note_en") or th}
            for name in NOTED
            if (th := self.data.get(f"{name}_note_th"))
        }
        values.update(self._provenance(self.data, ""))
        self.found.agreement = values

    def _bodies(self) -> None:
        """Those told in full: beside the parties also `organisations`, and other bodies that name their kind."""
        told = [(f"{p}.organisation", r.get("organisation")) for p, r in self._rows("parties")]
        told += self._rows("organisations")
        told += [(p, r) for p, r in self._rows("other_bodies") if r.get("code") and r.get("kind")]
        for path, row in told:
            if not isinstance(row, Mapping):
                self._wrong(path, T("ต้องบอกหน่วยงาน", "must tell the organisation"))
                continue
            code = self._text(row, path, "code", needed=True)
            kind = self._text(row, path, "kind")
            if kind not in set(Kind.values) - {Kind.ENTERPRISE}:
                self._wrong(
                    f"{path}.kind", T("ไม่รู้จักประเภท “{k}”", "“{k}” is not a known kind").format(k=kind)
                )
            values = {name: self._text(row, path, name, needed=name == "name_th") for name in BODY}
            self.found.bodies[code] = {**values, "kind": kind, "parent": self._text(row, path, "parent")}

    def _parties(self) -> None:
        orders: set[int] = set()
        codes: set[str] = set()
        rows = self._rows("parties")
        if not rows:
            self._wrong("parties", T("ต้องมีภาคีอย่างน้อยหนึ่งราย", "there must be at least one party"))
        for path, row in rows:
            order = row.get("order")
            if not isinstance(order, int) or isinstance(order, bool) or order < 1:
                self._wrong(f"{path}.order", T("ต้องเป็นลำดับที่ตั้งแต่ 1", "must be a place in the order, from 1"))
            elif order in orders:
                self._wrong(f"{path}.order", T("ซ้ำกับภาคีอื่น", "is another party's place"))
            else:
                orders.add(order)
            body = row.get("organisation")
            code = str(body.get("code") or "") if isinstance(body, Mapping) else ""
            if code and code in codes:
                self._wrong(f"{path}.organisation.code", T("เป็นภาคีอยู่แล้ว", "is a party already"))
            codes.add(code)
            names = {
                n: self._text(row, path, n, needed=n == "name_as_printed")
                for n in ("name_as_printed", "name_note_th", "name_note_en")
            }
            self.found.parties.append({"order": order, "organisation": code, **names})
        self.found.organiser = self._text(self.data, "", "organiser") or None
        if self.found.organiser and self.found.organiser not in self.found.bodies:
            self._wrong("organiser", T("ไม่มีหน่วยงานรหัสนี้ในไฟล์", "no organisation of this file has that code"))

    def _attendees(self) -> None:
        parties = {party["organisation"] for party in self.found.parties}
        for path, row in self._rows("attendees"):
            part, party = self._text(row, path, "part"), self._text(row, path, "party")
            if part not in Attendee.Part.values:
                self._wrong(f"{path}.part", T("ไม่รู้จักบทบาท “{k}”", "“{k}” is not a known part").format(k=part))
            if party and party not in parties:
                self._wrong(
                    f"{path}.party",
                    T("“{k}” ไม่ใช่ภาคีในไฟล์นี้", "“{k}” is not a party of this file").format(k=party),
                )
            if part == Attendee.Part.SIGNATORY and not party:
                self._wrong(f"{path}.party", T("ผู้ลงนามต้องบอกว่าลงนามแทนใคร", "a signatory signs for a party"))
            texts = {
                n: self._text(row, path, n, needed=n == "name_th")
                for n in ("name_th", "name_en", "position_th", "position_en")
            }
            self.found.attendees.append(
                {"part": part, "party": party or None, **texts, **self._provenance(row, path)}
            )

    def _statements(self) -> None:
        seen: set[tuple[str, str]] = set()
        for path, row in self._rows("statements"):
            kind, number = self._text(row, path, "kind"), row.get("number")
            if kind not in Statement.Kind.values:
                self._wrong(f"{path}.kind", T("ไม่รู้จักชนิด “{k}”", "“{k}” is not a known kind").format(k=kind))
            if not isinstance(number, int) or isinstance(number, bool) or number < 1:
                self._wrong(f"{path}.number", T("ต้องเป็นจำนวนเต็มตั้งแต่ 1", "must be a whole number from 1"))
            if (kind, str(number)) in seen:
                self._wrong(f"{path}.number", T("ซ้ำกับข้ออื่นชนิดเดียวกัน", "is the number of another of its kind"))
            seen.add((kind, str(number)))
            texts = {
                n: self._text(row, path, n, needed=n == "text_th")
                for n in ("text_th", "text_en", "note_th", "note_en")
            }
            self.found.statements.append(
                {"kind": kind, "number": number, **texts, **self._provenance(row, path)}
            )

    def _rows(self, name: str) -> list[tuple[str, Mapping[str, Any]]]:
        rows = self.data.get(name) or []
        if not isinstance(rows, list):
            if not any(p.path == name for p in self.problems):
                self._wrong(name, T("ต้องเป็นรายการ", "must be a list"))
            return []
        return [(f"{name}[{n}]", row) for n, row in enumerate(rows) if self._is_row(row, f"{name}[{n}]")]

    def _is_row(self, row: Any, path: str) -> bool:
        if isinstance(row, Mapping):
            return True
        if not any(p.path == path for p in self.problems):
            self._wrong(path, T("ต้องเป็นวัตถุ", "must be an object"))
        return False

    def _text(self, row: Mapping[str, Any], path: str, name: str, *, needed: bool = False) -> str:
        value, where = row.get(name), f"{path}.{name}" if path else name
        if value is None or (isinstance(value, str) and not value.strip()):
            if needed:
                self._wrong(where, T("ต้องมี", "is missing"))
            return ""
        if not isinstance(value, str):
            self._wrong(where, T("ต้องเป็นข้อความ", "must be text"))
            return ""
        # runs of blanks and no-break spaces of a web page are made one blank
        return " ".join(value.split())

    def _pair(self, row: Mapping[str, Any], path: str) -> dict[str, str]:
        return {
            "th": self._text(row, path, "th", needed=True),
            "en": self._text(row, path, "en", needed=True),
        }

    def _date(self, name: str, *, needed: bool = False) -> date | None:
        text = self._text(self.data, "", name, needed=needed)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._wrong(name, T("ต้องเป็นวันที่แบบ ค.ศ. เช่น 2021-02-26", "must be a date such as 2021-02-26"))
            return None

    def _time(self, name: str) -> time | None:
        text = self._text(self.data, "", name)
        try:
            return time.fromisoformat(text) if text else None
        except ValueError:
            self._wrong(name, T("ต้องเป็นเวลา เช่น 10:00", "must be a time such as 10:00"))
            return None

    def _provenance(self, row: Mapping[str, Any], path: str) -> dict[str, str]:
        kind, where = self._text(row, path, "provenance"), f"{path}." if path else ""
        if kind not in Provenance.values:
            self._wrong(f"{where}provenance", T("ต้องบอกที่มา", "must say where it comes from"))
        why = _both(row.get("provenance_why_th"), row.get("provenance_why_en"))
        if kind == Provenance.ADDED and not why:
            self._wrong(f"{where}provenance_why_th", T("สิ่งที่เพิ่มต้องบอกเหตุ", "what is added must say why"))
        source = row.get("provenance_source")
        return {"provenance": str(kind), "provenance_source": str(source or ""), "provenance_why": why}


def _both(*texts: Any) -> str:
    return " / ".join(str(text) for text in _unique(texts) if text)


def _unique(texts: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(texts))


def read(data: Any, *, on: date) -> Read:
    """The agreement that the data tells, or NotReadable with every problem and its path."""
    return Reader(data, on).read()
