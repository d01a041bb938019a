"""What the API answers with. Every field is public; names are the glossary's words in snake case."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")


class Words(Schema):
    """One text in both languages."""

    th: str
    en: str


class Problem(Schema):
    """What is wrong, where and how to mend it (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: Words
    field: str | None = None
    hint: Words | None = None


class Page(Schema, Generic[Item]):
    """One page of a list: `count` is all there are, `next` the address of the rest."""

    count: int
    limit: int
    offset: int
    next: str | None
    items: list[Item]


class Provenance(Schema):
    """Where a statement comes from: reported, in_text, added, demonstration."""

    kind: str
    label: Words
    source: str
    added_by: str
    added_on: date | None
    why: str


class OrganisationBrief(Schema):
    code: str
    name_th: str
    name_en: str
    url: str


class Organisation(OrganisationBrief):
    kind: str
    kind_label: Words
    abbr_th: str
    abbr_en: str
    parent: str | None
    demonstration: bool


class Signatory(Schema):
    name_th: str
    name_en: str
    position_th: str
    position_en: str
    capacity: str = Field(description="own_right, for_head, delegated or not_stated")
    signed_on: date | None = Field(description="null: named, has not signed")
    provenance: Provenance


class Party(Schema):
    """In the signed order, with the name as printed."""

    order: int
    name_as_printed: str
    name_official: str
    name_note: Words
    organisation: OrganisationBrief
    signatories: list[Signatory]
    withdrawn_on: date | None = Field(description="First day on which it no longer is a party")


class Person(Schema):
    part: str
    name_th: str
    name_en: str
    position_th: str
    position_en: str
    provenance: Provenance


class Statement(Schema):
    kind: str
    number: int
    text_th: str
    text_en: str
    provenance: Provenance


class InForce(Schema):
    """yes, no or cannot_say, with the reason."""

    answer: str
    reason: Words


class ClauseText(Schema):
    """A clause of the text that counts, and the commitments that come from it."""

    code: str
    label: Words
    text_th: str
    text_en: str
    commitments: list[str] = Field(description="Codes; empty: nothing stands under it")


class AgreementText(Schema):
    version: int
    effective_on: date | None
    sha256: str = Field(description="Of the Thai text in UTF-8")
    clauses: list[ClauseText]
    url: str


class AmendmentBrief(Schema):
    code: str
    kind: str
    state: str
    title: Words
    effective_on: date | None
    new_ends_on: date | None
    url: str


class CommitmentProgress(Schema):
    confirmed: Decimal | None = Field(description="null: withheld, it comes from too few cases")
    unconfirmed: Decimal | None = Field(description="null: withheld, it comes from too few cases")
    target: Decimal | None
    expected_by_now: Decimal | None
    status: str
    reason: Words


class KeptPlaces(Schema):
    """What the offers of a commitment hold or held open, and what became of it. Confirmed and unconfirmed are never added.
    null: withheld, it comes from too few cases."""

    promised: int
    not_open_yet: int
    free: int | None
    confirmed: int | None
    unconfirmed: int | None
    lapsed: int | None
    taken_back: int = Field(description="Taken back or closed before use; not counted as promised")
    share: Decimal | None = Field(description="Confirmed ÷ promised; null: nothing was promised, or withheld")


class KeptMoney(Schema):
    """The same in baht."""

    promised: Decimal
    not_open_yet: Decimal
    free: Decimal | None
    confirmed: Decimal | None
    unconfirmed: Decimal | None
    lapsed: Decimal | None
    taken_back: Decimal
    share: Decimal | None


class Commitment(Schema):
    code: str
    lead: str
    clause: str | None = Field(description="Code of the clause it comes from; null: the text names none")
    title_th: str
    title_en: str
    measure: str
    starts_on: date | None
    due_on: date | None
    progress: CommitmentProgress
    kept_places: KeptPlaces = Field(description="Of the places of its offers, from their ledgers")
    kept_baht: KeptMoney = Field(description="Of the money of its offers, from their ledgers")
    provenance: Provenance
    url: str


class AgreementBrief(Schema):
    code: str
    title_th: str
    title_en: str
    signed_on: date | None = Field(description="null: not signed yet")
    party_count: int
    url: str


class Agreement(Schema):
    code: str
    instrument: Words
    title_th: str
    title_en: str
    short_title: Words
    document_number: str | None = Field(description="null: not stated by the source")
    signed_on: date | None = Field(description="null: not signed yet")
    signed_at_time: time | None
    venue_th: str
    venue_en: str
    organiser: str | None
    ends_on: date | None = Field(description="null: not stated by the source")
    stage: str = Field(description="draft, signing or signed")
    terminated_on: date | None
    successor: str | None = Field(description="Code of the agreement that took its place")
    in_force: InForce
    text: AgreementText | None = Field(description="null: the text is not in hand")
    amendments: list[AmendmentBrief] = Field(description="Those being signed or merged")
    files: dict[str, str] = Field(description="Addresses of the document, the feed and the calendar")
    party_count: int
    party_count_note: Words
    parties: list[Party]
    people: list[Person]
    statements: list[Statement]
    commitments: list[Commitment]
    not_stated: list[Words]
    notes: dict[str, Words] = Field(description="On single fields, by their names")
    sources: list[dict[str, Any]]
    provenance: Provenance
    url: str


class Window(Schema):
    state: str
    note: Words


class OfferBrief(Schema):
    code: str
    name_th: str
    name_en: str
    provider: str
    means: str
    aims: list[str]
    window: Window
    opens_on: date | None
    closes_on: date | None
    places_left: int | None = Field(description="null: no capacity is stated")
    scheme: str | None = Field(description="Code of the scheme; offers of one scheme are its editions")
    edition: str
    freshness: str = Field(
        description="fresh, fading (its check is overdue) or hidden (not proposed until it is checked)"
    )
    demonstration: bool
    url: str


class OfferLimit(Schema):
    """The most that one applicant of a kind may get; an empty kind: everybody without a line of their own."""

    applicant_kind: str
    per_request_baht: Decimal | None
    per_applicant_baht: Decimal | None
    times: int | None
    note: Words


class OfferCondition(Schema):
    text: Words
    facts: list[str]


class OfferPlaces(Schema):
    """Places on their way: promised → opened → reserved → used, or lapsed unused. null: withheld, it comes from too few cases."""

    counted: bool = Field(description="false: the offer states no number, so it is never full")
    promised: int = Field(description="Promised under the commitment, not open yet")
    opened: int | None = Field(description="Open and still free")
    taken: int | None = Field(description="Reserved and used together")
    reserved: int | None
    used: int | None
    lapsed: int | None


class OfferMoney(Schema):
    """The same in baht."""

    counted: bool
    promised: Decimal
    opened: Decimal | None
    taken: Decimal | None
    reserved: Decimal | None
    used: Decimal | None
    lapsed: Decimal | None


class Offer(OfferBrief):
    commitment: str | None
    terms: Words
    how_to_apply: Words
    documents: list[Words]
    rule: str = Field(description="The conditions as rule text; empty: none is stated")
    rule_source: str
    conditions: list[OfferCondition]
    capacity: int | None
    places: OfferPlaces
    budget: OfferMoney
    areas: list[str]
    areas_stated: bool
    scheme_name: Words | None
    selection: str = Field(description="Who gets it when more ask than there are places")
    budget_baht: Decimal | None
    budget_out_on: date | None
    per_applicant_limit_baht: Decimal | None
    limits: list[OfferLimit]
    checked_on: date | None
    checked_by: str | None = Field(description="Code of the body that checked it last")
    check_due_on: date = Field(description="Last day on which its next check is in time")
    verified: bool
    provenance: Provenance


class Enterprise(Schema):
    """Public fields only: no contact, no personal number."""

    code: str
    name_th: str
    name_en: str
    kind: str
    kind_label: Words
    business_group: str
    subdistrict: str
    province: str
    place: Words
    products: list[Words]
    demonstration: bool
    url: str


class Need(Schema):
    """A checked need that was published; who said it is never given."""

    code: str
    aim: str
    means: list[str]
    text: str
    subdistrict: str
    province: str
    voice: str
    said_on: date
    state: str
    closed_reason: str
    received_at: datetime
    demonstration: bool
    url: str


class FigureRow(Schema):
    """A figure that is null and named in `hidden` is protected (a count under 5, or one that would reveal it)."""

    key: str
    label: Words
    referrals: int | None
    answered: int | None
    median_days: Decimal | None
    deliveries: int | None
    reporters: int | None
    income_confirmed: Decimal | None
    income_unconfirmed: Decimal | None
    paid_confirmed: Decimal | None
    paid_unconfirmed: Decimal | None
    hidden: list[str]


class Figures(Schema):
    """`demonstration` is true where the cases behind the figures are invented."""

    by: str
    demonstration: bool
    filters: dict[str, str]
    on: date
    protected: bool = Field(description="Whether small counts are withheld from this reader")
    too_few: bool = Field(description="What was asked for has too few cases to be told apart")
    rows: list[FigureRow]
    total: FigureRow
    notes: list[Words]
