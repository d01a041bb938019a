"""The drawing of the house in pyproject.toml is the house: the same rooms, the same order."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from tests.house.house import ROOMS, built_rooms, contract, drawn_rooms

FACES = {"desk", "site", "api"}


def test_every_room_is_drawn_and_every_room_drawn_is_built() -> None:
    drawn = {room for layer in drawn_rooms() for room in layer}
    assert drawn == built_rooms()


def test_the_order_inside_a_room_is_asked_of_every_room() -> None:
    asked = {name.removeprefix("phanuek.") for name in contract("room")["containers"]}
    assert asked == built_rooms() - {"engines", "batch", "config"}


def test_a_pack_may_use_the_engines_only() -> None:
    forbidden = {n.removeprefix("phanuek.") for n in contract("packs")["forbidden_modules"]} - {"django"}
    assert forbidden == built_rooms() - {"engines"}


def test_every_room_says_in_a_sentence_what_it_is() -> None:
    silent = [
        room for room in built_rooms() if not (ROOMS / room / "__init__.py").read_text().startswith('"""')
    ]
    assert silent == []


def _height() -> dict[str, int]:
    return {room: height for height, layer in enumerate(drawn_rooms()) for room in layer}


def _models_of_the_house() -> list[type[Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("phanuek.")]


def _room(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def test_foreign_keys_point_at_earlier_rooms() -> None:
    """import-linter does not see `ForeignKey("needs.Need")`, so this reads the models."""
    height, wrong = _height(), []
    for model in _models_of_the_house():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model
            if target is None or not target.__module__.startswith("phanuek."):
                continue
            here, there = _room(model), _room(target)
            if height[there] > height[here]:
                wrong.append(f"{here}.{model.__name__}.{field.name} -> {there}.{target.__name__}")
    assert _models_of_the_house()
    assert wrong == []


def test_the_timeline_has_no_foreign_keys() -> None:
    """So that what happened stays readable when what it happened to is gone."""
    models = apps.get_app_config("timeline").get_models()
    assert [f"{m.__name__}.{f.name}" for m in models for f in m._meta.local_fields if f.is_relation] == []


def test_faces_keep_no_tables() -> None:
    assert [m for m in _models_of_the_house() if _room(m) in FACES] == []
