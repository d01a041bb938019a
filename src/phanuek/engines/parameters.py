"""Values that change with time, such as an amount set by an announcement: each with its first day and its source."""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from phanuek.engines.wording import Words, short_date, thai_join, words

# A list is for conditions of the form `area IN (PARAM('…'))`.
ParameterValue = bool | int | float | Decimal | str | date | list[Any] | None


class ParameterError(LookupError):
    """No such value, or none in force on the day; says so in both languages."""

    def __init__(self, name: str, message_th: str, message_en: str, suggestion: str | None = None) -> None:
        super().__init__(message_en)
        self.name = name
        self.message_th = message_th
        self.message_en = message_en
        self.suggestion = suggestion

    @property
    def message(self) -> Words:
        return words(self.message_th, self.message_en)


@dataclass(frozen=True)
class DatedValue:
    """A value in force from a day on, until the next one. A value of None ends the series: nothing is in force."""

    from_: date
    value: ParameterValue
    source: str = ""


class Parameters:
    """Dated values by name."""

    def __init__(self, values: Mapping[str, Iterable[DatedValue]]) -> None:
        self._values = {name: _in_order(name, dated) for name, dated in values.items()}

    @classmethod
    def from_json(cls, rows: Iterable[Mapping[str, Any]]) -> Parameters:
        """From `[{"name", "values": [{"from": "2021-01-01", "value", "source"}]}]`.

        ParameterError says which entry cannot be read, and what of it: `parameters[0] wage.values[2].from`.
        """
        read: dict[str, list[DatedValue]] = {}
        for at, row in enumerate(_list("", rows, "parameters")):
            place = f"parameters[{at}]"
            name = _object("", row, place).get("name")
            if not isinstance(name, str) or not name:
                raise _unfit("", f"{place}.name", "ชื่อเป็นข้อความ", "a name in text")
            if name in read:
                raise _unfit(
                    name, f"{place}.name", f"ชื่อที่ไม่ซ้ำ “{name}” มีอยู่แล้ว", f"a new name: “{name}” is there twice"
                )
            place = f"{place} {name[:63]}.values"
            entries = _list(name, row.get("values"), place)
            read[name] = [_read(name, entry, f"{place}[{number}]") for number, entry in enumerate(entries)]
        return cls(read)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def history(self, name: str) -> tuple[DatedValue, ...]:
        """Every value the parameter has had, oldest first."""
        if name in self._values:
            return self._values[name]
        near = difflib.get_close_matches(name, self._values, n=1, cutoff=0.5)
        hint_th, hint_en = (f" หมายถึง {near[0]} หรือไม่", f"; did you mean {near[0]}?") if near else ("", "")
        raise ParameterError(
            name,
            f"ไม่มีค่าที่กำหนดชื่อ “{name}”{hint_th}",
            f"there is no parameter named “{name}”{hint_en}",
            near[0] if near else None,
        )

    def dated(self, name: str, on: date) -> DatedValue:
        """The value in force on the day, with its first day and source; raises ParameterError when there is none."""
        history = self.history(name)
        index = bisect_right(history, on, key=lambda entry: entry.from_)
        if index and history[index - 1].value is not None:
            return history[index - 1]
        day = short_date(on)
        if index:
            since = short_date(history[index - 1].from_)
            why_th, why_en = f"เลิกใช้ตั้งแต่ {since['th']}", f"it ended on {since['en']}"
        elif history:
            since = short_date(history[0].from_)
            why_th, why_en = f"เริ่มใช้ {since['th']}", f"it starts on {since['en']}"
        else:
            why_th, why_en = "ยังไม่มีการกำหนดค่า", "it has no values yet"
        raise ParameterError(
            name,
            f"ไม่มีค่า “{name}” ที่ใช้บังคับในวันที่ {day['th']} ({why_th})",
            f"no value of “{name}” is in force on {day['en']}: {why_en}",
        )

    def value(self, name: str, on: date) -> ParameterValue:
        """The value in force on the day; raises ParameterError when there is none."""
        return self.dated(name, on).value


def _in_order(name: str, dated: Iterable[DatedValue]) -> tuple[DatedValue, ...]:
    history = tuple(sorted(dated, key=lambda entry: entry.from_))
    days = [entry.from_ for entry in history]
    twice = next((day for day in days if days.count(day) > 1), None)
    if twice is not None:
        day = short_date(twice)
        raise ParameterError(
            name,
            f"ค่า “{name}” มีสองค่าที่เริ่มใช้วันเดียวกัน ({day['th']})",
            f"“{name}” has two values from the same day, {day['en']}",
        )
    return history


def _read(name: str, raw: object, place: str) -> DatedValue:
    entry = _object(name, raw, place)
    source = entry.get("source")
    if source is not None and not isinstance(source, str):
        raise _unfit(name, f"{place}.source", "ข้อความ", "text")
    if "value" not in entry:
        raise _unfit(name, f"{place}.value", "ค่า (null เมื่อเลิกใช้)", "a value (null where it ends)")
    value = entry["value"]
    items = value if isinstance(value, (list, tuple)) else [value]
    if not all(_is_value(item) for item in items) or (items is value and None in items):
        raise _unfit(
            name, f"{place}.value", "ตัวเลข ข้อความ วันที่ true/false หรือรายการของค่าเหล่านี้",
            "a number, a text, a day, true or false, or a list of these",
        )  # fmt: skip
    return DatedValue(_day(name, entry.get("from"), place), value, source or "")


def _is_value(item: object) -> bool:
    return item is None or (
        isinstance(item, (bool, int, float, Decimal, str, date))
        and (not isinstance(item, (float, Decimal)) or Decimal(item).is_finite())
    )


def _day(name: str, raw: object, place: str) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        return date.fromisoformat(raw if isinstance(raw, str) and len(raw) == 10 else "")
    except ValueError:
        shown = str(raw)[:40]
        raise ParameterError(
            name,
            f"{place}.from: วันเริ่มใช้ของค่า “{name}” อ่านไม่ได้: “{shown}” ให้เขียน ปี ค.ศ.-เดือน-วัน เช่น 2025-11-30",
            f"{place}.from: the first day of “{name}” cannot be read: “{shown}”; write it like 2025-11-30",
        ) from None


def _list(name: str, value: object, place: str) -> Iterable[Any]:
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping)):
        return value
    raise _unfit(name, place, "รายการ [ … ]", "a list [ … ]")


def _object(name: str, value: object, place: str) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    raise _unfit(name, place, "ออบเจกต์ { … }", "an object { … }")


def _unfit(name: str, place: str, th: str, en: str) -> ParameterError:
    return ParameterError(name, f"{place} {thai_join('ต้องเป็น', th)}", f"{place} must be {en}")
