"""What is typed at each step of a case."""

from phanuek.referrals.forms.acts import (
    AcceptForm,
    AskForm,
    CloseForm,
    CloseWithoutDeliveryForm,
    ConsentAndSendForm,
    GiveForm,
    NoteForm,
    RefuseForm,
    SendForm,
    WithdrawForm,
)
from phanuek.referrals.forms.appeal import AnswerAppealForm, AppealForm, ReopenForm
from phanuek.referrals.forms.base import QuantityField
from phanuek.referrals.forms.delivery import (
    DeliveryForm,
    ReceiptForm,
    ReportReceiptForm,
    ReturnForm,
    read_attendee,
    read_session,
)
from phanuek.referrals.forms.files import AddFilesForm, files_field, remind_of_files
from phanuek.referrals.forms.transfer import AnswerTransferForm, TransferForm

__all__ = [
    "AcceptForm",
    "AddFilesForm",
    "AnswerAppealForm",
    "AnswerTransferForm",
    "AppealForm",
    "AskForm",
    "CloseForm",
    "CloseWithoutDeliveryForm",
    "ConsentAndSendForm",
    "DeliveryForm",
    "GiveForm",
    "NoteForm",
    "QuantityField",
    "ReceiptForm",
    "RefuseForm",
    "ReopenForm",
    "ReportReceiptForm",
    "ReturnForm",
    "SendForm",
    "TransferForm",
    "WithdrawForm",
    "files_field",
    "read_attendee",
    "read_session",
    "remind_of_files",
]  # fmt: skip
