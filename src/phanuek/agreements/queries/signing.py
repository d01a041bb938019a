"""The page of signatures: who signs for whom and has, what follows from it, and the files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models

from phanuek.agreements.models import Agreement, Attendee, Party
from phanuek.agreements.queries import signed_files
from phanuek.agreements.queries.files_of_signing import Files, files_for
from phanuek.agreements.queries.in_force import InForce, agreement_fact, judged, party_facts
from phanuek.agreements.states import SigningRule, Stage
from phanuek.engines.in_force import PartyFact
from phanuek.engines.in_force_changes import what_would_change
from phanuek.engines.wording import short_date
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.ui import clock
from phanuek.ui.words import T

Part = Attendee.Part


class Signature(models.TextChoices):
    """How far a party has come; worked out from its signatories, never stored."""

    SIGNED = "signed", T("ลงนามแล้ว", "Signed")
    PARTLY = "partly", T("ลงนามแล้วบางคน", "Signed by some of its signatories")
    NAMED = "named", T("ระบุชื่อแล้ว รอลงนาม", "Named, not signed yet")
    OPEN = "open", T("ยังไม่ระบุผู้ลงนาม", "No signatory named yet")
    NOT_KNOWN = "not_known", T("ไม่ทราบผู้ลงนาม", "Signatory not known")

    @property
    def tag(self) -> str:
        """The kind of the component `tag` that shows it."""
        return {"signed": "ok", "not_known": "unknown"}.get(self.value, "wait")


@dataclass(frozen=True)
class PersonLine:
    """A signatory. `certified` is the name in the certificate of a digital signature, `same_name` whether it is theirs."""

    person: Attendee
    certified: str = ""
    same_name: bool = True
    may_sign: bool = False
    may_undo: bool = False
    may_change: bool = False


@dataclass(frozen=True)
class SigningLine:
    """A party with those who sign for it; `mine` when the reader answers for it."""

    party: Party
    state: Signature
    people: list[PersonLine]
    mine: bool = False
    may_name: bool = False


@dataclass(frozen=True)
class SigningPage:
    agreement: Agreement
    in_force: InForce
    rule: list[T]
    changes: list[T]
    lines: list[SigningLine]
    witnesses: list[Attendee]
    chairs: list[Attendee]
    files: Files
    todo: list[tuple[T, str]] = field(default_factory=list)

    @property
    def signed(self) -> int:
        return sum(1 for line in self.lines if line.state == Signature.SIGNED)

    @property
    def mine(self) -> SigningLine | None:
        return next((line for line in self.lines if line.mine), None)


def signing_page(agreement: Agreement, actor: Actor) -> SigningPage:
    """Everything the page shows to this reader, in a handful of queries."""
    parties = list(agreement.parties.select_related("organisation__parent", "organisation__successor"))
    people = list(agreement.attendees.filter(amendment=None).select_related("party").order_by("pk"))
    signatories = [person for person in people if person.part == Part.SIGNATORY]
    fact, today = agreement_fact(agreement, parties, signatories), clock.today()
    lines = party_lines(agreement, parties, signatories, actor)
    files = files_for(agreement, actor, parties)
    mine = next((line for line in lines if line.mine), None)
    return SigningPage(
        agreement=agreement,
        in_force=judged(agreement, parties, signatories, today),
        rule=rule_in_words(agreement, parties),
        changes=[T.of(change) for change in what_would_change(fact, today)],
        lines=lines,
        witnesses=[person for person in people if person.part == Part.WITNESS],
        chairs=[person for person in people if person.part == Part.CHAIR],
        todo=_todo(agreement, mine, bool(files.newest)) if mine else [],
        files=files,
    )


def party_lines(
    agreement: Agreement, parties: Sequence[Party], signatories: Iterable[Attendee], actor: Actor
) -> list[SigningLine]:
    """The parties in the signed order, each with its state and what this reader may do."""
    people: dict[int | None, list[Attendee]] = {}
    for person in signatories:
        people.setdefault(person.party_id, []).append(person)
    facts = party_facts(agreement, parties, [person for rows in people.values() for person in rows])
    return [
        _line(agreement, party, fact, people.get(party.pk, []), actor)
        for party, fact in zip(parties, facts, strict=True)
    ]


def _line(
    agreement: Agreement, party: Party, fact: PartyFact, people: list[Attendee], actor: Actor
) -> SigningLine:
    own = actor.may(Permission.ANSWER_FOR_PARTY) and actor.acts_for(party.organisation_id)
    keeps = actor.may(Permission.MANAGE_AGREEMENT) or own
    here = agreement.stage != Stage.SIGNED or agreement.signing_opened_on is not None
    waits = agreement.stage != Stage.SIGNED or fact.signed_on is None
    opened = agreement.stage != Stage.DRAFT
    return SigningLine(
        party=party,
        state=_state(fact, people),
        people=[_person(agreement, person, keeps and here, opened and waits) for person in people],
        mine=own,
        may_name=keeps and here and fact.signed_on is None,
    )


def _person(agreement: Agreement, person: Attendee, keeps: bool, open_: bool) -> PersonLine:
    certified = str(person.certificate.get("subject", ""))
    waits = person.signed_on is None
    return PersonLine(
        person=person,
        certified=certified,
        same_name=not certified or signed_files.same_name(person, certified),
        may_sign=keeps and open_ and waits,
        may_undo=keeps and not waits and agreement.stage == Stage.SIGNING,
        may_change=keeps and waits,
    )


def _state(fact: PartyFact, people: Sequence[Attendee]) -> Signature:
    if fact.signed_on is not None:
        return Signature.SIGNED
    if any(person.signed_on for person in people):
        return Signature.PARTLY
    if people:
        return Signature.NAMED
    return Signature.NOT_KNOWN if fact.unknown else Signature.OPEN


def rule_in_words(agreement: Agreement, parties: Sequence[Party]) -> list[T]:
    """The written rule from which the answer follows: whose signatures, from which day, until when."""
    return [_whose(agreement, parties), _begins(agreement), _ends(agreement)]


def _whose(agreement: Agreement, parties: Sequence[Party]) -> T:
    if agreement.signing_rule == SigningRule.AT_LEAST:
        return T(
            "ต้องมีภาคีลงนามอย่างน้อย {n} จาก {m} องค์กร", "At least {n} of its {m} parties must have signed."
        ).format(n=agreement.signing_count, m=len(parties))
    if agreement.signing_rule == SigningRule.NAMED:
        names = [
            T(p.organisation.name_th, p.organisation.name_en or p.organisation.name_th)
            for p in parties
            if p.must_sign
        ]
        return T("ภาคีต่อไปนี้ต้องลงนามครบ: ", "These parties must have signed: ") + T(
            ", ".join(name.th for name in names), ", ".join(name.en for name in names)
        )
    if agreement.signing_rule == SigningRule.ALL:
        return T("ภาคีทั้ง {m} องค์กรต้องลงนามครบ", "All of its {m} parties must have signed.").format(
            m=len(parties)
        )
    return T(
        "ต้นทางไม่ได้ระบุว่าต้องมีผู้ใดลงนาม จึงถือว่าภาคีทั้ง {m} องค์กรต้องลงนามครบ",
        "Whose signatures it needs is not stated; all of its {m} parties are taken to be needed.",
    ).format(m=len(parties))


def _begins(agreement: Agreement) -> T:
    if agreement.effective_on is None:
        return T(
            "มีผลตั้งแต่วันที่ลงนามครบตามนั้น", "It is in force from the day on which those signatures were all there."
        )
    day = T.of(short_date(agreement.effective_on))
    return T("ลงนามครบแล้วมีผลตั้งแต่วันที่ {day}", "Once signed, it is in force from {day}.").format(day=day)


def _ends(agreement: Agreement) -> T:
    if agreement.ends_on is not None:
        day = T.of(short_date(agreement.ends_on))
        return T(
            "วันสุดท้ายคือวันที่ {day} และต้องมีภาคีเหลืออย่างน้อยสองฝ่าย",
            "Its last day is {day}, and at least two parties must remain.",
        ).format(day=day)
    if agreement.no_fixed_term:
        return T(
            "ไม่มีกำหนดสิ้นสุด จนกว่าภาคีจะยกเลิก หรือเหลือน้อยกว่าสองฝ่าย",
            "It has no fixed end: until the parties terminate it, or fewer than two remain.",
        )
    return T(
        "ไม่ทราบวันสิ้นสุด จึงตอบไม่ได้ว่ายังมีผลอยู่ จนกว่าจะทราบระยะเวลา",
        "Its last day is not known, so nobody can say that it is still in force until its term is.",
    )


def _todo(agreement: Agreement, mine: SigningLine, document: bool) -> list[tuple[T, str]]:
    """What the reader's own body still has to do, each with the page for it; empty when nothing is left."""
    base = agreement.get_absolute_url()
    if mine.party.withdrawn_on is not None or mine.state == Signature.SIGNED:
        return []
    if not mine.people:
        address = f"{base}parties/{mine.party.organisation.code}/signatories/new/"
        if not mine.may_name:
            return []
        return [
            (
                T(
                    "ระบุว่าผู้ใดจะลงนาม ตำแหน่ง และฐานะที่ลงนาม",
                    "Say who is to sign, in which position and by what right",
                ),
                address,
            )
        ]
    if agreement.stage == Stage.DRAFT:
        return [
            (
                T(
                    "ระบุผู้ลงนามแล้ว รอฝ่ายเลขานุการเปิดให้ลงนาม",
                    "Your signatory is named; the secretariat opens it for signing next",
                ),
                "",
            )
        ]
    found: list[tuple[T, str]] = []
    for line in mine.people:
        if not line.may_sign:
            continue
        name = T(line.person.name_th, line.person.name_en or line.person.name_th)
        own = f"{base}people/{line.person.code}/"
        paper = T(
            "{name} ยังไม่ลงนาม: บันทึกเมื่อลงนามบนกระดาษแล้ว",
            "{name} has not signed: record it once signed on paper",
        )
        found.append((paper.format(name=name), f"{own}sign/"))
        if document:
            digital = T("หรือลงลายมือชื่อดิจิทัลของ {name}", "or sign digitally as {name}")
            found.append((digital.format(name=name), f"{own}sign/digital/"))
    return found


def waiting(agreement: Agreement, party_ids: Iterable[int] | None = None) -> models.QuerySet[Attendee]:
    """Signatories who have not signed, of all parties or of some."""
    rows = Attendee.objects.filter(
        agreement=agreement, amendment=None, part=Part.SIGNATORY, signed_on=None
    ).select_related("party__organisation")
    return rows if party_ids is None else rows.filter(party__in=list(party_ids))
