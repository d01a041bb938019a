"""What the tests of the desk ask of a page."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from phanuek.people.models import Person


def client_of(name: str, language: str = "th") -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=name))
    client.cookies["lang"] = language
    return client


def text(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def links(response: Any) -> set[str]:
    return {unescape(href) for href in re.findall(r'href="([^"]+)"', response.content.decode())}


def lead_somewhere(response: Any) -> None:
    """Every link of our own on the page is an address of the house."""
    for href in links(response):
        if href.startswith("/") and not href.startswith("/static/"):
            resolve(re.split(r"[?#]", href)[0])


def queries_of(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code == 200
    return len(captured)
