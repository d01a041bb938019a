"""What is typed at each step of a case."""

from phanuek.referrals.forms.acts import (
    AcceptForm,
    AskForm,
    CloseForm,
    CloseWithoutDeliveryForm,
    ConsentAndSendForm,
    DeliveryForm,
    GiveForm,
    NoteForm,
    QuantityField,
    RefuseForm,
    SendForm,
    WithdrawForm,
    read_attendee,
    remind_of_files,
)

__all__ = [
    "AcceptForm", "AskForm", "CloseForm", "CloseWithoutDeliveryForm", "ConsentAndSendForm", "DeliveryForm", "GiveForm",
    "NoteForm", "QuantityField", "RefuseForm", "SendForm", "WithdrawForm", "read_attendee", "remind_of_files",
]  # fmt: skip
