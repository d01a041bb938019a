"""Words that a verb is given: there where they must be, and without what must not be published."""

from phanuek.ui.personal import personal_details
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


def required(text: str, *, field: str, why: T) -> str:
    """A text that must be there, tidied. Refused with `why` when it is empty."""
    if not text.strip():
        raise Refused(why, field=field)
    return text.strip()


def reason(text: str, *, field: str = "reason_th") -> str:
    """The reason of an act, tidied. Refused when there is none."""
    why = T(
        "โปรดบอกเหตุผล ผู้ที่เกี่ยวข้องจะได้ทราบว่าเกิดจากอะไร",
        "Give the reason, so that those concerned know why.",
    )
    return required(text, field=field, why=why)


def public(text: str, *, field: str) -> str:
    """A text that everyone may read. Refused when it holds an e-mail address, a telephone or an identity number."""
    found = personal_details(text)
    if found:
        raise Refused(
            T(
                "ข้อความนี้แสดงต่อสาธารณะ แต่ดูเหมือนมี{what} ({shown})",
                "This text is shown to everyone, and seems to hold {what} ({shown}).",
            ).format(what=found[0].what, shown=found[0].shown),
            field=field,
            hint=T("โปรดลบออก", "Please take it out."),
        )
    return text.strip()


def public_reason(text: str, *, field: str = "reason_th") -> str:
    """A reason that everyone may read."""
    return public(reason(text, field=field), field=field)
