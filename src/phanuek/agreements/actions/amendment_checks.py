"""What must hold of an amendment's fields, by its kind: dates in order, who leaves, what is attached, which words change."""

from datetime import date

from django.core.exceptions import ValidationError

from phanuek.agreements.actions.amending import check_why, day_of
from phanuek.agreements.models import Agreement, Amendment
from phanuek.agreements.queries.amendments import earliest_withdrawal
from phanuek.agreements.queries.text import current_version
from phanuek.agreements.states import OPEN_AMENDMENTS, AmendmentKind, ChangeKind, Stage
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


def check_amendable(agreement: Agreement) -> None:
    """Only what is signed and not over is amended."""
    if agreement.stage != Stage.SIGNED:
        raise Refused(
            T(
                "ข้อตกลงนี้ยังไม่ได้ลงนาม จึงยังไม่มีอะไรให้แก้ไขเพิ่มเติม",
                "This agreement is not signed yet, so there is nothing to amend.",
            ),
            hint=T("แก้ไขร่างของข้อตกลงโดยตรง", "Edit the draft of the agreement itself."),
        )
    if agreement.terminated_on is not None:
        raise Refused(
            T(
                "ข้อตกลงนี้ยกเลิกตั้งแต่ {day} จึงแก้ไขเพิ่มเติมไม่ได้",
                "This agreement is terminated as of {day} and cannot be amended.",
            ).format(day=day_of(agreement.terminated_on)),
            hint=T("จัดทำข้อตกลงฉบับใหม่แทน", "Make a new agreement instead."),
        )


def check_model(row: Amendment) -> None:
    """The model's own checks as one Refused, naming the first field."""
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as error:
        field = next(iter(error.message_dict), None)
        words = " ".join(error.messages)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error


def check_fields(agreement: Agreement, row: Amendment, *, notice_on: date, complete: bool) -> None:
    """What its kind asks for. A draft may lack what is only there later; `complete` asks for all of it."""
    check_why(row.title_th, "title_th")
    check_why(row.why_th)
    _check_effective(agreement, row)
    if row.kind == AmendmentKind.EXTENSION:
        _check_extension(agreement, row)
    if row.kind == AmendmentKind.WITHDRAWAL:
        _check_withdrawal(agreement, row, notice_on, complete)
    if row.kind == AmendmentKind.TERMINATION:
        _check_termination(agreement, row, complete)
    if row.kind == AmendmentKind.TEXT:
        _check_text(agreement)
    if complete and row.kind == AmendmentKind.TEXT and not changes_something(row):
        raise Refused(
            T(
                "ยังไม่มีข้อใดที่ต่างไปจากตัวบทปัจจุบัน จึงไม่มีอะไรให้พิจารณา",
                "No clause differs from the current text yet, so there is nothing to review.",
            ),
            hint=T("เลือกข้อที่จะแก้ เพิ่ม หรือยกเลิกก่อน", "Change, add or take out a clause first."),
        )


def changes_something(row: Amendment) -> bool:
    """Whether its changes would leave another text than its base."""
    spans = {s.clause_id: s for s in row.base.spans.select_related("version")} if row.base else {}
    for change in row.changes.all():
        span = spans.get(change.clause_id or 0)
        if change.kind == ChangeKind.REPEAL:
            if span is not None:
                return True
        elif span is None or (change.text_th, change.text_en) != (span.text_th, span.text_en):
            return True
    return False


def _check_effective(agreement: Agreement, row: Amendment) -> None:
    day = row.effective_on
    if day is None:
        return
    if agreement.signed_on is not None and day < agreement.signed_on:
        raise Refused(
            T(
                "วันที่มีผล ({day}) มาก่อนวันที่ลงนามข้อตกลง ({signed})",
                "Its effective day ({day}) comes before the agreement was signed ({signed}).",
            ).format(day=day_of(day), signed=day_of(agreement.signed_on)),
            field="effective_on",
            hint=T("ตรวจปีของวันที่", "Check the year."),
        )
    if agreement.ends_on is not None and day > agreement.ends_on:
        raise Refused(
            T(
                "วันที่มีผล ({day}) มาหลังวันสิ้นสุดของข้อตกลง ({ends}) จึงไม่มีผลต่อสิ่งใด",
                "Its effective day ({day}) comes after the agreement ends ({ends}), so it would change nothing.",
            ).format(day=day_of(day), ends=day_of(agreement.ends_on)),
            field="effective_on",
            hint=T("เลือกวันก่อนวันสิ้นสุด", "Choose a day before that."),
        )


