"""What every role meets at the addresses of texts and amendments; `route_table` says how a line is read."""

TEXTS = """
# -- the text: everyone reads, the secretariat puts it in and marks it, who leads a commitment ties it; files are for the parties
GET  /agreements/{texted}/text/              ok
POST /agreements/{texted}/text/              405
GET  /agreements/{texted}/text/1/            ok
POST /agreements/{texted}/text/1/            405
GET  /agreements/{texted}/text/9/            404
GET  /agreements/{agreement}/text/           ok
GET  /agreements/{draft}/text/               404  secretariat=ok provider=ok
GET  /agreements/{texted}/text/1/th.txt      ok
POST /agreements/{texted}/text/1/th.txt      405
GET  /agreements/{texted}/text/1/en.txt      ok
POST /agreements/{texted}/text/1/en.txt      405
GET  /agreements/{texted}/text/1/file/       403  stranger=in secretariat=ok provider=ok other_partner=ok
POST /agreements/{texted}/text/1/file/       405  stranger=in
GET  /agreements/{texted}/text/put/          403  stranger=in secretariat=ok
POST /agreements/{texted}/text/put/          403  stranger=in secretariat=ok
GET  /agreements/{agreement}/text/put/       403  stranger=in secretariat=ok
GET  /agreements/{texted}/text/clauses/      403  stranger=in secretariat=ok
POST /agreements/{texted}/text/clauses/      403  stranger=in secretariat=ok
GET  /agreements/{texted}/text/tie/          403  stranger=in secretariat=ok provider=ok
POST /agreements/{texted}/text/tie/          403  stranger=in secretariat=404 provider=404
# -- amendments: a draft is its proposer's and the secretariat's, in review it is the parties', from the signing on everyone's
GET  /agreements/{texted}/amendments/        ok
POST /agreements/{texted}/amendments/        405
GET  /agreements/{texted}/amendments/new/    403  stranger=in secretariat=ok provider=ok other_partner=ok
POST /agreements/{texted}/amendments/new/    403  stranger=in secretariat=ok provider=ok other_partner=ok
GET  /agreements/{texted}/amendments/new/?kind=withdrawal 403  stranger=in secretariat=ok provider=ok other_partner=ok
POST /agreements/{texted}/amendments/new/?kind=text 403  stranger=in secretariat=ok provider=ok other_partner=ok
GET  /agreements/{texted}/amendments/{m_draft}/ 404  secretariat=ok provider=ok
POST /agreements/{texted}/amendments/{m_draft}/ 405
GET  /agreements/{texted}/amendments/{m_review}/ 404  secretariat=ok provider=ok other_partner=ok
GET  /agreements/{texted}/amendments/{m_signing}/ ok
GET  /agreements/{agreement}/amendments/{m_signing}/ 404
GET  /agreements/{texted}/amendments/{m_draft}/edit/ 404  stranger=in secretariat=ok provider=ok
POST /agreements/{texted}/amendments/{m_draft}/edit/ 404  stranger=in secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_review}/edit/ 404  stranger=in secretariat=ok provider=ok other_partner=403
GET  /agreements/{texted}/amendments/{m_signing}/letter/ 403  stranger=in secretariat=ok provider=ok other_partner=ok
POST /agreements/{texted}/amendments/{m_signing}/letter/ 405  stranger=in
GET  /agreements/{texted}/amendments/{m_signing}/signatures/{m_signer}/ 403  stranger=in secretariat=ok provider=ok other_partner=ok
POST /agreements/{texted}/amendments/{m_signing}/signatures/{m_signer}/ 405  stranger=in
GET  /agreements/{texted}/amendments/{m_draft}/reconcile/ 404  stranger=in secretariat=go provider=go
POST /agreements/{texted}/amendments/{m_draft}/reconcile/ 404  stranger=in secretariat=ok provider=ok
GET  /agreements/{texted_twice}/amendments/{m_behind}/reconcile/ 404  stranger=in secretariat=ok provider=ok
POST /agreements/{texted_twice}/amendments/{m_behind}/reconcile/ 404  stranger=in secretariat=ok provider=ok
# a body answers for itself, the secretariat for one without an account; signatures it may record for any
GET  /agreements/{texted}/amendments/{m_review}/review/{bank}/ 404  stranger=in secretariat=403 provider=ok other_partner=403
POST /agreements/{texted}/amendments/{m_review}/review/{bank}/ 404  stranger=in secretariat=403 provider=ok other_partner=403
GET  /agreements/{texted}/amendments/{m_review}/review/{absent}/ 404  stranger=in secretariat=ok provider=403 other_partner=403
POST /agreements/{texted}/amendments/{m_review}/review/{absent}/ 404  stranger=in secretariat=ok provider=403 other_partner=403
GET  /agreements/{texted}/amendments/{m_signing}/sign/{bank}/ 403  stranger=in secretariat=ok provider=ok
POST /agreements/{texted}/amendments/{m_signing}/sign/{bank}/ 403  stranger=in secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_draft}/changes/new/ 404  stranger=in secretariat=ok provider=ok
POST /agreements/{texted}/amendments/{m_draft}/changes/new/ 404  stranger=in secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_draft}/changes/c2/ 404  stranger=in secretariat=ok provider=ok
POST /agreements/{texted}/amendments/{m_draft}/changes/c2/ 404  stranger=in secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_draft}/changes/c3/repeal/ 404  stranger=in secretariat=ok provider=ok
POST /agreements/{texted}/amendments/{m_draft}/changes/c3/repeal/ 404  stranger=in secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_draft}/changes/c2/drop/ 404  stranger=in secretariat=ok provider=ok
POST /agreements/{texted}/amendments/{m_draft}/changes/c2/drop/ 404  stranger=in secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_signing}/changes/c2/ 403  stranger=in secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_draft}/propose/ 404  stranger=in secretariat=ok provider=ok
POST /agreements/{texted}/amendments/{m_draft}/propose/ 404  stranger=in secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_review}/back/ 404  stranger=in secretariat=ok provider=ok other_partner=403
POST /agreements/{texted}/amendments/{m_review}/back/ 404  stranger=in secretariat=ok provider=ok other_partner=403
GET  /agreements/{texted}/amendments/{m_review}/open/ 404  stranger=in secretariat=ok provider=403 other_partner=403
POST /agreements/{texted}/amendments/{m_review}/open/ 404  stranger=in secretariat=ok provider=403 other_partner=403
GET  /agreements/{texted}/amendments/{m_review}/reject/ 404  stranger=in secretariat=ok provider=403 other_partner=403
POST /agreements/{texted}/amendments/{m_review}/reject/ 404  stranger=in secretariat=ok provider=403 other_partner=403
GET  /agreements/{texted}/amendments/{m_signing}/review-again/ 403  stranger=in secretariat=ok
POST /agreements/{texted}/amendments/{m_signing}/review-again/ 403  stranger=in secretariat=ok
GET  /agreements/{texted}/amendments/{m_signing}/merge/ 403  stranger=in secretariat=ok
POST /agreements/{texted}/amendments/{m_signing}/merge/ 403  stranger=in secretariat=ok
# the secretariat takes back only what a body without an account proposed
GET  /agreements/{texted}/amendments/{m_review}/take-back/ 404  stranger=in secretariat=403 provider=ok other_partner=403
POST /agreements/{texted}/amendments/{m_review}/take-back/ 404  stranger=in secretariat=403 provider=ok other_partner=403
# -- documents: whoever may see the thing may have it on paper
GET  /agreements/{agreement}/document.pdf    ok
POST /agreements/{agreement}/document.pdf    405
GET  /agreements/{texted}/document.docx      ok
POST /agreements/{texted}/document.docx      405
GET  /agreements/{texted}/document.pdf?version=9 404
GET  /agreements/{draft}/document.pdf        404  secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_signing}/document.pdf ok
POST /agreements/{texted}/amendments/{m_signing}/document.pdf 405
GET  /agreements/{texted}/amendments/{m_signing}/document.docx ok
POST /agreements/{texted}/amendments/{m_signing}/document.docx 405
GET  /agreements/{texted}/amendments/{m_draft}/document.pdf 404  secretariat=ok provider=ok
GET  /agreements/{texted}/amendments/{m_review}/document.docx 404  secretariat=ok provider=ok other_partner=ok
GET  /commitments/{commitment}/sheet.pdf     ok
POST /commitments/{commitment}/sheet.pdf     405
GET  /commitments/{commitment}/sheet.docx    ok
POST /commitments/{commitment}/sheet.docx    405
"""
