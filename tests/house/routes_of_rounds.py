"""What every role meets at the addresses of rounds; `route_table` says how a line is read."""

ROUNDS = """
# -- rounds: public once open; the body and the secretariat run them; an application is for those it concerns
GET  /rounds/                                ok
POST /rounds/                                405
GET  /rounds/verify_round.py                 ok
POST /rounds/verify_round.py                 405
GET  /rounds/new/                            403  stranger=in BODIES=ok
POST /rounds/new/                            403  stranger=in BODIES=ok
GET  /rounds/{round_open}/                   ok
POST /rounds/{round_open}/                   405
GET  /rounds/{round_draft}/                  404  secretariat=ok provider=ok
GET  /rounds/{round_done}/                   ok
GET  /rounds/{round_done}/published.json     ok
POST /rounds/{round_done}/published.json     405
GET  /rounds/{round_open}/published.json     404
GET  /rounds/{round_done}/results.csv        ok
POST /rounds/{round_done}/results.csv        405
GET  /rounds/{round_done}/results.exe        404
GET  /rounds/{round_open}/results.json       404
GET  /rounds/{round_open}/progress/          403  stranger=in secretariat=ok provider=ok
POST /rounds/{round_open}/progress/          405  stranger=in
GET  /rounds/{round_draft}/edit/             404  stranger=in secretariat=ok provider=ok
POST /rounds/{round_draft}/edit/             404  stranger=in secretariat=ok provider=ok
GET  /rounds/{round_open}/edit/              403  stranger=in
GET  /rounds/{round_draft}/rule/             404  stranger=in secretariat=ok provider=ok
POST /rounds/{round_draft}/rule/             404  stranger=in secretariat=ok provider=ok
GET  /rounds/{round_open}/rule/              403  stranger=in
GET  /rounds/{round_draft}/offers/           404  stranger=in secretariat=ok provider=ok
POST /rounds/{round_draft}/offers/           404  stranger=in secretariat=ok provider=ok
GET  /rounds/{round_draft}/offers/loom/remove/ 405  stranger=in
POST /rounds/{round_draft}/offers/nothing/remove/ 404  stranger=in
GET  /rounds/{round_draft}/open/             404  stranger=in secretariat=ok provider=ok
POST /rounds/{round_open}/open/              403  stranger=in
GET  /rounds/{round_open}/close/             403  stranger=in secretariat=ok provider=ok
POST /rounds/{round_open}/close/             403  stranger=in secretariat=ok provider=ok
GET  /rounds/{round_open}/solve/             403  stranger=in
POST /rounds/{round_open}/solve/             403  stranger=in
GET  /rounds/{round_done}/again/             403  stranger=in
POST /rounds/{round_done}/again/             403  stranger=in
GET  /rounds/{round_done}/publish/           403  stranger=in
POST /rounds/{round_done}/publish/           403  stranger=in
GET  /rounds/{round_open}/cancel/            403  stranger=in secretariat=ok provider=ok
POST /rounds/{round_done}/cancel/            403  stranger=in
GET  /rounds/{round_open}/apply/             ok   stranger=in group=ok other_group=ok
POST /rounds/{round_open}/apply/             ok   stranger=in
GET  /rounds/{round_open}/apply/?enterprise={group} 403  stranger=in WORKERS=ok
POST /rounds/{round_open}/apply/?enterprise={group} 403  stranger=in WORKERS=ok
GET  /rounds/{round_open}/applications/      403  stranger=in secretariat=ok provider=ok
POST /rounds/{round_open}/applications/      405  stranger=in
GET  /rounds/{round_open}/applications/{asked_open}/ 404  stranger=in CASE=ok
POST /rounds/{round_open}/applications/{asked_open}/ 405  stranger=in
GET  /rounds/{round_done}/applications/{asked_done}/ 404  stranger=in CASE=ok
GET  /rounds/{round_open}/applications/{asked_open}/withdraw/ 404  stranger=in WORKERS=ok provider=403
POST /rounds/{round_done}/applications/{asked_done}/withdraw/ 404  stranger=in CASE=403
"""
