"""What the address of a help page may say: aim, means wished for, facts that could not be answered now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from phanuek.needs.models import Aim, Means

MOST_SKIPPED = 60


@dataclass(frozen=True)
class Asked:
    """Read leniently: a value that means nothing is left out, so an old link still opens."""

    aim: str
    means: Sequence[str]
    skip: Sequence[str]

    def query(self) -> QueryDict:
        """As the query string of the page."""
        query = QueryDict(mutable=True)
        query["aim"] = self.aim
        query.setlist("means", list(self.means))
        query.setlist("skip", list(self.skip))
        return query

    def without(self, fact: str) -> "Asked":
        return Asked(self.aim, self.means, [name for name in self.skip if name != fact])

    def skipping(self, fact: str) -> "Asked":
        """With one more fact left unanswered; the earliest come up again when the list is full."""
        return Asked(
            self.aim, self.means, [*(name for name in self.skip if name != fact), fact][-MOST_SKIPPED:]
        )


def read(query: QueryDict, *, aim: str = "", means: Sequence[str] = ()) -> Asked:
    """From the query string or the hidden fields; `aim` and `means` are what the need itself says."""
    wanted = query.get("aim", "")
    chosen = [code for code in query.getlist("means") if code in Means.values]
    return Asked(
        aim=aim or (wanted if wanted in Aim.values else Aim.PRODUCT_DEVELOPMENT.value),
        means=list(means) or chosen,
        skip=[name[:80] for name in query.getlist("skip")][:MOST_SKIPPED],
    )
