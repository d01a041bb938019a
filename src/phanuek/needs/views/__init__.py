"""Pages of needs: what anyone may do, and what officers do."""

from phanuek.needs.views.meeting import meeting
from phanuek.needs.views.officers import check, close, link, reopen
from phanuek.needs.views.public import follow, said, say

__all__ = ["check", "close", "follow", "link", "meeting", "reopen", "said", "say"]
