"""Offers as the public lists show them: open ones first, the others apart and said to be so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Q, QuerySet, Value, When

from phanuek.agreements.queries.clauses import span_of
from phanuek.areas.models import Area
from phanuek.eligibility import queries as eligibility
from phanuek.eligibility.models import RuleVersion
from phanuek.engines import rules
from phanuek.engines.rules import Condition
from phanuek.matching import queries as matching
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Aim, Means, Offer
from phanuek.offers.queries import Reliance, Window
from phanuek.offers.states import WindowState
from phanuek.organisations.actor import Actor
from phanuek.ui.country import pack
from phanuek.ui.words import T

# what someone looking for support wants to see first
ORDER = [
    WindowState.OPEN, WindowState.NOT_YET_OPEN, WindowState.UNCHECKED, WindowState.NOT_CONFIRMED, WindowState.CLOSED,
]  # fmt: skip


@dataclass(frozen=True)
class OfferLine:
    """One offer in a list."""

    offer: Offer
    window: Window
    means: T
    aims: list[T]
    places_left: int | None
    reliance: Reliance

    @property
    def is_open(self) -> bool:
        return self.window.state == WindowState.OPEN

    @property
    def is_full(self) -> bool:
        return self.is_open and self.places_left == 0

    @property
    def is_set_aside(self) -> bool:
        """Nothing is free to ask for, yet what is reserved waits for a draw or a round, not for cases."""
        return self.is_full and bool(self.offer.__dict__.get("places_set_aside"))


def lines(offers: Iterable[Offer], on: date) -> list[OfferLine]:
    """Offers that came through `with_places`; no query."""
    return [
        OfferLine(
            offer, offer_queries.window(offer, on), means_label(offer.means), aim_labels(offer.aims),
            offer_queries.places_left(offer), offer_queries.reliance(offer, on),
        )
        for offer in offers
    ]  # fmt: skip


def means_label(code: str) -> T:
    return T.of(Means(code).label) if code in Means.values else T(code, code)


def aim_labels(codes: Iterable[str]) -> list[T]:
    return [T.of(Aim(code).label) for code in codes if code in Aim.values]


def found(*, aim: str, means: str, provider: str, text: str, on: date) -> QuerySet[Offer]:
    """Offers that match, each with its `window_state`; the words typed may stand in name, description, terms or provider."""
    rows = offer_queries.filtered(aim=aim, means=means, provider=provider, on=on)
    for word in text.split():
        rows = rows.filter(
            Q(name_th__icontains=word) | Q(name_en__icontains=word)
            | Q(about_th__icontains=word) | Q(about_en__icontains=word)
            | Q(terms_th__icontains=word) | Q(terms_en__icontains=word)
            | Q(provider__name_th__icontains=word) | Q(provider__name_en__icontains=word)
            | Q(provider__abbr_th__icontains=word) | Q(provider__abbr_en__iexact=word)
        )  # fmt: skip
    return rows.annotate(window_state=offer_queries.window_state(on))


def counts(rows: QuerySet[Offer]) -> dict[WindowState, int]:
    """How many are open, not yet open, not confirmed and closed; one query."""
    counted = dict(rows.order_by().values_list("window_state").annotate(n=Count("pk")))
    return {state: counted.get(state.value, 0) for state in ORDER}


def open_first(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    rank = Case(
        *(When(window_state=state.value, then=Value(at)) for at, state in enumerate(ORDER)), default=Value(9)
    )
    return rows.order_by(rank, "name_th", "code")


@dataclass(frozen=True)
class ForWhom:
    """The conditions of an offer in words. No version: nobody has entered them yet."""

    version: RuleVersion | None
    conditions: tuple[Condition, ...]


def for_whom(offer: Offer, on: date) -> ForWhom:
    """The conditions in force, with the provinces the offer is limited to; evaluated with nothing known, for their words."""
    version = eligibility.version_in_force(offer.rule, on)
    if version is None:
        return ForWhom(None, ())
    if not version.text.strip() and not offer.areas:
        return ForWhom(version, ())
    return ForWhom(version, rules.evaluate(matching.compiled_rule(offer, version, on), {}).conditions)


def other_editions(offer: Offer, actor: Actor) -> list[Offer]:
    """Offers of the same scheme that the reader may see, the newest edition first."""
    if offer.scheme_id is None:
        return []
    found = list(Offer.objects.visible_to(actor).filter(scheme=offer.scheme_id).exclude(pk=offer.pk))
    return sorted(found, key=lambda one: pack().sort_key(one.edition.zfill(8)), reverse=True)


@dataclass(frozen=True)
class Root:
    """The clause, or else the reported statement, that an offer's commitment comes from."""

    label: T
    url: str


def root_of(offer: Offer) -> Root | None:
    """None where the offer stands free, or its commitment names neither."""
    commitment = offer.commitment
    if commitment is None:
        return None
    agreement = commitment.agreement
    span = span_of(commitment)
    if span is not None:
        return Root(span.label, f"{agreement.get_absolute_url()}text/#clause-{span.clause.code}")
    if commitment.statement is not None:
        words = commitment.statement
        return Root(T(words.text_th, words.text_en or words.text_th), agreement.get_absolute_url())
    return None


def areas_of(offer: Offer) -> list[Area]:
    """The provinces it is limited to."""
    return list(Area.objects.filter(code__in=offer.areas).order_by("sort_key")) if offer.areas else []
