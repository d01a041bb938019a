"""Bodies as lists write them: by code, by abbreviation, by name in either language."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from phanuek.agreements.models import Agreement
from phanuek.files.spreadsheets.columns import plain
from phanuek.organisations.models import Organisation
from phanuek.ui.words import T

NEAR = 74  # of 100: a name so near is worth naming in the reason


class Names:
    """The parties and those under them first, then every other body; each spelling looked up once."""

    def __init__(self, agreement: Agreement) -> None:
        bodies = list(Organisation.objects.bodies().order_by("pk"))
        parties = set(agreement.parties.values_list("organisation", flat=True))
        close = [b for b in bodies if b.pk in parties or b.parent_id in parties]
        self._close, self._all = _index(close), _index(bodies)
        self.parties = [b for b in close if b.pk in parties]
        self._known: dict[str, Organisation | T] = {}

    def find(self, text: str) -> Organisation | T:
        """The body meant, or the reason why it cannot be told."""
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> Organisation | T:
        key = plain(text)
        for index in (self._close, self._all):
            found = index.get(key, [])
            if len(found) == 1:
                return found[0]
            if found:
                return T(
                    "“{text}” หมายถึงได้หลายหน่วยงาน: {bodies} โปรดใช้รหัส",
                    "“{text}” may mean several bodies: {bodies}. Use the code.",
                ).format(text=text, bodies=", ".join(f"{b.name_th} ({b.code})" for b in found[:4]))
        near = process.extractOne(key, self._all.keys(), scorer=fuzz.WRatio, score_cutoff=NEAR)
        hint = (
            T(" ใกล้เคียงที่สุดคือ {name}", " The nearest is {name}.").format(name=self._all[near[0]][0].name_th)
            if near
            else T("", "")
        )
        return T("ไม่พบหน่วยงาน “{text}”{hint}", "No body “{text}” is found.{hint}").format(
            text=text, hint=hint
        )


def _index(bodies: Iterable[Organisation]) -> dict[str, list[Organisation]]:
    found: dict[str, list[Organisation]] = {}
    for body in bodies:
        names = {body.code, body.name_th, body.name_en, body.abbr_th, body.abbr_en}
        for name in {plain(name) for name in names if name}:
            found.setdefault(name, []).append(body)
    return found
