"""Texts cut into words without loss: the ground under every difference and merge."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from packs.example import PACK as EXAMPLE
from packs.thailand import PACK
from phanuek.engines.pack import CountryPack
from phanuek.engines.redline import Clash, Kind, difference, merge

thai = st.text(alphabet="กขคงจชดตทนบปพมยรลวสหอฮเแโใไะาำิีึืุูั็่้๊๋์ๆฯ .,/()๑๒3abc-\n")


@pytest.mark.parametrize("pack", [PACK, EXAMPLE], ids=lambda pack: pack.code)
@given(text=st.one_of(st.text(), thai))
@example(text="ก\u200bข\u00a0ค\r\nง\u0301 \u0e48")
def test_no_character_is_lost_and_no_mark_stands_alone(pack: CountryPack, text: str) -> None:
    tokens = pack.tokens(text)
    assert "".join(tokens) == text
    assert all(tokens)
    assert not any(unicodedata.category(token[0]).startswith("M") for token in tokens[1:])


@given(thai)
def test_no_thai_token_begins_or_ends_inside_a_syllable(text: str) -> None:
    tokens = PACK.tokens(text)
    for before, token in pairwise(tokens):
        if "ก" <= before[-1] <= "๎":
            assert token[0] not in "ะาำๅ"
            assert not (before[-1] in "เแโใไ" and "ก" <= token[0] <= "ฮ")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("ภาคีสนับสนุนวิสาหกิจเพื่อสังคม", "ภาคี|สนับสนุน|วิสาหกิจ|เพื่อ|สังคม"),
        ("ข้อ ๓.๒ เงิน 1,500.50 บาท", "ข้อ| |๓.๒| |เงิน| |1,500.50| |บาท"),
        ("ถึงวันที่ ๓๐ กันยายน พ.ศ. ๒๕๖๔ ทั้งนี้", "ถึง|วันที่| |๓๐ กันยายน พ.ศ. ๒๕๖๔| |ทั้งนี้"),
        ("01/10/2564 30 ก.ย. 2567", "01/10/2564| |30 ก.ย. 2567"),
        ("17 September 2021", "17 September 2021"),
        ("ต่างๆ ต่าง ๆ เด็กๆ", "ต่างๆ| |ต่าง| |ๆ| |เด็กๆ"),
        ("กรุงเทพฯ โครงการฯ ฯลฯ", "กรุงเทพฯ| |โครงการฯ| |ฯลฯ"),
        ("อบต.หนองบัว พ.ร.บ. ปีพ.ศ.2562", "อบต.|หนอง|บัว| |พ.ร.บ.| |ปี|พ.ศ.|2562"),
        ("Social Enterprise R24, don't", "Social| |Enterprise| |R24|,| |don't"),
        ("(ก)  ข\n\nค……ง", "(|ก|)|  |ข|\n\n|ค|……|ง"),
        ("ร้อยละ 5%", "ร้อยละ| |5|%"),
        ("", ""),
    ],
)
def test_what_a_reader_takes_as_one_thing_stays_whole(text: str, cut: str) -> None:
    assert PACK.tokens(text) == [token for token in cut.split("|") if token]


def test_the_invented_country_cuts_at_spaces_and_marks() -> None:
    assert EXAMPLE.tokens("Guild's 1,500 crowns, Ås.") == [
        "Guild's",
        " ",
        "1,500",
        " ",
        "crowns",
        ",",
        " ",
        "Ås",
        ".",
    ]


# -- amendments of a Thai clause, cut by the pack -----------------------------------------------------------------

CLAUSE = (
    "ข้อ ๓ กรมการพัฒนาชุมชนตกลงสนับสนุนวิสาหกิจเพื่อสังคมไม่น้อยกว่า ๓๐๐ ราย วงเงิน ๑,๕๐๐,๐๐๐ บาท "
    "ทั้งนี้ ให้มีผลจนถึงวันที่ ๓๐ กันยายน พ.ศ. ๒๕๖๗"
)


def merged(one: tuple[str, str], other: tuple[str, str]) -> str | list[Clash]:
    """What two amendments of the clause come to, each given as (words taken out, words put in)."""
    ours, theirs = (PACK.tokens(CLAUSE.replace(*swap)) for swap in (one, other))
    found = merge(PACK.tokens(CLAUSE), ours, theirs)
    return found.text if found.is_clean else found.clashes


def test_extending_the_term_and_renaming_a_party_come_together() -> None:
    term = ("๓๐ กันยายน พ.ศ. ๒๕๖๗", "๓๐ กันยายน พ.ศ. ๒๕๗๐")
    party = ("กรมการพัฒนาชุมชน", "กรมส่งเสริมสหกรณ์")
    assert merged(term, party) == CLAUSE.replace(*term).replace(*party)


def test_two_targets_are_shown_beside_the_original() -> None:
    assert merged(("๓๐๐", "๕๐๐"), ("๓๐๐", "๔๐๐")) == [Clash("๓๐๐", "๕๐๐", "๔๐๐")]


def test_two_amendments_of_one_date_never_mix_into_a_third() -> None:
    assert merged(("๓๐ กันยายน", "๓๑ ธันวาคม"), ("๒๕๖๗", "๒๕๗๐")) == [
        Clash("๓๐ กันยายน พ.ศ. ๒๕๖๗", "๓๑ ธันวาคม พ.ศ. ๒๕๖๗", "๓๐ กันยายน พ.ศ. ๒๕๗๐")
    ]


def test_an_amount_is_shown_whole() -> None:
    pieces = difference(PACK.tokens(CLAUSE), PACK.tokens(CLAUSE.replace("๑,๕๐๐,๐๐๐", "๑,๖๐๐,๐๐๐")))
    assert [(p.kind, p.text) for p in pieces[1:3]] == [
        (Kind.DELETED, "๑,๕๐๐,๐๐๐"),
        (Kind.INSERTED, "๑,๖๐๐,๐๐๐"),
    ]
