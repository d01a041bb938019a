"""What the address of a help page may say: aim, means wished for, facts that could not be answered now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from phanuek.needs.models import Aim, Means

MOST_SKIPPED = 60
# how many answers a page shows at first, and more each time they are asked for
PER_PAGE = 20
MOST_SHOWN = 2000


@dataclass(frozen=True)
class Asked:
    """Read leniently: a value that means nothing is left out, so an old link still opens."""

    aim: str
    means: Sequence[str]
    skip: Sequence[str]
    shown: int = PER_PAGE

    def query(self) -> QueryDict:
        """As the query string of the page."""
        query = QueryDict(mutable=True)
        query["aim"] = self.aim
        query.setlist("means", list(self.means))
        query.setlist("skip", list(self.skip))
        if self.shown != PER_PAGE:
            query["shown"] = str(self.shown)
        return query

    def further(self) -> "Asked":
        """The same with more answers shown."""
        return replace(self, shown=min(self.shown + PER_PAGE, MOST_SHOWN))

    def without(self, fact: str) -> "Asked":
        return replace(self, skip=[name for name in self.skip if name != fact])

    def skipping(self, fact: str) -> "Asked":
        """With one more fact left unanswered; the earliest come up again when the list is full."""
        return replace(self, skip=[*(name for name in self.skip if name != fact), fact][-MOST_SKIPPED:])


def read(query: QueryDict, *, aim: str = "", means: Sequence[str] = ()) -> Asked:
    """From the query string or the hidden fields; `aim` and `means` are what the need itself says."""
    wanted = query.get("aim", "")
    chosen = [code for code in query.getlist("means") if code in Means.values]
    return Asked(
        aim=aim or (wanted if wanted in Aim.values else Aim.PRODUCT_DEVELOPMENT.value),
        means=list(means) or chosen,
        skip=[name[:80] for name in query.getlist("skip")][:MOST_SKIPPED],
        shown=_shown(query.get("shown", "")),
    )


def _shown(text: str) -> int:
    return (
        min(max(int(text), PER_PAGE), MOST_SHOWN)
        if text.isascii() and text.isdigit() and len(text) < 6
        else PER_PAGE
    )
