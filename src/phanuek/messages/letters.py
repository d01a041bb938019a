"""A message as mail: text alone, in the reader's language, with the way to turn its topic off in the header and at the foot."""

from __future__ import annotations

from email.header import Header
from email.utils import format_datetime, formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from phanuek.messages.models import Message
from phanuek.messages.readers import stop_path
from phanuek.ui.words import LANGUAGES, T

TEXT = T("{body}\n\nเปิดดูในระบบ: {link}", "{body}\n\nOpen it here: {link}")
FOOT = T(
    "ท่านได้รับอีเมลนี้จากระบบผนึก หากไม่ต้องการรับอีเมลเรื่อง “{topic}” กดที่ลิงก์นี้ (ไม่ต้องเข้าสู่ระบบ)",
    "Phanuek sent you this. To stop mail about “{topic}”, follow this link (no sign-in needed):",
)


def compose(message: Message, address: str, name: str, language: str = "") -> EmailMessage:
    """The mail of a message. Without a known `language` it is in Thai with English below."""
    shown = [language] if language else list(LANGUAGES)
    text = TEXT.format(body=message.body, link=settings.SITE_URL + message.link)
    foot = FOOT.format(topic=message.topic_label)
    stop = settings.SITE_URL + stop_path(message.reader, message.topic)
    bodies = "\n\n———\n\n".join(text.in_language(one) for one in shown)
    feet = "\n".join(foot.in_language(one) for one in shown)
    return EmailMessage(
        subject=_encoded(message.subject.in_language(shown[0])),
        body=f"{bodies}\n\n-- \n{feet}\n{stop}\n",
        to=[_addressed(name, address)],
        headers={
            # the same at each attempt, so that a mail that leaves twice is known as one
            "Date": format_datetime(message.created_at),
            "Message-ID": f"<{message.code}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": ", ".join(shown),
            # RFC 8058: the reader's own mail program turns it off with one POST
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _encoded(text: str) -> str:
    """Thai as encoded words so short that the first stands on the line of its header's name: Django's own are longer, and
    what many read of a header that begins with a line break begins with a blank, or is nothing."""
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=60).encode(linesep="")


def _addressed(name: str, address: str) -> str:
    if not name:
        return address
    return formataddr((name, address)) if name.isascii() else f"{_encoded(name)} <{address}>"
