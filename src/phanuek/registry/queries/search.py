"""Thai search in stages: the words, then the letters, then the sound, then what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from rapidfuzz import fuzz, process

from phanuek.organisations.actor import Actor
from phanuek.registry import spelling
from phanuek.registry.models import Enterprise, Identifier, SearchEntry, SearchWord
from phanuek.ui.country import pack

LONGEST_QUERY = 120
# two letters are a whole word in Thai (ยา, นม) and a piece of too many others (ยาง, ขนม)
SHORTEST_PIECE = 3
NAMES_COMPARED = 3000
PUBLIC_SCHEMES = [s for s in Identifier.Scheme.values if s != Identifier.Scheme.CITIZEN]


class Stage(StrEnum):
    """How the rows were found."""

    ALL = "all"
    WORDS = "words"
    LETTERS = "letters"
    SOUND = "sound"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Found:
    """Rows in their order, how they were found, and what else the text may have meant (empty unless nothing was found)."""

    rows: QuerySet[Enterprise]
    stage: Stage
    suggestion: str = ""


def directory(
    actor: Actor, *, kind: str = "", province: str = "", business_group: str = ""
) -> QuerySet[Enterprise]:
    """The enterprises the actor may see in the directory, with their place, in dictionary order."""
    rows = Enterprise.objects.visible_to(actor).filter(active=True)
    if kind:
        rows = rows.filter(kind=kind)
    if province:
        rows = rows.filter(subdistrict__province_code=province)
    if business_group:
        rows = rows.filter(business_group=business_group)
    return rows.select_related("subdistrict__parent__parent").order_by("sort_key", "code")


def search(
    text: str, *, actor: Actor, kind: str = "", province: str = "", business_group: str = ""
) -> QuerySet[Enterprise]:
    """The enterprises a text means, best first; all of them for an empty text."""
    return find(text, actor=actor, kind=kind, province=province, business_group=business_group).rows


def find(text: str, *, actor: Actor, kind: str = "", province: str = "", business_group: str = "") -> Found:
    """As `search`, with the stage that found them and, when none did, a suggestion that would find some."""
    base = directory(actor, kind=kind, province=province, business_group=business_group)
    normal = pack().normalise(text[:LONGEST_QUERY])
    if not normal:
        # nothing but marks was typed: that is a search for nothing, not for everything
        return Found(base.none(), Stage.NOTHING) if text.strip() else Found(base, Stage.ALL)
    for stage, condition in _stages(normal, base):
        rows = base.filter(condition)
        if rows.exists():
            return Found(_ranked(rows, normal), stage)
    return Found(base.none(), Stage.NOTHING, _suggestion(normal, base))


def _stages(normal: str, base: QuerySet[Enterprise]) -> Iterator[tuple[Stage, Q]]:
    """Conditions from the strictest on; each is tried when the one before found nothing."""
    letters = Q(search__normal__contains=normal)
    words = _all_words(normal) | _number(normal)
    sound = _sound(normal)
    if len(normal) >= SHORTEST_PIECE and base.filter(letters).exists():
        yield Stage.WORDS, words | letters
        return
    # nobody bears the text as typed: words that stand apart may be chance (ทองเที่ยว), so the sound is asked as well
    if base.filter(words).exists():
        yield Stage.WORDS, words | sound if len(normal) > SHORTEST_PIECE else words
        return
    yield Stage.LETTERS, _pieces("normal", normal.split())
    yield Stage.SOUND, sound


def _sound(normal: str) -> Q:
    pieces = [pack().skeleton(piece) for piece in normal.split()]
    return _pieces("skeleton", pieces) if all(len(piece) >= 2 for piece in pieces) else Q(pk__in=[])


def _pieces(field: str, pieces: Iterable[str]) -> Q:
    condition = Q()
    for piece in pieces:
        condition &= Q(**{f"search__{field}__contains": piece})
    return condition


def _all_words(normal: str) -> Q:
    """Every piece between blanks is a word of the row, or made of its words; the last may be half typed."""
    pieces = normal.split()
    condition = Q()
    for at, piece in enumerate(pieces):
        last = at == len(pieces) - 1
        condition &= _word(piece, last) | _words(pack().words(piece), last)
    return condition


def _words(words: list[str], last: bool) -> Q:
    """All of them; a compound may stand in its parts."""
    condition = Q()
    for at, word in enumerate(words):
        whole = _word(word, last and at == len(words) - 1)
        parts = [part for part in pack().words(word, parts=True) if part != word]
        if len(parts) > 1:
            whole |= _pieces("words", [f" {part} " for part in parts])
        condition &= whole
    return condition


def _word(word: str, begun: bool) -> Q:
    if begun and len(word) >= SHORTEST_PIECE:
        return Q(search__words__contains=f" {word}")
    return Q(search__words__contains=f" {word} ")


def _number(normal: str) -> Q:
    """Our own code, or a registration number; never a citizen number, by which nobody may be looked up."""
    digits = normal.replace(" ", "")
    if not digits.isascii():
        return Q(pk__in=[])
    if not (digits.isdigit() and len(digits) >= 6):
        return Q(code=normal.replace(" ", "-"))
    values = {digits}
    for scheme in pack().identifier_schemes:
        checked = pack().check_identifier(scheme, digits)
        if checked.ok:
            values.add(checked.value)
    found = Identifier.objects.filter(scheme__in=PUBLIC_SCHEMES, value__in=values)
    return Q(pk__in=found.values("enterprise"))


def _ranked(rows: QuerySet[Enterprise], normal: str) -> QuerySet[Enterprise]:
    """A name that begins with the text, kind words apart, then one that holds it, then what was found by products or
    place; each in dictionary order."""
    named = Q(name_th__contains=normal) | Q(name_en__icontains=normal)
    sound = spelling.core_skeleton(normal)
    rank = Case(
        When(named & Q(search__core_skeleton__startswith=sound), then=Value(0)),
        When(named, then=Value(1)),
        When(search__core_skeleton__contains=sound, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "sort_key", "code")


def _suggestion(normal: str, base: QuerySet[Enterprise]) -> str:
    """The nearest text that finds something within the same filters, or nothing."""
    known = dict(SearchWord.objects.order_by().values_list("word", "skeleton"))
    for candidate in _respelt(normal, known):
        if (
            candidate != normal
            and base.filter(_all_words(candidate) | Q(search__normal__contains=candidate)).exists()
        ):
            return candidate
    return _nearest_name(normal, base)


def _respelt(normal: str, known: dict[str, str]) -> Iterator[str]:
    """The query with what is not a known word replaced by the nearest one: whole pieces first, then word by word."""
    pieces = normal.split()
    if not known:
        return
    yield " ".join(piece if piece in known else _nearest(piece, known) or piece for piece in pieces)
    words = [
        [word if word in known else _nearest(word, known) for word in pack().words(piece)] for piece in pieces
    ]
    yield " ".join("".join(word or "" for word in piece) for piece in words).strip()
    # what no known word comes near is left out: better a wider answer than none
    kept = [word for piece in words for word in piece if word and len(word) >= SHORTEST_PIECE]
    if kept:
        yield max(kept, key=len)


def _nearest(piece: str, known: dict[str, str]) -> str:
    if len(piece) < SHORTEST_PIECE:
        return ""
    hit = process.extractOne(pack().skeleton(piece), known, scorer=fuzz.ratio, score_cutoff=66)
    return str(hit[2]) if hit else ""


def _nearest_name(normal: str, base: QuerySet[Enterprise]) -> str:
    """A whole name near the text, among those that share a piece of its sound."""
    sound = pack().skeleton(normal)
    pieces = {sound[at : at + 4] for at in range(0, max(len(sound) - 3, 1), 2)}
    shared = Q(pk__in=[])
    for piece in list(pieces)[:8]:
        shared |= Q(skeleton__contains=piece)
    near = SearchEntry.objects.filter(shared, enterprise__in=base.order_by().values("pk")).order_by()
    names = dict(near.values_list("enterprise__name_th", "skeleton")[:NAMES_COMPARED])
    hit = process.extractOne(sound, names, scorer=fuzz.WRatio, score_cutoff=75)
    return str(hit[2]) if hit else ""
