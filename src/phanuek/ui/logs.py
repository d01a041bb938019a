"""What the log may say: addresses with a token in them are rights to act, so the token is left out."""

from __future__ import annotations

import logging
import re

# the pages reached by a signed or secret link; the part after the name is the token
TOKEN = re.compile(r"(/(?:r|c|follow|stop|answer|leave|key)/)[^/\s?#\"']{8,}")


def without_tokens(text: str) -> str:
    """The text with each token replaced by an ellipsis."""
    return TOKEN.sub(r"\1…", text)


class WithoutTokens(logging.Filter):
    """Cleans the finished line, wherever in it the address stood; a traceback's text is cleaned too."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = without_tokens(message)
        if cleaned != message:
            record.msg, record.args = cleaned, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_tokens(record.exc_text)
        return True
