"""What every role meets at the addresses of agreements; `route_table` says how a line is read."""

AGREEMENTS = """
# -- agreements
# named for another body, the form falls back to one's own
GET  /agreements/{agreement}/commitments/new/?lead={bank} 403  stranger=in secretariat=ok provider=ok other_partner=ok|403
POST /agreements/{agreement}/commitments/new/?lead={bank} 403  stranger=in secretariat=ok provider=ok other_partner=ok
GET  /commitments/{commitment}/edit/         403  stranger=in secretariat=ok provider=ok
POST /commitments/{commitment}/edit/         403  stranger=in secretariat=ok provider=ok
# -- drafting and signing: the secretariat, and each party's own officer for their body; a draft is seen by its parties
GET  /agreements/new/                        403  stranger=in secretariat=ok
POST /agreements/new/                        403  stranger=in secretariat=ok
GET  /agreements/{agreement}/signing/        ok
POST /agreements/{agreement}/signing/        405
GET  /agreements/{draft}/signing/            404  secretariat=ok provider=ok
GET  /agreements/{draft}/                    404  secretariat=ok provider=ok
GET  /agreements/{draft}/edit/               404  stranger=in secretariat=ok provider=403
POST /agreements/{draft}/edit/               404  stranger=in secretariat=ok provider=403
GET  /agreements/{agreement}/edit/           403  stranger=in secretariat=ok
POST /agreements/{agreement}/edit/           403  stranger=in secretariat=ok
GET  /agreements/{draft}/open/               404  stranger=in secretariat=ok provider=403
POST /agreements/{draft}/open/               404  stranger=in secretariat=ok provider=403
GET  /agreements/{agreement}/open/           403  stranger=in
POST /agreements/{agreement}/open/           403  stranger=in
GET  /agreements/{to_sign}/back/             403  stranger=in secretariat=ok
POST /agreements/{to_sign}/back/             403  stranger=in secretariat=ok
GET  /agreements/{draft}/parties/            404  stranger=in secretariat=ok provider=403
POST /agreements/{draft}/parties/            405  stranger=in
GET  /agreements/{agreement}/parties/        403  stranger=in secretariat=go
GET  /agreements/{draft}/parties/new/        404  stranger=in secretariat=ok provider=403
POST /agreements/{draft}/parties/new/        404  stranger=in secretariat=ok provider=403
GET  /agreements/{draft}/parties/{bank}/edit/ 404  stranger=in secretariat=ok provider=403
POST /agreements/{draft}/parties/{bank}/edit/ 404  stranger=in secretariat=ok provider=403
GET  /agreements/{draft}/parties/{bank}/remove/ 404  stranger=in secretariat=ok provider=403
POST /agreements/{draft}/parties/{bank}/remove/ 404  stranger=in secretariat=ok provider=403
GET  /agreements/{to_sign}/parties/{bank}/remove/ 403  stranger=in
GET  /agreements/{draft}/parties/{bank}/move/ 405  stranger=in
POST /agreements/{draft}/parties/{bank}/move/ 404  stranger=in secretariat=ok provider=403
GET  /agreements/{draft}/parties/{bank}/signatories/new/ 404  stranger=in secretariat=ok provider=ok
POST /agreements/{draft}/parties/{bank}/signatories/new/ 404  stranger=in secretariat=ok provider=ok
GET  /agreements/{draft}/parties/{absent}/signatories/new/ 404  stranger=in secretariat=ok provider=403
GET  /agreements/{to_sign}/people/new/witness/ 403  stranger=in secretariat=ok
POST /agreements/{to_sign}/people/new/witness/ 403  stranger=in secretariat=ok
GET  /agreements/{to_sign}/people/new/chair/ 403  stranger=in secretariat=ok
POST /agreements/{to_sign}/people/new/chair/ 403  stranger=in secretariat=ok
GET  /agreements/{to_sign}/people/{signer}/edit/ 403  stranger=in secretariat=ok provider=ok
POST /agreements/{to_sign}/people/{signer}/edit/ 403  stranger=in secretariat=ok provider=ok
GET  /agreements/{to_sign}/people/{signer}/remove/ 403  stranger=in secretariat=ok provider=ok
POST /agreements/{to_sign}/people/{signer}/remove/ 403  stranger=in secretariat=ok provider=ok
GET  /agreements/{to_sign}/people/{signer}/sign/ 403  stranger=in secretariat=ok provider=ok
POST /agreements/{to_sign}/people/{signer}/sign/ 403  stranger=in secretariat=ok provider=ok
GET  /agreements/{to_sign}/people/{signer}/sign/digital/ 403  stranger=in secretariat=ok provider=ok
POST /agreements/{to_sign}/people/{signer}/sign/digital/ 403  stranger=in secretariat=ok provider=ok
GET  /agreements/{to_sign}/people/{has_signed}/sign/ 403  stranger=in
GET  /agreements/{to_sign}/people/{has_signed}/undo/ 403  stranger=in secretariat=ok other_partner=ok
POST /agreements/{to_sign}/people/{has_signed}/undo/ 403  stranger=in secretariat=ok other_partner=ok
GET  /agreements/{draft}/people/{signer}/sign/ 404  stranger=in
GET  /agreements/{to_sign}/signing/signed/   403  stranger=in secretariat=ok provider=ok other_partner=ok
POST /agreements/{to_sign}/signing/signed/   403  stranger=in secretariat=ok provider=ok other_partner=ok
GET  /agreements/{to_sign}/signing/scan/     403  stranger=in secretariat=ok provider=ok other_partner=ok
POST /agreements/{to_sign}/signing/scan/     403  stranger=in secretariat=ok provider=ok other_partner=ok
GET  /agreements/{to_sign}/signing/document/ 403  stranger=in secretariat=ok
POST /agreements/{to_sign}/signing/document/ 403  stranger=in secretariat=ok
# its files are public once it is signed
GET  /agreements/{to_sign}/signing/files/{signed_file}/ 403  stranger=404 secretariat=ok provider=ok other_partner=ok
POST /agreements/{to_sign}/signing/files/{signed_file}/ 405
GET  /agreements/{agreement}/signing/files/{signed_file}/ 404
# -- goals of an agreement: the secretariat
GET  /agreements/{agreement}/goals/new/     403  stranger=in secretariat=ok
POST /agreements/{agreement}/goals/new/     403  stranger=in secretariat=ok
GET  /agreements/{agreement}/goals/{goal}/edit/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/goals/{goal}/edit/ 403  stranger=in secretariat=ok
# -- feed and calendar
GET  /agreements/{agreement}/feed.atom       ok
POST /agreements/{agreement}/feed.atom       405
GET  /agreements/{agreement}/calendar.ics    ok
POST /agreements/{agreement}/calendar.ics    405
# -- meetings of an agreement: everyone reads, the secretariat keeps them, the owner of a task closes it
GET  /agreements/{agreement}/meetings/       ok
POST /agreements/{agreement}/meetings/       405
GET  /agreements/{agreement}/meetings/tasks/ ok
POST /agreements/{agreement}/meetings/tasks/ 405
GET  /agreements/{agreement}/meetings/{held}/ ok
POST /agreements/{agreement}/meetings/{held}/ 405
GET  /agreements/{agreement}/meetings/{held}/print/ ok
POST /agreements/{agreement}/meetings/{held}/print/ 405
GET  /agreements/{agreement}/meetings/new/   403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/new/   403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{planned}/edit/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{planned}/edit/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{planned}/cancel/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{planned}/cancel/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{planned}/hold/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{planned}/hold/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/attendance/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/attendance/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/minutes/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/minutes/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/adopt/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/adopt/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/file/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/file/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/signed/ 403  stranger=in secretariat=404 provider=404 other_partner=404
POST /agreements/{agreement}/meetings/{held}/signed/ 405  stranger=in
GET  /agreements/{agreement}/meetings/{minuted}/edit/ 403  stranger=in secretariat=400
POST /agreements/{agreement}/meetings/{minuted}/edit/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/decisions/new/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/decisions/new/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/decisions/1/edit/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/decisions/1/edit/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/decisions/1/remove/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/decisions/1/remove/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/decisions/1/tasks/new/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/decisions/1/tasks/new/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/tasks/{task}/edit/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/tasks/{task}/edit/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/tasks/{task}/done/ 403  stranger=in secretariat=ok provider=ok
POST /agreements/{agreement}/meetings/{held}/tasks/{task}/done/ 403  stranger=in secretariat=ok provider=ok
GET  /agreements/{agreement}/meetings/{held}/tasks/{task}/cancel/ 403  stranger=in secretariat=ok
POST /agreements/{agreement}/meetings/{held}/tasks/{task}/cancel/ 403  stranger=in secretariat=ok
GET  /agreements/{agreement}/meetings/{held}/tasks/{task}/reopen/ 403  stranger=in secretariat=ok provider=ok
POST /agreements/{agreement}/meetings/{held}/tasks/{task}/reopen/ 403  stranger=in secretariat=ok provider=ok
# -- reports of a period: closed ones are for everyone, open ones for the secretariat
GET  /agreements/{agreement}/reports/        ok
POST /agreements/{agreement}/reports/        405
GET  /agreements/{agreement}/reports/{report_closed}/ ok
POST /agreements/{agreement}/reports/{report_closed}/ 405
GET  /agreements/{agreement}/reports/{report_closed}/report.docx ok
POST /agreements/{agreement}/reports/{report_closed}/report.docx 405
GET  /agreements/{agreement}/reports/{report_closed}/report.json ok
POST /agreements/{agreement}/reports/{report_closed}/report.json 405
GET  /agreements/{agreement}/reports/{report_closed}/report.pdf ok
POST /agreements/{agreement}/reports/{report_closed}/report.pdf 405
GET  /agreements/{agreement}/reports/{report_closed}/figures.csv ok
POST /agreements/{agreement}/reports/{report_closed}/figures.csv 405
GET  /agreements/{agreement}/reports/{report_closed}/figures.xlsx ok
POST /agreements/{agreement}/reports/{report_closed}/figures.xlsx 405
GET  /agreements/{agreement}/reports/{report_open}/ 404  secretariat=ok
GET  /agreements/{agreement}/reports/{report_open}/report.json 404
GET  /agreements/{agreement}/reports/{report_open}/report.pdf 404
GET  /agreements/{agreement}/reports/new/    403  stranger=in secretariat=ok
POST /agreements/{agreement}/reports/new/    403  stranger=in secretariat=ok
GET  /agreements/{agreement}/reports/{report_open}/edit/ 404  stranger=in secretariat=ok
POST /agreements/{agreement}/reports/{report_open}/edit/ 404  stranger=in secretariat=ok
GET  /agreements/{agreement}/reports/{report_open}/close/ 404  stranger=in secretariat=ok
POST /agreements/{agreement}/reports/{report_open}/close/ 404  stranger=in secretariat=ok
GET  /agreements/{agreement}/reports/{report_closed}/edit/ 403  stranger=in secretariat=400
POST /agreements/{agreement}/reports/{report_closed}/close/ 403  stranger=in secretariat=ok
# -- bringing agreements in: the secretariat
GET  /agreements/import/                     403  stranger=in secretariat=ok
POST /agreements/import/                     403  stranger=in secretariat=ok
GET  /agreements/import/schema.json          403  stranger=in secretariat=ok
GET  /agreements/import/example.json         403  stranger=in secretariat=ok
GET  /agreements/import/{brought}/           404  stranger=in secretariat=ok
POST /agreements/import/{brought}/           404  stranger=in secretariat=ok
GET  /agreements/import/{brought}/undo/      404  stranger=in secretariat=ok
POST /agreements/import/{brought}/undo/      404  stranger=in secretariat=ok
# -- digital signatures of an amendment: its page is public, its document is made by a party or the secretariat
GET  /agreements/{texted}/amendments/{m_signing}/signing/ ok
POST /agreements/{texted}/amendments/{m_signing}/signing/ 405
GET  /agreements/{texted}/amendments/{m_review}/signing/ 404  secretariat=ok provider=ok other_partner=ok
GET  /agreements/{texted}/amendments/{m_signing}/signing/document/ 405  stranger=in
POST /agreements/{texted}/amendments/{m_signing}/signing/document/ 403  stranger=in secretariat=ok provider=ok other_partner=ok
# nothing to sign before the document is made
GET  /agreements/{texted}/amendments/{m_signing}/signing/{bank}/ 403  stranger=in
POST /agreements/{texted}/amendments/{m_signing}/signing/{bank}/ 403  stranger=in
GET  /agreements/{texted}/amendments/{m_signing}/signing/{bank}/signed/ 403  stranger=in
POST /agreements/{texted}/amendments/{m_signing}/signing/{bank}/signed/ 403  stranger=in
GET  /agreements/{texted}/amendments/{m_signing}/signing/files/{signed_file}/ 404
POST /agreements/{texted}/amendments/{m_signing}/signing/files/{signed_file}/ 405
"""
