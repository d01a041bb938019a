"""The real areas of two provinces, and a few groups in them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from phanuek.areas.actions import load_areas
from phanuek.areas.models import Area
from phanuek.organisations.actor import Actor
from phanuek.registry import actions
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.country import pack
from tests import cast

SYSTEM = Actor.system("test")
NAN, CHIANG_MAI = "55", "50"
PA_KHA, NAI_WIANG, SI_PHUM = "550602", "550101", "500101"


@pytest.fixture
def areas(db: None) -> None:
    load_areas(
        on=clock.today(), rows=[row for row in pack().areas() if row.code.startswith((NAN, CHIANG_MAI))]
    )


@pytest.fixture
def place(areas: None) -> Callable[[str], Area]:
    return lambda code=NAI_WIANG: Area.objects.with_path().get(code=code)


@pytest.fixture
def group(place: Callable[[str], Area]) -> Callable[..., Enterprise]:
    """Registers a group; in Nai Wiang, Nan, unless told."""

    def make(
        name_th: str = "วิสาหกิจชุมชนกลุ่มทอผ้าบ้านหนองบัว", *, at: str = NAI_WIANG, **fields: Any
    ) -> Enterprise:
        fields.setdefault("kind", "community_enterprise")
        return actions.register(by=SYSTEM, name_th=name_th, subdistrict=place(at), **fields)

    return make


@pytest.fixture
def malee(areas: None) -> Actor:
    """An area officer in Nan."""
    return cast.malee(Area.objects.get(code=NAN))


@pytest.fixture
def orawan(areas: None) -> Actor:
    return cast.orawan()


@pytest.fixture
def preecha(areas: None) -> Actor:
    """The manager of Nan's Pracharath company."""
    return cast.preecha(Area.objects.get(code=NAN))


@pytest.fixture
def browser(client: Client) -> Callable[..., Client]:
    """A client signed in as an actor, reading Thai or English."""

    def open_as(actor: Actor | None = None, lang: str = "th") -> Client:
        from phanuek.people.models import Person

        if actor is not None and actor.person_id:
            client.force_login(
                Person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
            )
        client.cookies["lang"] = lang
        return client

    return open_as
