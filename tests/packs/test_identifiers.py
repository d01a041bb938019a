"""Numbers of people and bodies: what passes, and what is said of what does not."""

from __future__ import annotations

import pytest

from packs.thailand import PACK


@pytest.mark.parametrize(
    ("scheme", "typed", "value", "display"),
    [
        ("juristic", "0107544000108", "0107544000108", "0-10-7-544-00010-8"),
        ("juristic", "0-1055-46095-72-4", "0105546095724", "0-10-5-546-09572-4"),
        ("juristic", "๐๑๐๗๕๔๖๐๐๐๓๔๒", "0107546000342", "0-10-7-546-00034-2"),
        ("citizen", "1 2345 45678 78 1", "1234545678781", "1-2345-45678-78-1"),
        ("community_enterprise", "๑-๑๐-๐๑-๐๑/๑-๐๐๐๑", "1-10-01-01/1-0001", "1-10-01-01/1-0001"),
        ("community_enterprise", "1-10-01-01/1-1", "1-10-01-01/1-0001", "1-10-01-01/1-0001"),
    ],
)
def test_right_numbers(scheme: str, typed: str, value: str, display: str) -> None:
    check = PACK.check_identifier(scheme, typed)
    assert (check.ok, check.value, check.display, check.reason) == (True, value, display, None)
    assert PACK.check_identifier(scheme, check.display).value == value


@pytest.mark.parametrize(
    ("scheme", "typed", "th", "en"),
    [
        ("juristic", "", "ยังไม่ได้กรอก", "is empty"),
        ("juristic", "010754400010", "มี 12 หลัก", "this one has 12"),
        ("juristic", "0107544000109", "หลักสุดท้าย", "last digit"),
        ("juristic", "1234545678781", "ดูเหมือนเลขประจำตัวประชาชน", "looks like a citizen number"),
        ("juristic", "1111111111111", "ต้องขึ้นต้นด้วย 0", "begins with 0"),
        ("juristic", "01075440001O8", "“O”", "“O”"),
        ("citizen", "0105546095724", "ดูเหมือนเลขทะเบียนนิติบุคคล", "looks like a juristic"),
        ("citizen", "9234545678781", "ไม่ขึ้นต้นด้วย 9", "does not begin with 9"),
        ("citizen", "1234545678782", "หลักสุดท้าย", "last digit"),
        ("community_enterprise", "ไม่มี", "1-10-01-01/1-0001", "1-10-01-01/1-0001"),
    ],
)
def test_wrong_numbers_say_why(scheme: str, typed: str, th: str, en: str) -> None:
    check = PACK.check_identifier(scheme, typed)
    assert not check.ok
    assert check.value == typed
    assert check.reason is not None
    assert th in check.reason["th"]
    assert en in check.reason["en"]


def test_only_personal_numbers_are_masked() -> None:
    assert PACK.mask_identifier("citizen", "1234545678781") == "x-xxxx-xxxx8-78-1"
    assert "1234" not in PACK.mask_identifier("citizen", "1234 5")
    assert PACK.mask_identifier("juristic", "0107544000108") == "0-10-7-544-00010-8"


def test_unknown_scheme() -> None:
    with pytest.raises(KeyError):
        PACK.check_identifier("guild", "1")


@pytest.mark.parametrize("scheme", ["juristic", "citizen", "community_enterprise"])
def test_every_scheme_explains_itself_with_an_example_that_passes(scheme: str) -> None:
    described = PACK.identifier_schemes[scheme]
    assert PACK.check_identifier(scheme, described.example).ok
    assert described.name["th"]
    assert described.hint["en"]
