"""Who is told: somebody with an account, or an address with a name; and the signed words by which they turn a topic off."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

SALT = "phanuek.messages.stop"


@dataclass(frozen=True)
class Recipient:
    """Either `person_id`, or `address` with the `name` it is written to.

    `organisation_code`: the body for whose sake they are told. `language`: "th" or "en" where it is known; the mail is else
    in Thai with English below.
    """

    person_id: int | None = None
    address: str = ""
    name: str = ""
    organisation_code: str = ""
    language: str = ""

    @property
    def reader(self) -> Reader:
        return Reader.of_person(self.person_id) if self.person_id else Reader.of_address(self.address)


@dataclass(frozen=True)
class Reader:
    """Whose choice of topics it is. An address is known by its SHA-256 alone, so that a choice outlives the address being
    erased, and a link shows no address."""

    person_id: int | None = None
    address_digest: str = ""

    @classmethod
    def of_person(cls, person_id: int) -> Reader:
        return cls(person_id=person_id)

    @classmethod
    def of_address(cls, address: str) -> Reader:
        digest = hashlib.sha256(tidy(address).encode()).digest()
        return cls(address_digest=base64.urlsafe_b64encode(digest).decode().rstrip("="))


@dataclass(frozen=True)
class LinkBearer:
    """Who holds the link of a mail acts as its reader, signed in or not; a `By` for the two choices."""

    person_id: int | None
    person_name: str = ""
    organisation_code: str = ""
    on_behalf_of_code: str = ""


def tidy(address: str) -> str:
    """The spelling by which two addresses are the same one."""
    return address.strip().lower()


def stop_token(reader: Reader, topic: str) -> str:
    """Lets its bearer turn one topic off and on for one reader, and nothing else. Valid as long as the secret key."""
    return signing.dumps([topic, reader.person_id or reader.address_digest], salt=SALT)


def read_token(token: str) -> tuple[Reader, str]:
    """Reader and topic. Raises signing.BadSignature for what this platform did not sign."""
    topic, who = signing.loads(token, salt=SALT)
    return (Reader.of_person(who) if isinstance(who, int) else Reader(address_digest=who)), topic


def stop_path(reader: Reader, topic: str) -> str:
    """The address of the page that turns `topic` off."""
    return reverse("messages:stop", args=[stop_token(reader, topic)])
