"""Draws, with the address of the file by which each can be checked."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from phanuek.api import parameters, schemas, shapes
from phanuek.api.base import PROBLEMS
from phanuek.matching.models import Draw
from phanuek.matching.queries import draws as queries
from phanuek.matching.states import DrawState
from phanuek.organisations.actor import Actor

router = Router(tags=["draws"])


class DrawBrief(schemas.Schema):
    code: str
    title: schemas.Words
    state: str
    state_label: schemas.Words
    owner: str = Field(description="Code of the body")
    offer: str | None = Field(description="Code of the offer whose places are drawn")
    round: str | None = Field(description="Code of the round whose equals are drawn")
    places: int
    closes_at: datetime
    seed_source: schemas.Words
    seed_known_on: date
    drawn_at: datetime | None
    replaces: str | None = Field(description="Code of the draw in whose place it was held")
    replaced_by: str | None = Field(description="Code of a later draw; then this result no longer counts")
    demonstration: bool
    url: str
    published_url: str = Field(description="The file to check: format phanuek.draw/1")


class DrawWhole(DrawBrief):
    """With what the published file says; the file itself is at `published_url`, the same bytes for good once it is drawn."""

    rule_version: str
    algorithm: schemas.Words
    tickets: list[str] | None = Field(description="null until the list is closed")
    list_sha256: str | None
    sealed_sha256: str | None
    sealed_at: datetime | None
    seed: str | None
    result: list[str] | None = Field(description="Tickets in the drawn order; null until it is drawn")
    cancelled: str | None = Field(description="Why it was cancelled")
    why_again: str | None
    verifier_url: str = Field(description="A program that checks the file")


@router.get("", response={200: schemas.Page[DrawBrief], **PROBLEMS}, summary="Draws, newest first")
def list_draws(
    request: HttpRequest,
    state: parameters.StateOfDraw = "",
    limit: parameters.Limit = 50,
    offset: parameters.Offset = 0,
) -> dict[str, Any]:
    rows = queries.all_draws(Actor.public())
    if parameters.choice(state, DrawState, "state"):
        rows = rows.filter(state=state)
    return parameters.page(request, rows, limit, offset, brief)


@router.get("/{code}", response={200: DrawWhole, **PROBLEMS}, summary="One draw")
def get_draw(request: HttpRequest, code: str) -> dict[str, Any]:
    row: Draw = parameters.one(queries.all_draws(Actor.public()), code)
    document = queries.document(row)
    same = (
        "rule_version",
        "algorithm",
        "tickets",
        "list_sha256",
        "sealed_sha256",
        "sealed_at",
        "seed",
        "result",
        "cancelled",
        "why_again",
    )
    return (
        brief(request, row)
        | {name: document[name] for name in same}
        | {"verifier_url": shapes.url(request, "/draws/verify_draw.py")}
    )


def brief(request: HttpRequest, row: Draw) -> dict[str, Any]:
    later = getattr(row, "replaced_by", None)
    return {
        "code": row.code, "title": shapes.words(row.title_th, row.title_en), "state": row.state,
        "state_label": shapes.both(DrawState(row.state).label), "owner": row.owner.code, "offer": row.offer.code if row.offer else None,
        "round": row.round.code if row.round else None, "places": row.places, "closes_at": row.closes_at,
        "seed_source": shapes.words(row.seed_source_th, row.seed_source_en), "seed_known_on": row.seed_on, "drawn_at": row.drawn_at,
        "replaces": row.replaces.code if row.replaces else None, "replaced_by": later.code if later else None,
        "demonstration": row.demonstration, "url": shapes.url(request, row.get_absolute_url()),
        "published_url": shapes.url(request, f"{row.get_absolute_url()}published.json"),
    }  # fmt: skip
