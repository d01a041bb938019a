"""Pages that write offers; reading them is for everyone, on the public pages."""

from phanuek.offers.views.conditions import edit_conditions
from phanuek.offers.views.offer import check, close, edit, new, reopen

__all__ = ["check", "close", "edit", "edit_conditions", "new", "reopen"]
