"""Both countries keep the one promise, and the invented one shows that nothing in it is Thai."""

from __future__ import annotations

from datetime import date

import pytest

from packs.example import PACK as EXAMPLE
from packs.thailand import PACK as THAILAND
from phanuek.engines.pack import LEVELS, CountryPack, PackError


@pytest.mark.parametrize("pack", [THAILAND, EXAMPLE], ids=lambda p: p.code)
def test_the_promise(pack: CountryPack) -> None:
    assert isinstance(pack, CountryPack)
    assert set(pack.level_names) == set(LEVELS)
    regions = {r.code for r in pack.regions()}
    rows = list(pack.areas())
    assert all(r.region in regions for r in rows if r.level == "province")
    assert {s.code for s in pack.map_outline().shapes} == {r.code for r in rows if r.level == "province"}
    for code, scheme in pack.identifier_schemes.items():
        assert scheme.code == code
        assert pack.check_identifier(code, scheme.example).ok
    first, last = pack.fiscal_year_range(2027)
    assert pack.fiscal_year(first) == pack.fiscal_year(last) == 2027
    with pytest.raises(PackError):
        pack.parse_date("?")
    with pytest.raises(KeyError):
        pack.data("../secrets")


def test_the_example_differs_where_a_country_may() -> None:
    assert EXAMPLE.fiscal_year(date(2026, 10, 1)) == 2026
    assert THAILAND.fiscal_year(date(2026, 10, 1)) == 2027
    assert EXAMPLE.level_names["district"]["en"] == "Bailiwick"
    assert "juristic" not in EXAMPLE.identifier_schemes
    assert len(list(EXAMPLE.areas())) == 12
    assert EXAMPLE.format_date(date(2026, 2, 1), "th") == "1 February 2026"
