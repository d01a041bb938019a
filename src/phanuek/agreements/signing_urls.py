"""Addresses of drafting and signing: an agreement's own, its parties and people, the files, and an amendment's digital signatures."""

from django.urls import path

from phanuek.agreements.views import amendment_digital, lifecycle, parties, signing

AGREEMENT = "agreements/<slug:code>/"
PERSON = f"{AGREEMENT}people/<slug:person>/"
PARTY = f"{AGREEMENT}parties/<slug:party>/"
AMENDMENT = f"{AGREEMENT}amendments/<slug:amendment>/signing/"
patterns = [
    path("agreements/new/", lifecycle.agreement_new, name="agreement_new"),
    path(f"{AGREEMENT}edit/", lifecycle.agreement_edit, name="agreement_edit"),
    path(f"{AGREEMENT}open/", lifecycle.agreement_open, name="agreement_open"),
    path(f"{AGREEMENT}back/", lifecycle.agreement_back, name="agreement_back"),
    path(f"{AGREEMENT}parties/", parties.party_list, name="parties"),
    path(f"{AGREEMENT}parties/new/", parties.party_new, name="party_new"),
    path(f"{PARTY}edit/", parties.party_edit, name="party_edit"),
    path(f"{PARTY}remove/", parties.party_remove, name="party_remove"),
    path(f"{PARTY}move/", parties.party_move, name="party_move"),
    path(f"{PARTY}signatories/new/", parties.signatory_new, name="signatory_new"),
    path(f"{AGREEMENT}people/new/witness/", parties.person_new, {"part": "witness"}, name="witness_new"),
    path(f"{AGREEMENT}people/new/chair/", parties.person_new, {"part": "chair"}, name="chair_new"),
    path(f"{PERSON}edit/", parties.person_edit, name="person_edit"),
    path(f"{PERSON}remove/", parties.person_remove, name="person_remove"),
    path(f"{PERSON}sign/", signing.sign_paper, name="sign_paper"),
    path(f"{PERSON}sign/digital/", signing.sign_digital, name="sign_digital"),
    path(f"{PERSON}undo/", signing.undo, name="signature_undo"),
    path(f"{AGREEMENT}signing/", signing.signing, name="signing"),
    path(f"{AGREEMENT}signing/signed/", signing.signed_elsewhere, name="signed_elsewhere"),
    path(f"{AGREEMENT}signing/scan/", signing.scan, name="signing_scan"),
    path(f"{AGREEMENT}signing/document/", signing.document, name="signing_document"),
    path(f"{AGREEMENT}signing/files/<slug:file>/", signing.signed_file, name="signed_file"),
    path(AMENDMENT, amendment_digital.files, name="amendment_files"),
    path(f"{AMENDMENT}document/", amendment_digital.prepare, name="amendment_prepare"),
    path(f"{AMENDMENT}files/<slug:file>/", amendment_digital.file, name="amendment_file"),
    path(f"{AMENDMENT}<slug:party>/", amendment_digital.sign_here, name="amendment_sign_here"),
    path(f"{AMENDMENT}<slug:party>/signed/", amendment_digital.signed_elsewhere, name="amendment_signed"),
]
