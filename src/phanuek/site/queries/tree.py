"""From policy to practice: goal › clause or reported statement › commitment › activity › offer, with the figures of each level.

Figures come from `figures.summary` by commitment, so that they are those of every other page and small counts stay protected; a
level above adds up what its commitments show, and says how many of them show nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from phanuek.agreements.models import Activity, Agreement, ClauseSpan, Commitment, PolicyGoal, Statement
from phanuek.agreements.queries import progress_many
from phanuek.areas.models import Area
from phanuek.figures.queries import By, Filters, Row, summary
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.site.queries.progress import Shown, shown
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

OWN_STATEMENTS = (
    Statement.Kind.INTENT,
    Statement.Kind.AIM,
    Statement.Kind.APPROACH,
    Statement.Kind.WIDER_AIM,
)
MEASURES = ("referrals", "deliveries", "income_confirmed", "income_unconfirmed")
NO_GOAL = T("ยังไม่ได้ระบุว่าสนองเป้าหมายใด", "Not linked to a policy goal yet")
NO_SOURCE = T("ยังไม่ได้ระบุว่าสืบเนื่องจากข้อใด", "Not linked to a clause or statement yet")


@dataclass(frozen=True)
class Wanted:
    """What the reader narrowed the tree to: codes of a body and a province, and a fiscal year by the year it ends in."""

    party: str = ""
    province: str = ""
    year: int | None = None

    @property
    def any(self) -> bool:
        return bool(self.party or self.province or self.year)


@dataclass(frozen=True)
class Amount:
    """The sum of what may be shown; `kept_back` commitments show nothing for this measure."""

    value: Decimal = Decimal(0)
    kept_back: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.value + other.value, self.kept_back + other.kept_back)


@dataclass(frozen=True)
class Totals:
    """Figures of one level: counts of commitments and offers, and by measure what may be shown (cases, times, baht)."""

    commitments: int = 0
    on_course: int = 0
    behind: int = 0
    offers: int = 0
    amounts: dict[str, Amount] = field(default_factory=dict)

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.commitments + other.commitments,
            self.on_course + other.on_course,
            self.behind + other.behind,
            self.offers + other.offers,
            {m: self.amounts.get(m, Amount()) + other.amounts.get(m, Amount()) for m in MEASURES},
        )

    @property
    def referrals(self) -> Amount:
        return self.amounts.get("referrals", Amount())

    @property
    def deliveries(self) -> Amount:
        return self.amounts.get("deliveries", Amount())

    @property
    def income_confirmed(self) -> Amount:
        return self.amounts.get("income_confirmed", Amount())

    @property
    def income_unconfirmed(self) -> Amount:
        return self.amounts.get("income_unconfirmed", Amount())


@dataclass(frozen=True)
class CommitmentNode:
    row: Shown
    activities: list[tuple[Activity, list[Offer]]]
    offers: list[Offer]
    totals: Totals

    @property
    def commitment(self) -> Commitment:
        return self.row.commitment


@dataclass(frozen=True)
class SourceNode:
    """A clause or a reported statement; without commitments it is shown as empty."""

    key: str
    label: T
    text: T
    url: str
    is_clause: bool
    commitments: list[CommitmentNode]
    totals: Totals


@dataclass(frozen=True)
class GoalNode:
    goal: PolicyGoal | None
    label: T
    sources: list[SourceNode]
    totals: Totals


@dataclass(frozen=True)
class Tree:
    """The whole, with the totals over each commitment once (a clause may serve two goals)."""

    agreement: Agreement
    wanted: Wanted
    goals: list[GoalNode]
    totals: Totals
    refusal: Refused | None
    empty_sources: int

    def rows(self) -> Iterator[tuple[GoalNode, SourceNode, CommitmentNode | None]]:
        """One line per commitment under each source, for the downloads; a source with nothing under it has one too."""
        for goal in self.goals:
            for source in goal.sources:
                for node in source.commitments or [None]:
                    yield goal, source, node


def tree(agreement: Agreement, wanted: Wanted, *, actor: Actor, on: date) -> Tree:
    """A fixed number of queries, however many commitments there are."""
    commitments = _commitments(agreement, wanted)
    figures, refusal = _figures(wanted, actor, on)
    progress = shown(progress_many(commitments, on).values(), actor, on)
    activities, offers = _activities(commitments, wanted), _offers(commitments, wanted)
    nodes = [
        _commitment_node(
            progress[c.pk], activities.get(c.pk, []), offers.get(c.pk, []), figures.get(c.code), bool(refusal)
        )
        for c in commitments
    ]
    sources, linked = _sources(agreement, nodes)
    goals = _goals(agreement, sources, linked)
    total = sum((node.totals for node in nodes), Totals())
    empty = sum(1 for source in sources if not source.commitments)
    return Tree(agreement, wanted, goals, total, refusal, empty)


def _commitments(agreement: Agreement, wanted: Wanted) -> list[Commitment]:
    rows = agreement.commitments.select_related("lead", "agreement", "statement", "clause").order_by("code")
    found = list(rows.prefetch_related("collaborators"))
    if wanted.party:
        found = [c for c in found if wanted.party in {c.lead.code, *(o.code for o in c.collaborators.all())}]
    if wanted.year:
        first, last = pack().fiscal_year_range(wanted.year)
        found = [
            c
            for c in found
            if (c.starts_on is None or c.starts_on <= last) and (c.due_on is None or c.due_on >= first)
        ]
    return found


def _figures(wanted: Wanted, actor: Actor, on: date) -> tuple[dict[str, Row], Refused | None]:
    """By commitment; nothing, with the reason, where the two filters cannot be told together in public."""
    filters = Filters(fiscal_year=wanted.year, province=wanted.province)
    try:
        return {row.key: row for row in summary(By.COMMITMENT, filters, actor=actor, on=on).rows}, None
    except Refused as refusal:
        return {}, refusal


def _activities(commitments: Iterable[Commitment], wanted: Wanted) -> dict[int, list[Activity]]:
    found: dict[int, list[Activity]] = {}
    rows = Activity.objects.filter(commitment__in=[c.pk for c in commitments])
    for row in rows.select_related("organisation", "area"):
        if wanted.province and row.area is not None and not row.area.code.startswith(wanted.province):
            continue
        found.setdefault(row.commitment_id, []).append(row)
    return found


def _offers(commitments: Iterable[Commitment], wanted: Wanted) -> dict[int, list[Offer]]:
    found: dict[int, list[Offer]] = {}
    rows = (
        Offer.objects.published()
        .filter(commitment__in=[c.pk for c in commitments])
        .select_related("provider")
    )
    for row in rows.order_by("name_th"):
        if wanted.province and row.areas and wanted.province not in row.areas:
            continue
        found.setdefault(row.commitment_id or 0, []).append(row)
    return found


def _commitment_node(
    row: Shown, activities: list[Activity], offers: list[Offer], figures: Row | None, refused: bool
) -> CommitmentNode:
    by_activity = [(a, [o for o in offers if o.activity_id == a.pk]) for a in activities]
    shown_activities = {a.pk for a in activities}
    totals = Totals(
        commitments=1,
        on_course=int(row.tag == "ok"),
        behind=int(row.tag == "danger"),
        offers=len(offers),
        amounts={measure: _amount(figures, measure, refused) for measure in MEASURES},
    )
    loose = [o for o in offers if o.activity_id not in shown_activities]
    return CommitmentNode(row, by_activity, loose, totals)


def _amount(figures: Row | None, measure: str, refused: bool) -> Amount:
    if refused:
        return Amount(kept_back=1)
    if figures is None:
        return Amount()
    value = getattr(figures, measure)
    return Amount(kept_back=1) if value is None else Amount(Decimal(value))


def _sources(
    agreement: Agreement, nodes: list[CommitmentNode]
) -> tuple[list[SourceNode], dict[str, list[int]]]:
    """Clauses of the current text or the statements reported, in their order; then what has no source. Also the goals of each."""
    by_clause: dict[int, list[CommitmentNode]] = {}
    by_statement: dict[int, list[CommitmentNode]] = {}
    loose: list[CommitmentNode] = []
    spans, statements = _spans(agreement), _statements(agreement)
    standing = {span.clause_id for span in spans}
    for node in nodes:
        commitment = node.commitment
        if commitment.clause_id in standing:
            by_clause.setdefault(commitment.clause_id or 0, []).append(node)
        elif commitment.statement_id:
            by_statement.setdefault(commitment.statement_id, []).append(node)
        else:
            loose.append(node)
    made: list[SourceNode] = []
    goals: dict[str, list[int]] = {}
    for span in spans:
        under = by_clause.get(span.clause_id, [])
        node = SourceNode(
            f"clause-{span.clause.code}", span.label, T(span.text_th, span.text_en or span.text_th),
            f"{agreement.get_absolute_url()}text/#clause-{span.clause.code}", True, under, _total(under),
        )  # fmt: skip
        made.append(node)
        goals[node.key] = [goal.pk for goal in span.clause.goals.all()]
    for statement in statements:
        under = by_statement.get(statement.pk, [])
        key, linked = f"{statement.kind}-{statement.number}", [goal.pk for goal in statement.goals.all()]
        if not under and (spans or (statement.kind == Statement.Kind.WIDER_AIM and not linked)):
            continue
        text = T(statement.text_th, statement.text_en or statement.text_th)
        kind = T.of(Statement.Kind(statement.kind).label)
        label = T("{kind} (ตามที่ข่าวรายงาน)", "{kind} (as reported)").format(kind=kind)
        made.append(
            SourceNode(key, label, text, f"{agreement.get_absolute_url()}#{key}", False, under, _total(under))
        )
        goals[key] = linked
    if loose:
        made.append(SourceNode("none", NO_SOURCE, T("", ""), "", False, loose, _total(loose)))
    return made, goals


def _spans(agreement: Agreement) -> list[ClauseSpan]:
    version = agreement.text_versions.order_by("-number").first()
    if version is None:
        return []
    return list(version.spans.select_related("clause", "version").prefetch_related("clause__goals"))


def _statements(agreement: Agreement) -> list[Statement]:
    order = [kind.value for kind in OWN_STATEMENTS]
    rows = agreement.statements.filter(kind__in=order).prefetch_related("goals")
    return sorted(rows, key=lambda s: (order.index(s.kind), s.number))


def _goals(agreement: Agreement, sources: list[SourceNode], linked: dict[str, list[int]]) -> list[GoalNode]:
    wanted = {pk for keys in linked.values() for pk in keys}
    made = []
    for goal in PolicyGoal.objects.filter(pk__in=wanted).select_related("parent"):
        under = [source for source in sources if goal.pk in linked.get(source.key, [])]
        made.append(GoalNode(goal, T(goal.title_th, goal.title_en or goal.title_th), under, _once(under)))
    rest = [source for source in sources if not linked.get(source.key)]
    if rest:
        made.append(GoalNode(None, NO_GOAL, rest, _once(rest)))
    return made


def _total(nodes: Iterable[CommitmentNode]) -> Totals:
    return sum((node.totals for node in nodes), Totals())


def _once(sources: Iterable[SourceNode]) -> Totals:
    """Each commitment counted once."""
    nodes = {node.commitment.pk: node for source in sources for node in source.commitments}
    return _total(nodes.values())


def choices(agreement: Agreement, on: date) -> dict[str, list[tuple[str, T]]]:
    """What the tree can be narrowed to: bodies with a commitment here, provinces, fiscal years of the terms."""
    rows = list(agreement.commitments.select_related("lead").prefetch_related("collaborators"))
    bodies = {body.code: body for c in rows for body in (c.lead, *c.collaborators.all())}
    named = sorted(bodies.values(), key=lambda body: pack().sort_key(body.name_th))
    provinces = Area.objects.filter(level="province").order_by("sort_key")
    days = [day for c in rows for day in (c.starts_on, c.due_on) if day is not None]
    years = range(pack().fiscal_year(min(days)), pack().fiscal_year(max(days)) + 1) if days else ()
    return {
        "party": [(body.code, T(body.name_th, body.name_en or body.name_th)) for body in named],
        "province": [(area.code, T(area.name_th, area.name_en)) for area in provinces],
        "year": [
            (str(year), T(pack().fiscal_year_label(year, "th"), pack().fiscal_year_label(year, "en")))
            for year in reversed(years)
        ],
    }
