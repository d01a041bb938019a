"""Needs that nobody has answered yet: on the map, by province and by aim."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count

from phanuek.areas import queries as areas
from phanuek.needs import queries as needs
from phanuek.needs.models import Aim
from phanuek.organisations.actor import Actor
from phanuek.ui import maps
from phanuek.ui.maps import Drawn
from phanuek.ui.words import T

MOST = 8


@dataclass(frozen=True)
class Line:
    """How many wait in one province or for one aim, and where they are listed."""

    label: T
    number: int
    url: str


@dataclass(frozen=True)
class Waiting:
    """All of them in three ways of looking."""

    drawn: Drawn
    total: int
    provinces: list[Line]
    aims: list[Line]


def waiting(actor: Actor, *, aim: str = "", means: str = "") -> Waiting:
    """Checked needs (for an officer also those still to be checked) that no body has taken up; three queries."""
    rows = needs.filtered(actor, aim=aim, means=means, open_only=True)
    counted = needs.counts_by_province(rows)
    names = {area.code: T(area.name_th, area.name_en) for area in areas.provinces()}
    by_aim = dict(rows.order_by().values_list("aim").annotate(n=Count("pk")))

    def url(province: str) -> str:
        return _address(province=province, aim=aim, means=means)

    # equal numbers keep the order of the names
    most = sorted((code for code in names if counted.get(code)), key=lambda code: -counted[code])[:MOST]
    return Waiting(
        drawn=maps.choropleth(counted, names, url=url),
        total=sum(counted.values()),
        provinces=[Line(names[code], counted[code], url(code)) for code in most],
        aims=[
            Line(T.of(one.label), by_aim[one.value], _address(province="", aim=one.value, means=means))
            for one in sorted(Aim, key=lambda one: -by_aim.get(one.value, 0))
            if one.value in by_aim
        ],
    )


def _address(**given: str) -> str:
    return "/needs/?" + urlencode({name: value for name, value in given.items() if value}) + "#list"
