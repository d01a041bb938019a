"""How many answers there are of each kind."""

from collections.abc import Mapping

from phanuek.engines.rules import Status


class Counted:
    """Reads the three numbers from the `counts` of whoever inherits it."""

    counts: Mapping[Status, int]

    @property
    def fits(self) -> int:
        return self.counts.get(Status.FITS, 0)

    @property
    def unknown(self) -> int:
        return self.counts.get(Status.UNKNOWN, 0)

    @property
    def does_not_fit(self) -> int:
        return self.counts.get(Status.DOES_NOT_FIT, 0)