def _check_extension(agreement: Agreement, row: Amendment) -> None:
    if row.new_ends_on is None:
        raise Refused(
            T("ยังไม่ได้ระบุวันสิ้นสุดใหม่", "The new last day is not given."),
            field="new_ends_on",
            hint=T("กรอกวันสุดท้ายที่ข้อตกลงจะมีผล", "Give the last day on which it will be in force."),
        )
    if agreement.no_fixed_term:
        raise Refused(
            T("ข้อตกลงนี้ไม่มีกำหนดสิ้นสุดอยู่แล้ว จึงไม่มีระยะเวลาให้ขยาย", "This agreement has no fixed end, so there is no term to extend."),
            field="new_ends_on",
            hint=T("หากต้องการกำหนดวันสิ้นสุด ให้แก้ข้อความของข้อที่ว่าด้วยระยะเวลา", "To give it an end, change the clause on its term."),
        )  # fmt: skip
    if agreement.ends_on is not None and row.new_ends_on <= agreement.ends_on:
        raise Refused(
            T(
                "วันสิ้นสุดใหม่ ({new}) ต้องมาหลังวันสิ้นสุดปัจจุบัน ({old})",
                "The new last day ({new}) must come after the present one ({old}).",
            ).format(new=day_of(row.new_ends_on), old=day_of(agreement.ends_on)),
            field="new_ends_on",
            hint=T("ตรวจปีของวันที่", "Check the year."),
        )
    first = max(filter(None, (agreement.signed_on, agreement.effective_on, row.effective_on)), default=None)
    if first is not None and row.new_ends_on <= first:
        raise Refused(
            T(
                "วันสิ้นสุดใหม่ ({new}) ต้องมาหลังวันที่เริ่มมีผล ({first})",
                "The new last day ({new}) must come after it begins ({first}).",
            ).format(new=day_of(row.new_ends_on), first=day_of(first)),
            field="new_ends_on",
            hint=T("ตรวจปีของวันที่", "Check the year."),
        )


def check_not_run_out(agreement: Agreement, row: Amendment, on: date) -> None:
    """A term that has run out cannot be extended any more."""
    if row.kind == AmendmentKind.EXTENSION and agreement.ends_on is not None and agreement.ends_on < on:
        raise Refused(
            T(
                "ข้อตกลงพ้นกำหนดไปแล้วเมื่อ {ends} การขยายระยะเวลาต้องตกลงกันก่อนวันนั้น",
                "Its term ran out on {ends}; an extension is agreed before that day.",
            ).format(ends=day_of(agreement.ends_on)),
            hint=T(
                "จัดทำข้อตกลงฉบับใหม่ที่มาแทนฉบับนี้",
                "Make a new agreement that takes the place of this one.",
            ),
        )


def _check_withdrawal(agreement: Agreement, row: Amendment, notice_on: date, complete: bool) -> None:
    party = row.party
    if party is None or party.agreement_id != agreement.pk:
        raise Refused(
            T("ยังไม่ได้เลือกว่าภาคีใดถอนตัว", "It is not said which party leaves."),
            field="party",
            hint=T("เลือกจากรายชื่อภาคีของข้อตกลงนี้", "Choose one of this agreement's parties."),
        )
    name = T(party.organisation.name_th, party.organisation.name_en or party.organisation.name_th)
    if party.withdrawn_on is not None:
        raise Refused(
            T("{name}ถอนตัวไปแล้วตั้งแต่ {day}", "{name} has left already, as of {day}.").format(
                name=name, day=day_of(party.withdrawn_on)
            ),
            field="party",
            hint=T("ภาคีหนึ่งถอนตัวได้ครั้งเดียว", "A party leaves once."),
        )
    others = agreement.amendments.filter(
        kind=AmendmentKind.WITHDRAWAL, party=party, state__in=OPEN_AMENDMENTS
    ).exclude(pk=row.pk)
    if others.exists():
        raise Refused(
            T("มีเรื่องขอถอนตัวของ{name}ค้างอยู่แล้ว", "A withdrawal of {name} is already under way.").format(
                name=name
            ),
            field="party",
            hint=T("ดำเนินการเรื่องเดิมต่อ", "Go on with that one."),
        )
    if row.effective_on is None:
        if complete:
            raise Refused(
                T("ยังไม่ได้ระบุวันที่พ้นจากการเป็นภาคี", "The day on which it leaves is not given."),
                field="effective_on",
                hint=earliest_words(agreement, notice_on),
            )
    elif row.effective_on < earliest_withdrawal(agreement, notice_on):
        raise Refused(
            T("วันที่พ้นจากการเป็นภาคี ({day}) เร็วเกินไป", "The day of leaving ({day}) is too early.").format(
                day=day_of(row.effective_on)
            ),
            field="effective_on",
            hint=earliest_words(agreement, notice_on),
        )


