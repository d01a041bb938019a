"""Forms about offers. They check shape; what may be written is for the actions."""

from phanuek.offers.forms.conditions import ConditionsForm
from phanuek.offers.forms.offer import EditOfferForm, NewOfferForm

__all__ = ["ConditionsForm", "EditOfferForm", "NewOfferForm"]
