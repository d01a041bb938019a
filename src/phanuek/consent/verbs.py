from phanuek.ui.words import T

VERBS = {
    "enterprise.consent_given": T("บันทึกความยินยอม", "Consent recorded"),
    "enterprise.consent_revoked": T("ถอนความยินยอม", "Consent withdrawn"),
}
