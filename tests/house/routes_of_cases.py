"""What every role meets at what follows an answer to a case; `route_table` says how a line is read."""

CASES = """
# -- a refusal questioned: the group or its officer asks; whoever refused does not answer; with no one else, the secretariat does
GET  /referrals/{refused}/appeal/            404  stranger=in CASE=ok provider=403
POST /referrals/{refused}/appeal/            404  stranger=in CASE=ok provider=403
GET  /referrals/{sent}/appeal/               404  stranger=in CASE=403
GET  /referrals/{appealed}/                  404  stranger=in CASE=ok
GET  /referrals/{appealed}/appeal/answer/    404  stranger=in CASE=403 secretariat=ok
POST /referrals/{appealed}/appeal/answer/    404  stranger=in CASE=403 secretariat=ok
GET  /referrals/{sent}/appeal/answer/        404  stranger=in CASE=403
POST /referrals/{appealed}/refuse/           404  stranger=in CASE=403
# -- passed to another offer: the provider proposes, the group's side answers
GET  /referrals/{sent}/transfer/             404  stranger=in CASE=403 provider=ok
POST /referrals/{sent}/transfer/             404  stranger=in CASE=403 provider=ok
GET  /referrals/{transfer}/                  404  stranger=in CASE=ok
GET  /referrals/{transfer}/transfer/answer/  404  stranger=in CASE=ok provider=403
POST /referrals/{transfer}/transfer/answer/  404  stranger=in CASE=ok provider=403
GET  /referrals/{sent}/transfer/answer/      404  stranger=in CASE=403
# -- after the end
GET  /referrals/{closed}/reopen/             404  stranger=in CASE=ok group=403
POST /referrals/{closed}/reopen/             404  stranger=in CASE=ok group=403
GET  /referrals/{sent}/reopen/               404  stranger=in CASE=403
GET  /referrals/{refused}/again/             404  stranger=in CASE=403 KEEPERS=go
POST /referrals/{refused}/again/             404|405  stranger=in CASE=405
GET  /referrals/{refused}/wish/              404|405  stranger=in CASE=405
POST /referrals/{refused}/wish/              404  stranger=in CASE=403
"""
