"""Addresses of the work under one commitment: claims, activities, words on how it goes, its status; `urls` takes them in."""

from django.urls import path

from phanuek.agreements.views import activities, claims, deciding, status

COMMITMENT = "commitments/<slug:code>/"
CLAIM = f"{COMMITMENT}claims/<slug:claim>/"
ACTIVITY = f"{COMMITMENT}activities/<slug:activity>/"
STATUS = f"{COMMITMENT}status/"
patterns = [
    path(f"{COMMITMENT}claims/", claims.claims, name="claims"),
    path(f"{COMMITMENT}claims/new/", claims.claim_new, name="claim_new"),
    path(CLAIM, claims.claim, name="claim"),
    path(f"{CLAIM}mend/", claims.claim_mend, name="claim_mend"),
    path(f"{CLAIM}evidence/<slug:file>/", claims.evidence, name="claim_evidence"),
    path(f"{CLAIM}take-back/", deciding.take_back, name="claim_take_back"),
    path(f"{CLAIM}approve/", deciding.approve, name="claim_approve"),
    path(f"{CLAIM}return/", deciding.send_back, name="claim_return"),
    path(f"{CLAIM}refuse/", deciding.refuse, name="claim_refuse"),
    path(f"{CLAIM}confirm/", deciding.confirm, name="claim_confirm"),
    path(f"{CLAIM}undo/", deciding.undo, name="claim_undo"),
    path(f"{COMMITMENT}activities/", activities.activities, name="activities"),
    path(f"{COMMITMENT}activities/new/", activities.activity_new, name="activity_new"),
    path(f"{ACTIVITY}edit/", activities.activity_edit, name="activity_edit"),
    path(f"{ACTIVITY}done/", activities.activity_done, name="activity_done"),
    path(f"{ACTIVITY}cancel/", activities.activity_cancel, name="activity_cancel"),
    path(f"{ACTIVITY}reopen/", activities.activity_reopen, name="activity_reopen"),
    path(f"{COMMITMENT}updates/new/", activities.update_new, name="update_new"),
    path(f"{COMMITMENT}updates/<slug:update>/remove/", activities.update_remove, name="update_remove"),
    path(STATUS, status.status, name="status"),
    path(f"{STATUS}set/", status.status_set, name="status_set"),
    path(f"{STATUS}lift/", status.status_lift, name="status_lift"),
    path(f"{STATUS}end/", status.status_end, name="status_end"),
    path(f"{STATUS}reopen/", status.status_reopen, name="status_reopen"),
    path(f"{STATUS}hand-over/", status.status_hand_over, name="status_hand_over"),
]
