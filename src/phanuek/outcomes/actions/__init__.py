"""Income reported and confirmed, trade recorded."""

from phanuek.outcomes.actions.confirming import confirm, confirm_many
from phanuek.outcomes.actions.reporting import NewReport, report, report_many, report_outcome
from phanuek.outcomes.actions.trading import NewTrade, record_trade, record_trades_many

__all__ = [
    "NewReport", "NewTrade", "confirm", "confirm_many", "record_trade", "record_trades_many", "report", "report_many",
    "report_outcome",
]  # fmt: skip
