"""What every role meets at every address, written by hand from the plan's rule of access: not signed in → the sign-in page,
public pages apart; an object outside one's sight → 404; seen but the act not allowed → 403 with the reason.

One line: method, address, answer of all roles, then the exceptions. ok: the page, or for POST the form again or a redirect
into the house; in: the sign-in page; go: a redirect elsewhere; a|b: either. {names} are objects of tests/house/everybody.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.house.everybody import ROLES
from tests.house.routes_of_agreements import AGREEMENTS
from tests.house.routes_of_candidates import CANDIDATES
from tests.house.routes_of_capacity import CAPACITY
from tests.house.routes_of_cases import CASES
from tests.house.routes_of_draws import DRAWS
from tests.house.routes_of_links import LINKS
from tests.house.routes_of_offers import OFFERS
from tests.house.routes_of_rounds import ROUNDS
from tests.house.routes_of_texts import TEXTS

# Shorthands. ALL who work with the group; BOTH sides of a case.
GROUPS = {
    "INSIDE": ["nobody", "secretariat", "provider", "other_partner", "area", "area_elsewhere", "company", "company_elsewhere",
               "network", "group", "other_group"],
    "FIELD": ["secretariat", "area", "area_elsewhere"],
    "KEEPERS": ["secretariat", "area"],
    "WORKERS": ["secretariat", "area", "group"],
    "AROUND": ["secretariat", "area", "group", "company", "network"],
    "CASE": ["secretariat", "provider", "area", "group"],
    "BODIES": ["secretariat", "provider", "other_partner"],
    "COMPANIES": ["company", "company_elsewhere", "network"],
}  # fmt: skip

TABLE = """
# -- public pages
GET  /                                       ok
POST /                                       405
GET  /about/                                 ok
POST /about/                                 405
GET  /agreements/                            ok
POST /agreements/                            405
GET  /agreements/{agreement}/                ok
POST /agreements/{agreement}/                405
GET  /agreements/{agreement}/tree/           ok
POST /agreements/{agreement}/tree/           405
GET  /organisations/                         ok
POST /organisations/                         405
GET  /organisations/{bank}/                  ok
POST /organisations/{bank}/                  405
GET  /organisations/{group_side}/            go
GET  /commitments/{commitment}/              ok
POST /commitments/{commitment}/              405
GET  /offers/                                ok
POST /offers/                                405
GET  /offers/{offer}/                        ok
POST /offers/{offer}/                        405
GET  /enterprises/                           ok
POST /enterprises/                           405
GET  /enterprises/{group}/                   ok
POST /enterprises/{group}/                   405
GET  /needs/                                 ok
POST /needs/                                 405
GET  /needs/{need}/                          ok
POST /needs/{need}/                          405
GET  /needs/{hidden_need}/                   404  KEEPERS=ok
GET  /needs/new/                             ok
POST /needs/new/                             ok
GET  /needs/said/                            ok|go
POST /needs/said/                            405
GET  /needs/follow/{token}/                  ok
POST /needs/follow/{token}/                  ok|405
GET  /needs/follow/unknown-token/            404
GET  /figures/                               ok
POST /figures/                               405
GET  /figures/rows/                          ok
POST /figures/rows/                          405
GET  /figures/income/                        ok
POST /figures/income/                        405
GET  /figures/income/rows/                   ok
POST /figures/income/rows/                   405
GET  /areas/pick/?field=area&id=id_area&within=&area_province=55 ok
POST /areas/pick/                            405
GET  /areas/search/?field=area&id=id_area&within=&area_q=55 ok
POST /areas/search/                          405
GET  /ui/                                    ok
POST /ui/                                    ok|405
GET  /health                                 ok
POST /health                                 ok|405
# -- the API: public fields, the same for everyone
GET  /api/v1/                                404|go
GET  /api/v1/docs                            ok
GET  /api/v1/openapi.json                    ok
GET  /api/v1/agreements                      ok
POST /api/v1/agreements                      405
GET  /api/v1/agreements/{agreement}          ok
GET  /api/v1/organisations                   ok
GET  /api/v1/organisations/{bank}            ok
GET  /api/v1/offers                          ok
GET  /api/v1/offers/{offer}                  ok
GET  /api/v1/enterprises                     ok
GET  /api/v1/enterprises/{group}             ok
GET  /api/v1/needs                           ok
GET  /api/v1/needs/{need}                    ok
GET  /api/v1/needs/{hidden_need}             404  KEEPERS=404|ok
GET  /api/v1/figures                         ok
GET  /api/v1/figures/income                  ok
GET  /api/v1/referrals/{sent}                404
POST /api/v1/nothing                         404|405
# -- registry
GET  /enterprises/new/                       403  stranger=in FIELD=ok
POST /enterprises/new/                       403  stranger=in FIELD=ok
GET  /enterprises/import/                    403  stranger=in FIELD=ok
POST /enterprises/import/                    403  stranger=in FIELD=ok
GET  /enterprises/import/template.xlsx       403  stranger=in FIELD=ok
GET  /enterprises/import/{batch}/            404  stranger=in KEEPERS=ok
POST /enterprises/import/{batch}/            404  stranger=in KEEPERS=ok
GET  /enterprises/import/{batch}/marked.xlsx 404  stranger=in KEEPERS=ok
GET  /enterprises/{group}/edit/              403  stranger=in WORKERS=ok
POST /enterprises/{group}/edit/              403  stranger=in WORKERS=ok
GET  /enterprises/{group}/products/new/      403  stranger=in WORKERS=ok
POST /enterprises/{group}/products/new/      403  stranger=in WORKERS=ok
# the provincial company has an account, the national one too: the secretariat does not record for them
GET  /enterprises/{group}/support/new/       403  stranger=in company=ok network=ok
POST /enterprises/{group}/support/new/       403  stranger=in company=ok network=ok
GET  /enterprises/{group}/support/{company}/end/ 403  stranger=in company=ok
POST /enterprises/{group}/support/{company}/end/ 403  stranger=in company=ok
# commitments as a list: the secretariat, and officers of parties for their own body
GET  /agreements/{agreement}/commitments/import/ 403 stranger=in secretariat=ok provider=ok other_partner=ok
POST /agreements/{agreement}/commitments/import/ 403 stranger=in secretariat=ok provider=ok other_partner=ok
GET  /agreements/{agreement}/commitments/import/template.xlsx 403 stranger=in secretariat=ok provider=ok other_partner=ok
GET  /agreements/{agreement}/commitments/import/{brought_list}/ 404 stranger=in secretariat=ok provider=ok
POST /agreements/{agreement}/commitments/import/{brought_list}/ 404 stranger=in secretariat=ok provider=ok
GET  /agreements/{agreement}/commitments/import/{brought_list}/marked.xlsx 404 stranger=in secretariat=ok provider=ok
# -- matching: rests on what is known of the group, which is not public
GET  /needs/{need}/help/                     403  stranger=in AROUND=ok
POST /needs/{need}/help/                     405  stranger=in
GET  /needs/{hidden_need}/help/              404  stranger=in KEEPERS=ok|go
GET  /enterprises/{group}/help/              403  stranger=in AROUND=ok
POST /enterprises/{group}/help/              405  stranger=in
GET  /enterprises/{group}/help/answer/       405  stranger=in
POST /enterprises/{group}/help/answer/       403  stranger=in WORKERS=ok
# -- what is known of the group, and what it allowed
GET  /enterprises/{group}/facts/             403  stranger=in AROUND=ok
POST /enterprises/{group}/facts/             403|405  stranger=in AROUND=403|405 WORKERS=ok|405
GET  /enterprises/{group}/facts/keeps_accounts/ 403  stranger=in AROUND=ok
POST /enterprises/{group}/facts/keeps_accounts/ 403  stranger=in WORKERS=ok
GET  /enterprises/{group}/consents/          403  stranger=in AROUND=ok
GET  /enterprises/{group}/consents/new/      403  stranger=in WORKERS=ok
POST /enterprises/{group}/consents/new/      403  stranger=in WORKERS=ok
GET  /enterprises/{group}/consents/{consent}/withdraw/ 403  stranger=in WORKERS=ok
POST /enterprises/{group}/consents/{consent}/withdraw/ 403  stranger=in WORKERS=ok
GET  /enterprises/{group}/consents/{consent}/evidence/ 403  stranger=in AROUND=ok
GET  /enterprises/{group}/looks/             403  stranger=in AROUND=ok
GET  /enterprises/{group}/contact/           403  stranger=in AROUND=ok
POST /enterprises/{group}/contact/           403|405  stranger=in WORKERS=ok|405 AROUND=ok|403|405
# -- offers: a provider with officers of its own speaks for itself
GET  /offers/new/?provider={bank}            403  stranger=in provider=ok
POST /offers/new/?provider={bank}            403  stranger=in provider=ok other_partner=ok|403 secretariat=ok|403
GET  /offers/new/?provider={absent}          403  stranger=in secretariat=ok
GET  /offers/{offer}/edit/                   403  stranger=in provider=ok
POST /offers/{offer}/edit/                   403  stranger=in provider=ok
GET  /offers/{offer_of_absent}/edit/         403  stranger=in secretariat=ok
POST /offers/{offer_of_absent}/edit/         403  stranger=in secretariat=ok
GET  /offers/{offer}/conditions/             403  stranger=in provider=ok
POST /offers/{offer}/conditions/             403  stranger=in provider=ok
GET  /offers/{offer_of_absent}/conditions/   403  stranger=in secretariat=ok
GET  /offers/{offer}/conditions/history/     ok
POST /offers/{offer}/conditions/history/     405
GET  /offers/{offer}/conditions/proposals/{proposal}/ 403  stranger=in secretariat=ok provider=ok
POST /offers/{offer}/conditions/proposals/{proposal}/ 403  stranger=in provider=ok
GET  /offers/{offer_of_absent}/conditions/proposals/{proposal}/ 404  stranger=in
GET  /offers/{offer}/check/                  403|405  stranger=in provider=ok|405 secretariat=ok|405
POST /offers/{offer}/check/                  403  stranger=in provider=ok secretariat=ok
GET  /offers/{offer}/close/                  403|405  stranger=in provider=ok|405
POST /offers/{offer}/close/                  403  stranger=in provider=ok
GET  /offers/{offer}/reopen/                 403|405  stranger=in provider=ok|405
POST /offers/{offer}/reopen/                 403  stranger=in provider=ok
# -- work under a commitment: claims wait between its bodies and the secretariat, what was approved is public
GET  /commitments/{claimed}/claims/               ok
POST /commitments/{claimed}/claims/               405
GET  /commitments/{claimed}/claims/new/           403  stranger=in BODIES=ok
POST /commitments/{claimed}/claims/new/           403  stranger=in BODIES=ok
GET  /commitments/{commitment}/claims/new/        403|400  stranger=in secretariat=403
GET  /commitments/{claimed}/claims/{c_waiting}/   404  BODIES=ok
POST /commitments/{claimed}/claims/{c_waiting}/   405
GET  /commitments/{claimed}/claims/{c_approved}/  ok
GET  /commitments/{claimed}/claims/{c_inside}/    ok
GET  /commitments/{claimed}/claims/{c_waiting}/approve/ 404  stranger=in BODIES=ok provider=403
GET  /commitments/{claimed}/claims/{c_waiting}/return/ 404  stranger=in BODIES=ok provider=403
GET  /commitments/{claimed}/claims/{c_waiting}/refuse/ 404  stranger=in BODIES=ok provider=403
GET  /commitments/{claimed}/claims/{c_waiting}/take-back/ 404  stranger=in BODIES=403 provider=ok
GET  /commitments/{claimed}/claims/{c_mended}/mend/ 404  stranger=in BODIES=403 provider=ok
GET  /commitments/{claimed}/claims/{c_inside}/confirm/ 403  stranger=in provider=ok other_partner=ok
GET  /commitments/{claimed}/claims/{c_approved}/undo/ 403  stranger=in secretariat=ok other_partner=ok
POST /commitments/{claimed}/claims/{c_waiting}/approve/ 404  stranger=in BODIES=ok provider=403
POST /commitments/{claimed}/claims/{c_waiting}/return/ 404  stranger=in BODIES=ok provider=403
POST /commitments/{claimed}/claims/{c_waiting}/refuse/ 404  stranger=in BODIES=ok provider=403
POST /commitments/{claimed}/claims/{c_waiting}/take-back/ 404  stranger=in BODIES=403 provider=ok
POST /commitments/{claimed}/claims/{c_mended}/mend/ 404  stranger=in BODIES=403 provider=ok
POST /commitments/{claimed}/claims/{c_inside}/confirm/ 403  stranger=in provider=ok other_partner=ok
POST /commitments/{claimed}/claims/{c_approved}/undo/ 403  stranger=in secretariat=ok other_partner=ok
# too late for whoever may: the claim has moved on
GET  /commitments/{claimed}/claims/{c_approved}/approve/ 403  stranger=in
GET  /commitments/{claimed}/claims/{c_approved}/evidence/{c_file}/ 403  stranger=in BODIES=ok
GET  /commitments/{claimed}/claims/{c_waiting}/evidence/{w_file}/ 404  stranger=in BODIES=ok
GET  /commitments/{claimed}/claims/{c_waiting}/evidence/{c_file}/ 404  stranger=in
GET  /commitments/{claimed}/activities/           ok
POST /commitments/{claimed}/activities/           405
GET  /commitments/{claimed}/activities/new/       403  stranger=in BODIES=ok
GET  /commitments/{claimed}/updates/new/          403  stranger=in BODIES=ok
GET  /commitments/{claimed}/activities/{activity}/edit/ 403  stranger=in provider=ok
GET  /commitments/{claimed}/activities/{activity}/done/ 403  stranger=in provider=ok
GET  /commitments/{claimed}/activities/{activity}/cancel/ 403  stranger=in provider=ok
GET  /commitments/{claimed}/activities/{activity}/reopen/ 403  stranger=in provider=ok
GET  /commitments/{claimed}/updates/{update}/remove/ 403  stranger=in provider=ok
POST /commitments/{claimed}/activities/new/       403  stranger=in BODIES=ok
POST /commitments/{claimed}/updates/new/          403  stranger=in BODIES=ok
POST /commitments/{claimed}/activities/{activity}/edit/ 403  stranger=in provider=ok
POST /commitments/{claimed}/activities/{activity}/done/ 403  stranger=in provider=ok
POST /commitments/{claimed}/activities/{activity}/cancel/ 403  stranger=in provider=ok
POST /commitments/{claimed}/activities/{activity}/reopen/ 403  stranger=in provider=ok
POST /commitments/{claimed}/updates/{update}/remove/ 403  stranger=in provider=ok
GET  /commitments/{claimed}/status/               403  stranger=in secretariat=ok provider=ok
POST /commitments/{claimed}/status/               405  stranger=in
GET  /commitments/{claimed}/status/set/           403  stranger=in secretariat=ok provider=ok
GET  /commitments/{claimed}/status/lift/          403  stranger=in secretariat=ok provider=ok
GET  /commitments/{claimed}/status/end/           403  stranger=in secretariat=ok provider=ok
GET  /commitments/{claimed}/status/reopen/        403  stranger=in secretariat=ok provider=ok
GET  /commitments/{claimed}/status/hand-over/     403  stranger=in secretariat=ok
POST /commitments/{claimed}/status/set/           403  stranger=in secretariat=ok provider=ok
POST /commitments/{claimed}/status/lift/          403  stranger=in secretariat=ok provider=ok
POST /commitments/{claimed}/status/end/           403  stranger=in secretariat=ok provider=ok
POST /commitments/{claimed}/status/reopen/        403  stranger=in secretariat=ok provider=ok
POST /commitments/{claimed}/status/hand-over/     403  stranger=in secretariat=ok
# -- needs
GET  /needs/meeting/                         403  stranger=in FIELD=ok
POST /needs/meeting/                         403  stranger=in FIELD=ok
GET  /needs/{need}/check/                    403  stranger=in KEEPERS=ok
POST /needs/{need}/check/                    403  stranger=in KEEPERS=ok
GET  /needs/{hidden_need}/check/             404  stranger=in KEEPERS=ok
POST /needs/{hidden_need}/check/             404  stranger=in KEEPERS=ok
GET  /needs/{need}/link/                     403  stranger=in KEEPERS=ok
POST /needs/{need}/link/                     403  stranger=in KEEPERS=ok
GET  /needs/{hidden_need}/link/              404  stranger=in KEEPERS=ok
GET  /needs/{need}/close/                    403  stranger=in KEEPERS=ok
POST /needs/{need}/close/                    403  stranger=in KEEPERS=ok
GET  /needs/{closed_need}/reopen/            403|405  stranger=in KEEPERS=ok|405
POST /needs/{closed_need}/reopen/            403  stranger=in KEEPERS=ok
# -- referrals: sender's side, provider and group know the case; nobody else knows that it exists
GET  /referrals/new/?enterprise={group}&offer={offer} 403  stranger=in KEEPERS=ok
POST /referrals/new/?enterprise={group}&offer={offer} 404|403  stranger=in KEEPERS=ok|404
GET  /referrals/{sent}/                      404  stranger=in CASE=ok
POST /referrals/{sent}/                      404|405  stranger=in CASE=405
GET  /referrals/{closed}/                    404  stranger=in CASE=ok
GET  /referrals/{refused}/                   404  stranger=in CASE=ok
GET  /referrals/{withdrawn}/                 404  stranger=in CASE=ok
GET  /referrals/{sent}/ask/                  404  stranger=in CASE=403 provider=ok
POST /referrals/{sent}/ask/                  404  stranger=in CASE=403 provider=ok
GET  /referrals/{sent}/accept/               404  stranger=in CASE=403 provider=ok
POST /referrals/{sent}/accept/               404  stranger=in CASE=403 provider=ok
GET  /referrals/{sent}/refuse/               404  stranger=in CASE=403 provider=ok
POST /referrals/{sent}/refuse/               404  stranger=in CASE=403 provider=ok
GET  /referrals/{sent}/withdraw/             404  stranger=in CASE=403 area=ok
POST /referrals/{sent}/withdraw/             404  stranger=in CASE=403 area=ok
GET  /referrals/{more_asked}/give/           404  stranger=in CASE=ok provider=403
POST /referrals/{more_asked}/give/           404  stranger=in CASE=ok provider=403
GET  /referrals/{accepted}/deliver/          404  stranger=in CASE=403 provider=ok
POST /referrals/{accepted}/deliver/          404  stranger=in CASE=403 provider=ok
GET  /referrals/{delivered}/close/           404  stranger=in CASE=403 provider=ok
POST /referrals/{delivered}/close/           404  stranger=in CASE=403 provider=ok
GET  /referrals/{sent}/note/                 404  stranger=in CASE=ok
POST /referrals/{sent}/note/                 404  stranger=in CASE=ok
GET  /referrals/{sent}/contact/              405|404  stranger=in
POST /referrals/{sent}/contact/              404  stranger=in CASE=ok
POST /referrals/{delivered}/deliveries/{delivery}/confirm/ 404  stranger=in CASE=ok provider=403
GET  /referrals/{delivered}/evidence/{evidence}/ 404  stranger=in CASE=ok
GET  /referrals/{sent}/evidence/{evidence}/  404  stranger=in
# the wrong moment for the right person: the case has moved on
GET  /referrals/{closed}/accept/             404  stranger=in CASE=403
POST /referrals/{closed}/accept/             404  stranger=in CASE=403
GET  /referrals/{refused}/deliver/           404  stranger=in CASE=403
POST /referrals/{withdrawn}/refuse/          404  stranger=in CASE=403
# -- outcomes
GET  /referrals/{delivered}/outcome/         404  stranger=in CASE=ok provider=403
POST /referrals/{delivered}/outcome/         404  stranger=in CASE=ok provider=403
GET  /referrals/{sent}/outcome/              404  stranger=in CASE=403
POST /referrals/{sent}/outcome/              404  stranger=in CASE=403
# the provider of a case sees what was reported for it
GET  /enterprises/{group}/income/            403  stranger=in AROUND=ok provider=ok
POST /enterprises/{group}/income/            403  stranger=in WORKERS=ok
# reported by the area's officer: somebody else confirms
GET  /income/{report}/confirm/               404  stranger=in secretariat=ok provider=ok company=ok area=403 group=403
POST /income/{report}/confirm/               404  stranger=in secretariat=ok provider=ok company=ok area=403 group=403
GET  /trades/new/                            403  stranger=in COMPANIES=ok
POST /trades/new/                            403  stranger=in COMPANIES=ok
GET  /trades/new/?enterprise={group}         403  stranger=in company=ok network=ok
# -- desks
GET  /desk/                                  ok   stranger=in
POST /desk/                                  405  stranger=in
GET  /desk/waiting/                          403  stranger=in provider=go|ok other_partner=go|ok company=go|ok company_elsewhere=go|ok
GET  /desk/waiting/?what=to_confirm          403  stranger=in provider=ok other_partner=ok company=ok company_elsewhere=ok
GET  /desk/cases/                            403  stranger=in FIELD=ok BODIES=ok
GET  /desk/cases/?due=overdue&sort=new       403  stranger=in FIELD=ok BODIES=ok
POST /desk/cases/do/                         403  stranger=in FIELD=422|ok BODIES=422|ok
POST /desk/cases/save/                       403  stranger=in FIELD=ok|go BODIES=ok|go
POST /desk/cases/forget/                     403  stranger=in FIELD=ok|go BODIES=ok|go
GET  /desk/commitments-empty/                403  stranger=in secretariat=ok
GET  /desk/conditions/                       403  stranger=in secretariat=ok
GET  /desk/offers-stale/                     403  stranger=in secretariat=ok
GET  /desk/tasks-overdue/                    403  stranger=in secretariat=ok
GET  /desk/waiting/?what=tasks               403  stranger=in provider=ok other_partner=ok company=400 company_elsewhere=400
GET  /desk/referrals-hanging/                403  stranger=in secretariat=ok
GET  /desk/needs-unanswered/                 403  stranger=in secretariat=ok
GET  /desk/partners/                         403  stranger=in secretariat=ok
GET  /desk/attention/                        403  stranger=in BODIES=ok
GET  /desk/attention/?concern=overdue        403  stranger=in BODIES=ok
GET  /desk/claims/                           403  stranger=in BODIES=ok
GET  /desk/claims/?what=confirm              403  stranger=in BODIES=ok
# the bank's own officers have their desk at /desk/
GET  /desk/partners/{bank}/                  403  stranger=in secretariat=ok provider=ok|403
GET  /desk/partners/{bank}/waiting/?what=waiting 403 stranger=in secretariat=ok
GET  /desk/areas/{nan}/                      403  stranger=in secretariat=ok area=ok area_elsewhere=404
GET  /desk/company/                          403  stranger=in COMPANIES=ok|go secretariat=ok|go|403
GET  /desk/company/groups/                   403  stranger=in COMPANIES=ok|go secretariat=ok|go|403
GET  /desk/company/trades/                   403  stranger=in COMPANIES=ok|go secretariat=ok|go|403
GET  /desk/companies/                        403  stranger=in network=ok secretariat=ok
GET  /desk/companies/{company}/              403  stranger=in network=ok secretariat=ok company=ok company_elsewhere=404
GET  /desk/companies/{company}/groups/       403  stranger=in network=ok secretariat=ok company=ok company_elsewhere=404
GET  /desk/companies/{company}/trades/       403  stranger=in network=ok secretariat=ok company=ok company_elsewhere=404
# -- messages: one's own, and the link of a mail
GET  /messages/                              ok   stranger=in
POST /messages/                              405  stranger=in
GET  /messages/?topic=house.notice           ok   stranger=in
GET  /messages/read/                         405  stranger=in
POST /messages/read/                         ok   stranger=in
GET  /messages/settings/                     ok   stranger=in
POST /messages/settings/                     ok   stranger=in
GET  /messages/{message}/read/               405  stranger=in
POST /messages/{message}/read/               404  stranger=in provider=ok
GET  /messages/stop/{stop}/                  ok
POST /messages/stop/{stop}/                  ok
GET  /messages/stop/{stop}x/                 404
POST /messages/stop/unknown-token/           404
# -- who one acts for
GET  /organisations/act-for/                 405  stranger=in
POST /organisations/act-for/                 ok   stranger=in
# -- signing in
GET  /accounts/login/                        go   stranger=ok
POST /accounts/login/                        ok
GET  /accounts/logout/                       ok   stranger=go
POST /accounts/logout/                       ok
GET  /accounts/inactive/                     ok
GET  /accounts/signup/                       ok|go|403
POST /accounts/signup/                       ok|go|403
GET  /accounts/reauthenticate/               ok   stranger=in
GET  /accounts/password/change/              ok   stranger=in
POST /accounts/password/change/              ok   stranger=in
GET  /accounts/password/reset/               ok|go
POST /accounts/password/reset/               ok|go
GET  /accounts/password/reset/done/          ok|go
GET  /accounts/password/reset/key/1-x/       ok|go
GET  /accounts/password/reset/key/done/      ok|go
"""


@dataclass(frozen=True)
class Line:
    method: str
    address: str
    expected: dict[str, frozenset[str]]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


def read(
    text: str = TABLE + AGREEMENTS + CANDIDATES + CAPACITY + CASES + DRAWS + LINKS + OFFERS + ROUNDS + TEXTS,
) -> list[Line]:
    """The lines of both tables, in order."""
    found = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        method, address, everyone, *rest = line.split()
        expected = dict.fromkeys(ROLES, everyone)
        for exception in rest:
            names, answer = exception.split("=")
            expected |= dict.fromkeys(GROUPS.get(names, [names]), answer)
        assert set(expected) == set(ROLES), line
        found.append(
            Line(method, address, {role: frozenset(answer.split("|")) for role, answer in expected.items()})
        )
    return found
