"""What every role meets where offers are published, limited, copied and checked; `route_table` says how a line is read."""

OFFERS = """
# -- offers: written in peace by their body (the secretariat reads along), then public
GET  /offers/{unpublished}/                  404  provider=ok secretariat=ok
GET  /api/v1/offers/{unpublished}            404
GET  /offers/{unpublished}/edit/             404  stranger=in provider=ok secretariat=403
GET  /offers/{unpublished}/conditions/       404  stranger=in provider=ok secretariat=403
GET  /offers/{unpublished}/publish/          404  stranger=in provider=ok secretariat=403
POST /offers/{unpublished}/publish/          404  stranger=in provider=ok secretariat=403
GET  /offers/{offer}/publish/                403  stranger=in provider=ok
POST /offers/{offer}/publish/                403  stranger=in provider=ok
GET  /offers/{offer}/unpublish/              403  stranger=in provider=ok
POST /offers/{offer}/unpublish/              403  stranger=in provider=ok
GET  /offers/{offer_of_absent}/unpublish/    403  stranger=in secretariat=ok
GET  /offers/{offer}/limits/                 403  stranger=in provider=ok
POST /offers/{offer}/limits/                 403  stranger=in provider=ok
GET  /offers/{offer_of_absent}/limits/       403  stranger=in secretariat=ok
GET  /offers/{offer}/next-edition/           403  stranger=in provider=ok
POST /offers/{offer}/next-edition/           403  stranger=in provider=ok
GET  /offers/key/{check_key}/                ok
POST /offers/key/{check_key}/                ok
GET  /offers/key/unknown-token/              404
POST /offers/key/unknown-token/              404
"""
