from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.registry import permissions
from phanuek.registry.models import Enterprise, Process, Relation
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

COMPANIES = (Kind.PRACHARATH_NATIONAL, Kind.PRACHARATH_PROVINCIAL)


@transaction.atomic
def start_support(
    *, by: Actor, organisation: Organisation, enterprise: Enterprise, processes: Sequence[str], on: date
) -> Relation:
    """A Pracharath company begins to support a group, in one or more of the five processes."""
    permissions.check_can_support(by, organisation)
    # the lock makes two clerks wait for each other; the database's own rule stands behind it
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    open_one = Relation.objects.filter(
        organisation=organisation, enterprise=enterprise, ended_on=None
    ).first()
    if open_one:
        raise Refused(
            T("บริษัทสนับสนุนกลุ่มนี้อยู่แล้ว", "The company already supports this group."),
            hint=T(
                "หากต้องการเปลี่ยนด้านที่สนับสนุน ให้สิ้นสุดรายการเดิมก่อน",
                "To change the processes, end the present one first.",
            ),
        )
    return start_support_many(
        by=by,
        rows=[{"organisation": organisation, "enterprise": enterprise, "processes": processes, "on": on}],
    )[0]


@transaction.atomic
def start_support_many(*, by: Actor, rows: Iterable[Mapping[str, Any]]) -> list[Relation]:
    """As `start_support`, for many; each row holds organisation, enterprise, processes and on."""
    rows = list(rows)
    for organisation in {row["organisation"].pk: row["organisation"] for row in rows}.values():
        permissions.check_can_support(by, organisation)
    for row in rows:
        _check(row)
    made = Relation.objects.bulk_create(
        [
            Relation(
                organisation=row["organisation"],
                enterprise=row["enterprise"],
                processes=[p for p in Process.values if p in row["processes"]],
                started_on=row["on"],
            )
            for row in rows
        ],
        batch_size=500,
    )
    timeline.record_many(
        [
            timeline.Entry(
                "enterprise.support_started",
                relation.enterprise,
                {"organisation": relation.organisation.code, "processes": relation.processes},
            )
            for relation in made
        ],
        by=by,
    )
    return made


def _check(row: Mapping[str, Any]) -> None:
    organisation, enterprise = row["organisation"], row["enterprise"]
    if organisation.kind not in COMPANIES:
        raise Refused(
            T("บันทึกได้เฉพาะบริษัทประชารัฐรักสามัคคี", "Only a Pracharath Rak Samakkee company is recorded here."),
            field="organisation",
        )
    province = organisation.province_id
    if (
        organisation.kind == Kind.PRACHARATH_PROVINCIAL
        and province
        and not enterprise.subdistrict_id.startswith(province)
    ):
        raise Refused(
            T("กลุ่มนี้อยู่นอกจังหวัดของบริษัท", "This group lies outside the company's province."), field="enterprise"
        )
    if not row["processes"] or set(row["processes"]) - set(Process.values):
        raise Refused(T("เลือกด้านที่สนับสนุนอย่างน้อยหนึ่งด้าน", "Choose at least one process."), field="processes")
    if row["on"] > clock.today():
        raise Refused(T("วันเริ่มต้องไม่เป็นวันในอนาคต", "The first day cannot lie ahead."), field="on")


@transaction.atomic
def end_support(*, by: Actor, relation: Relation, on: date) -> Relation:
    """The support ends; `on` is the first day without it."""
    permissions.check_can_support(by, relation.organisation)
    row = (
        Relation.objects.select_for_update(of=("self",))
        .select_related("organisation", "enterprise")
        .get(pk=relation.pk)
    )
    if row.ended_on:
        raise Refused(T("การสนับสนุนนี้สิ้นสุดไปแล้ว", "This support has ended already."))
    if on <= row.started_on:
        raise Refused(T("วันสิ้นสุดต้องอยู่หลังวันเริ่ม", "The end must come after the start."), field="on")
    if on > clock.today():
        raise Refused(T("วันสิ้นสุดต้องไม่เป็นวันในอนาคต", "The end cannot lie ahead."), field="on")
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    timeline.record(
        "enterprise.support_ended", about=row.enterprise, by=by, facts={"organisation": row.organisation.code}
    )
    return row
