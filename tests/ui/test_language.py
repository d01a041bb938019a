from __future__ import annotations

import pytest
from django.test import Client


def test_thai_until_the_reader_chooses(client: Client) -> None:
    response = client.get("/ui/")
    assert '<html lang="th">' in response.text
    assert response["Content-Language"] == "th"
    assert "Cookie" in response["Vary"]


def test_choosing_sets_the_cookie_and_returns_without_it(client: Client) -> None:
    response = client.get("/ui/?page=2&lang=en&q=%E0%B8%81")
    assert response.status_code == 302
    assert response["Location"] == "/ui/?page=2&q=%E0%B8%81"
    assert response.cookies["lang"].value == "en"
    assert '<html lang="en">' in client.get("/ui/").text


@pytest.mark.parametrize("value", ["fr", "", "EN", "../x"])
def test_other_languages_change_nothing(client: Client, value: str) -> None:
    response = client.get("/ui/", {"lang": value})
    assert response.status_code == 200
    assert "lang" not in response.cookies
    client.cookies["lang"] = value
    assert '<html lang="th">' in client.get("/ui/").text


def test_never_leads_to_another_site(client: Client) -> None:
    response = client.get("/", {"lang": "en"}, PATH_INFO="//example.org/")
    assert response["Location"] == "/example.org/"


def test_posts_are_not_redirected(client: Client) -> None:
    assert client.post("/form/?lang=en").status_code == 200


def test_the_api_answers_in_place(client: Client) -> None:
    response = client.get("/api/not-allowed/?lang=en")
    assert response.status_code == 403
    assert "lang" not in response.cookies
    assert response["Content-Language"] == "en"


def test_every_page_has_a_way_to_the_other_language(client: Client) -> None:
    assert 'href="?page=2&amp;lang=en"' in client.get("/ui/?page=2").text
    client.cookies["lang"] = "en"
    assert 'href="?page=2&amp;lang=th"' in client.get("/ui/?page=2").text


def test_security_headers(client: Client) -> None:
    policy = client.get("/ui/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
