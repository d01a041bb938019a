"""What every role meets at the addresses of draws and waiting lists; `route_table` says how a line is read."""

DRAWS = """
# -- draws: everybody reads; the body and the secretariat run one; the group and the officer of its area enter it
GET  /draws/                                 ok
POST /draws/                                 405
GET  /draws/verify_draw.py                   ok
POST /draws/verify_draw.py                   405
GET  /draws/{drawn}/                         ok
POST /draws/{drawn}/                         405
GET  /draws/{draw_open}/                     ok
GET  /draws/{draw_sealed}/                   ok
GET  /draws/nowhere/                         404
GET  /draws/{drawn}/published.json           ok
POST /draws/{drawn}/published.json           405
GET  /draws/nowhere/published.json           404
GET  /draws/{drawn}/sheet/                   ok
POST /draws/{drawn}/sheet/                   405
GET  /draws/new/?offer={offer}               403  stranger=in secretariat=ok provider=ok
POST /draws/new/?offer={offer}               403  stranger=in secretariat=ok provider=ok
GET  /draws/new/?replaces={drawn}            403  stranger=in secretariat=ok
GET  /draws/{draw_open}/enter/?enterprise={group} 403  stranger=in WORKERS=ok
POST /draws/{draw_open}/enter/?enterprise={group} 403  stranger=in WORKERS=ok
GET  /draws/{draw_open}/tickets/{draw_ticket}/withdraw/ 405  stranger=in
POST /draws/{draw_open}/tickets/{draw_ticket}/withdraw/ 404  stranger=in WORKERS=ok provider=403
GET  /draws/{draw_open}/seal/                405  stranger=in
POST /draws/{draw_open}/seal/                403  stranger=in secretariat=ok provider=ok
GET  /draws/{draw_sealed}/seed/              403  stranger=in secretariat=ok provider=ok
POST /draws/{draw_sealed}/seed/              403  stranger=in secretariat=ok provider=ok
GET  /draws/{draw_sealed}/cancel/            403  stranger=in secretariat=ok provider=ok
POST /draws/{draw_sealed}/cancel/            403  stranger=in secretariat=ok provider=ok
# -- waiting lists: each sees their own places; the whole queue is for the body of the offer
GET  /waiting/                               ok   stranger=in
POST /waiting/                               405  stranger=in
GET  /waiting/{waits}/                       404  stranger=in CASE=ok
POST /waiting/{waits}/                       404  stranger=in provider=403
GET  /waiting/answer/{w_answer}/             ok
POST /waiting/answer/{w_answer}/             ok
GET  /waiting/answer/{w_leave}/              404
GET  /waiting/leave/{w_leave}/               ok
POST /waiting/leave/{w_leave}/               ok
GET  /waiting/leave/unknown/                 404
GET  /offers/{full}/waiting/                 403  stranger=in secretariat=ok provider=ok
POST /offers/{full}/waiting/                 405  stranger=in
GET  /offers/{full}/waiting/join/?enterprise={group} 403  stranger=in WORKERS=go
POST /offers/{full}/waiting/join/?enterprise={group} 403  stranger=in WORKERS=ok
GET  /offers/{offer}/waiting/join/?enterprise={group} 403  stranger=in WORKERS=ok
# -- draws through the API
GET  /api/v1/draws                           ok
POST /api/v1/draws                           405
GET  /api/v1/draws/{drawn}                   ok
POST /api/v1/draws/{drawn}                   405
"""
