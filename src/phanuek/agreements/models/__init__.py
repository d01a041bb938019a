from phanuek.agreements.models.agreement import Agreement, Party, Statement
from phanuek.agreements.models.amendments import Amendment, ClauseChange, Review
from phanuek.agreements.models.claims import Claim, Evidence, Update
from phanuek.agreements.models.commitments import (
    Activity,
    Commitment,
    Measure,
    PeriodTarget,
    Posting,
    Responsible,
    StatusOverride,
)
from phanuek.agreements.models.importing import AgreementImport
from phanuek.agreements.models.meetings import AgendaItem, Attendance, Decision, Meeting, Task
from phanuek.agreements.models.reports import PeriodReport
from phanuek.agreements.models.signing import Attendee, SignedFile
from phanuek.agreements.models.text import Clause, ClauseSpan, PolicyGoal, TextVersion

__all__ = [
    "Activity", "AgendaItem", "Agreement", "AgreementImport", "Amendment", "Attendance", "Attendee", "Claim", "Clause", "ClauseChange", "ClauseSpan",
    "Commitment", "Decision", "Evidence", "Measure", "Meeting", "Party", "PeriodReport", "PeriodTarget", "PolicyGoal", "Posting",
    "Responsible", "Review", "SignedFile", "Statement", "StatusOverride", "Task", "TextVersion", "Update",
]  # fmt: skip
