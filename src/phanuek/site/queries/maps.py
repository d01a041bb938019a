"""Needs that nobody has answered yet, on the map."""

from urllib.parse import urlencode

from phanuek.areas import queries as areas
from phanuek.needs import queries as needs
from phanuek.organisations.actor import Actor
from phanuek.ui import maps
from phanuek.ui.maps import Drawn
from phanuek.ui.words import T


def open_needs(actor: Actor, *, aim: str = "", means: str = "") -> tuple[Drawn, int]:
    """The drawing and how many needs there are in all; two queries."""
    counted = needs.counts_by_province(needs.filtered(actor, aim=aim, means=means, open_only=True))
    names = {area.code: T(area.name_th, area.name_en) for area in areas.provinces()}
    return maps.choropleth(counted, names, url=lambda code: _address(code, aim, means)), sum(counted.values())


def _address(province: str, aim: str, means: str) -> str:
    given = {"province": province, "aim": aim, "means": means}
    return "/needs/?" + urlencode({name: value for name, value in given.items() if value}) + "#list"
