"""The same places, people and groups as the registry's tests."""

from tests.registry.conftest import areas, browser, group, malee, orawan, place, preecha

__all__ = ["areas", "browser", "group", "malee", "orawan", "place", "preecha"]
