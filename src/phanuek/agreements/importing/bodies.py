"""Which of our organisations the bodies of a file are: by code, by name, by what a person chose; and which may be the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from phanuek.agreements.importing.problems import Problem
from phanuek.agreements.importing.told import Body, Told
from phanuek.agreements.models import Agreement
from phanuek.engines.linkage import LEAST_NAME, Record, name_likeness
from phanuek.organisations.models import Organisation
from phanuek.ui.country import pack
from phanuek.ui.words import T

NEW = "new"
# names of public bodies share many words (สำนักงาน…, ธนาคาร…): below this they are neighbours, not the same
ALIKE = 0.8
MOST_CANDIDATES = 5

SAME_NAME = T("ชื่อทางการเดียวกัน", "the same official name")
SAME_CODE = T("รหัสเดียวกัน แต่ชื่อต่างกัน", "the same code, but another name")
SAME_ABBREVIATION = T("ชื่อย่อเดียวกัน", "the same abbreviation")
SAME_NUMBER = T("เลขทะเบียนนิติบุคคลเดียวกัน", "the same juristic number")
ALIKE_NAME = T("ชื่อคล้ายกัน {share}%", "names {share}% alike")
CHOOSE = T(
    "เลือกก่อนว่าเป็นหน่วยงานที่มีอยู่แล้ว หรือเป็นหน่วยงานใหม่", "Choose whether it is a body that is here already, or a new one."
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """One of ours that may be meant, and why."""

    organisation: Organisation
    evidence: T


@dataclass
class Found:
    """What a body of the file is here: `match`, or new under `code`. `must_choose`: a person has to say first."""

    body: Body
    code: str
    match: Organisation | None = None
    candidates: list[Candidate] = field(default_factory=list)
    must_choose: bool = False
    chosen: bool = False

    @property
    def is_new(self) -> bool:
        return self.match is None

    @property
    def name(self) -> str:
        return str(self.body.values["name_th"])


class Bodies:
    """The bodies of a file, each found or new, by the file's own code."""

    def __init__(self, told: Told, agreement: Agreement | None, choices: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._ours = _Ours(Organisation.objects.bodies().order_by("pk"))
        self._printed = _printed_names(agreement)
        self.found = {body.code: self._find(body, told, choices) for body in told.bodies.values()}
        self._check_above(told)
        self._check_doubles(told)

    def code_of(self, code: str) -> str:
        """Our code of a body of the file."""
        found = self.found.get(code)
        return found.code if found else code

    @property
    def new(self) -> list[Found]:
        return [found for found in self.found.values() if found.is_new]

    @property
    def to_choose(self) -> list[Found]:
        return [found for found in self.found.values() if found.must_choose and not found.chosen]

    def _find(self, body: Body, told: Told, choices: Mapping[str, str]) -> Found:
        same_code = self._ours.by_code.get(body.code)
        if body.ours:
            return Found(body, body.code, same_code)
        found = self._by_name(body, told, same_code)
        choice = choices.get(body.code)
        if choice == NEW:
            return Found(body, self._free(body.code), None, found.candidates, found.must_choose, chosen=True)
        if choice:
            chosen = self._ours.by_code.get(choice)
            if chosen is None:
                self.problems.append(
                    Problem(
                        f"{body.path}.id",
                        T("ไม่พบหน่วยงานรหัส “{code}” ที่เลือกไว้", "the body chosen, “{code}”, is not found").format(code=choice),
                        CHOOSE,
                    )
                )  # fmt: skip
            else:
                return Found(body, chosen.code, chosen, found.candidates, found.must_choose, chosen=True)
        return found

    def _by_name(self, body: Body, told: Told, same_code: Organisation | None) -> Found:
        printed = next(
            (r.values["name_as_printed"] for r in told.parties if r.values["organisation"] == body.code), ""
        )
        before = self._printed.get(name_key(printed)) if printed else None
        if before is not None:
            return Found(body, before.code, before)
        exact = self._ours.named(body.values["name_th"], printed)
        if len(exact) == 1:
            return Found(body, exact[0].code, exact[0], [Candidate(exact[0], SAME_NAME)])
        alike = [Candidate(row, SAME_NAME) for row in exact] or self._ours.alike(body)
        if same_code is not None and not any(c.organisation == same_code for c in alike):
            alike.insert(0, Candidate(same_code, SAME_CODE))
        elif same_code is not None:
            return Found(body, same_code.code, same_code, alike)
        return Found(body, self._free(body.code), None, alike[:MOST_CANDIDATES], must_choose=bool(alike))

    def _free(self, code: str) -> str:
        """The file's code, or that with a number behind it where another body bears it here."""
        number, free = 2, code
        while free in self._ours.by_code:
            free = f"{code[:56]}-{number}"
            number += 1
        return free

    def _check_above(self, told: Told) -> None:
        for body in told.bodies.values():
            for field_name, code in (
                (("parent" if body.ours else "under"), body.parent),
                ("successor", body.successor),
            ):
                if code and code not in self.found and code not in self._ours.by_code:
                    self.problems.append(Problem(
                        f"{body.path}.{field_name}",
                        T("ไม่พบหน่วยงาน “{code}” ทั้งในไฟล์และในระบบ", "the body “{code}” is neither in the file nor here").format(code=code),
                    ))  # fmt: skip
        for body in told.bodies.values():
            seen, above = {body.code}, body.parent
            while above in told.bodies and above not in seen:
                seen.add(above)
                above = told.bodies[above].parent
            if above in seen:
                self.problems.append(Problem(
                    f"{body.path}.{'parent' if body.ours else 'under'}",
                    T("หน่วยงานอยู่เหนือกันเป็นวง", "the bodies stand above each other in a circle"),
                ))  # fmt: skip

    def _check_doubles(self, told: Told) -> None:
        """Two parties of the file that are one body here."""
        taken: dict[str, str] = {}
        for row in told.parties:
            code = self.code_of(row.values["organisation"])
            if code in taken:
                self.problems.append(Problem(
                    f"{row.path}.id",
                    T("เป็นหน่วยงานเดียวกับ {other} ({code}) หน่วยงานหนึ่งเป็นภาคีได้ครั้งเดียว", "is the same body as {other} ({code}); a body is a party once").format(
                        other=taken[code], code=code
                    ),
                ))  # fmt: skip
            taken.setdefault(code, row.path)


def _printed_names(agreement: Agreement | None) -> dict[str, Organisation]:
    """Whom the names as printed were taken for when the agreement came in."""
    if agreement is None:
        return {}
    rows = agreement.parties.select_related("organisation")
    return {name_key(party.name_as_printed): party.organisation for party in rows}


class _Ours:
    """Our bodies, prepared for comparing names."""

    def __init__(self, rows: Iterable[Organisation]) -> None:
        self.rows = list(rows)
        self.by_code = {row.code: row for row in self.rows}
        self._names: dict[str, list[Organisation]] = {}
        for row in self.rows:
            self._names.setdefault(name_key(row.name_th), []).append(row)
        self._records = [(row, _record(row.code, row.name_th)) for row in self.rows]

    def named(self, *names: str) -> list[Organisation]:
        """Those with one of these official names, to the letter apart from blanks and marks."""
        found = {row.pk: row for name in names if name for row in self._names.get(name_key(name), [])}
        return list(found.values())

    def alike(self, body: Body) -> list[Candidate]:
        """Those that may be the same, the likeliest first."""
        told = _record(body.code, body.values["name_th"])
        number = body.values["juristic_number"]
        short = {a.casefold() for a in (body.values["abbr_th"], body.values["abbr_en"]) if a}
        ranked: list[tuple[float, Candidate]] = []
        for row, record in self._records:
            score = name_likeness(told, record)
            if number and number == row.juristic_number:
                ranked.append((2.0, Candidate(row, SAME_NUMBER)))
            elif told.core_name and told.core_name == record.core_name:
                ranked.append((1.5, Candidate(row, ALIKE_NAME.format(share=100))))
            elif score >= ALIKE:
                ranked.append((score, Candidate(row, ALIKE_NAME.format(share=int(score * 100)))))
            elif short & {a.casefold() for a in (row.abbr_th, row.abbr_en) if a}:
                ranked.append((LEAST_NAME, Candidate(row, SAME_ABBREVIATION)))
        return [candidate for _, candidate in sorted(ranked, key=lambda pair: -pair[0])][:MOST_CANDIDATES]


def name_key(name: str) -> str:
    """A name as it is compared: without blanks, marks and case."""
    return pack().normalise(name).replace(" ", "")


def _record(key: str, name: str) -> Record:
    core = pack().core_name(name)
    return Record(key, core, pack().skeleton(core))
