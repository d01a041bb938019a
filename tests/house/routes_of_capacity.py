"""What every role meets at the ledger of an offer; `route_table` says how a line is read."""

CAPACITY = """
# -- places and money: entries for the provider and the secretariat; a provider with officers of its own moves them itself
GET  /offers/{offer}/capacity/               403  stranger=in provider=ok secretariat=ok
POST /offers/{offer}/capacity/               405  stranger=in
GET  /offers/{offer_of_absent}/capacity/     403  stranger=in secretariat=ok
GET  /offers/{offer}/capacity/promise/       403  stranger=in provider=ok
POST /offers/{offer}/capacity/promise/       403  stranger=in provider=ok
GET  /offers/{offer}/capacity/open/          403  stranger=in provider=ok
POST /offers/{offer}/capacity/open/          403  stranger=in provider=ok
GET  /offers/{offer}/capacity/close/         403  stranger=in provider=ok
POST /offers/{offer}/capacity/close/         403  stranger=in provider=ok
GET  /offers/{offer}/capacity/take-back/     403  stranger=in provider=ok
POST /offers/{offer}/capacity/take-back/     403  stranger=in provider=ok
GET  /offers/{offer}/capacity/restore/       403  stranger=in provider=ok
POST /offers/{offer}/capacity/restore/       403  stranger=in provider=ok
GET  /offers/{offer}/capacity/nothing/       404  stranger=in
GET  /offers/{offer_of_absent}/capacity/promise/ 403  stranger=in secretariat=ok
POST /offers/{offer_of_absent}/capacity/promise/ 403  stranger=in secretariat=ok
"""