def earliest_words(agreement: Agreement, notice_on: date) -> T:
    """The first day possible, and why."""
    day = day_of(earliest_withdrawal(agreement, notice_on))
    if agreement.notice_days:
        return T(
            "ข้อตกลงให้แจ้งล่วงหน้า {n} วัน หากแจ้งวันที่ {notice} ถอนตัวได้เร็วที่สุด {day}",
            "The agreement asks for {n} days of notice: with notice on {notice} the earliest day is {day}.",
        ).format(n=agreement.notice_days, notice=day_of(notice_on), day=day)
    return T(
        "ข้อตกลงไม่ได้ระบุว่าต้องแจ้งล่วงหน้ากี่วัน ถอนตัวได้เร็วที่สุด {day}",
        "The agreement states no days of notice: the earliest day is {day}.",
    ).format(day=day)


def _check_termination(agreement: Agreement, row: Amendment, complete: bool) -> None:
    if row.successor is not None and (
        row.successor_id == agreement.pk or row.successor.successor_id == agreement.pk
    ):
        raise Refused(
            T("ข้อตกลงที่มาแทนต้องเป็นอีกฉบับหนึ่ง", "The agreement that takes its place must be another one."),
            field="successor",
            hint=T("เลือกฉบับอื่น หรือเว้นว่างไว้", "Choose another, or leave it empty."),
        )
    if not complete:
        return
    if row.attachment is None:
        raise Refused(
            T(
                "การยกเลิกข้อตกลงต้องแนบหนังสือหรือมติที่ให้ยกเลิก",
                "A termination needs the letter or decision that ends the agreement.",
            ),
            field="upload",
            hint=T("แนบไฟล์ PDF หรือภาพสแกนที่ร่างนี้", "Attach a PDF or a scan to this draft."),
        )
    if row.effective_on is None:
        raise Refused(
            T("ยังไม่ได้ระบุวันที่สิ้นผล", "The day on which it ends is not given."),
            field="effective_on",
            hint=T("กรอกวันแรกที่ข้อตกลงไม่มีผลแล้ว", "Give the first day on which it is no longer in force."),
        )


def _check_text(agreement: Agreement) -> None:
    version = current_version(agreement)
    if version is None:
        raise Refused(
            T(
                "ตัวบทของข้อตกลงนี้ไม่ได้อยู่ในมือ จึงบอกไม่ได้ว่าแก้จากข้อความใด",
                "The text of this agreement is not in hand, so there are no words to change.",
            ),
            field="kind",
            hint=T(
                "ฝ่ายเลขานุการบันทึกตัวบทที่ {address}text/put/ ก่อน ส่วนการขยายระยะเวลา การถอนตัว และการยกเลิก ทำได้โดยไม่ต้องมีตัวบท",
                "The secretariat puts the text in at {address}text/put/ first. An extension, a withdrawal or a termination needs no text.",
            ).format(address=agreement.get_absolute_url()),
        )
    if not version.spans.exists():
        raise Refused(
            T(
                "ตัวบทฉบับที่ {n} ยังไม่ได้แบ่งข้อ จึงเลือกข้อที่จะแก้ไม่ได้",
                "The clauses of version {n} are not marked yet, so none can be chosen.",
            ).format(n=version.number),
            field="kind",
            hint=T("ฝ่ายเลขานุการแบ่งข้อที่ {address}text/clauses/ ก่อน", "The secretariat marks them at {address}text/clauses/ first.").format(
                address=agreement.get_absolute_url()
            ),
        )  # fmt: skip
