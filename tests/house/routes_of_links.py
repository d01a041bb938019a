"""What every role meets at the addresses that are reached by a link, and at the acts that send one; `route_table` says how a line
is read. A link opens for whoever holds it, signed in or not: the token is the right."""

LINKS = """
# -- links by which a body or a group acts without an account
GET  /r/{link}/                              ok
POST /r/{link}/                              404
GET  /r/{link}/files/{link_file}/            ok
POST /r/{link}/files/{link_file}/            405
GET  /r/{link}/files/{evidence}/             404
GET  /r/{revoke}/                            404
GET  /c/{revoke}/                            ok
POST /c/{revoke}/                            ok
GET  /c/{link}/                              404
GET  /referrals/{absent_case}/link/          404  stranger=in KEEPERS=ok group=403
POST /referrals/{absent_case}/link/          404  stranger=in KEEPERS=ok group=403
GET  /referrals/{closed}/link/               404  stranger=in CASE=403 KEEPERS=ok
# -- deliveries from both sides
GET  /referrals/{delivered}/deliveries/{delivery}/confirm/ 404  stranger=in CASE=ok provider=403
GET  /referrals/{delivered}/deliveries/{delivery}/return/ 404  stranger=in CASE=403 provider=ok
POST /referrals/{delivered}/deliveries/{delivery}/return/ 404  stranger=in CASE=403 provider=ok
GET  /referrals/{delivered}/deliveries/{delivery}/ask/ 405  stranger=in
POST /referrals/{delivered}/deliveries/{delivery}/ask/ 404  stranger=in KEEPERS=ok group=403 provider=403
GET  /referrals/{accepted}/received/         404  stranger=in CASE=ok provider=403
POST /referrals/{accepted}/received/         404  stranger=in CASE=ok provider=403
GET  /referrals/{sent}/received/             404  stranger=in CASE=403
# -- files of a case
GET  /referrals/{sent}/files/                404  stranger=in CASE=ok
POST /referrals/{sent}/files/                404  stranger=in CASE=ok
GET  /referrals/{closed}/files/              404  stranger=in CASE=403
# -- the group's link to withdraw
GET  /enterprises/{group}/consents/{consent}/link/ 405  stranger=in
POST /enterprises/{group}/consents/{consent}/link/ 403  stranger=in WORKERS=ok
"""
