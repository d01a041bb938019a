"""What every role meets at the written order, candidates, exposure, and what finds no other side."""

CANDIDATES = """
GET  /matching/ranking/                      ok
POST /matching/ranking/                      405
GET  /matching/exposure/                     ok
GET  /matching/exposure/?format=csv          ok
POST /matching/exposure/                     405
GET  /matching/exposure/{nan}/               403  stranger=in KEEPERS=ok
POST /matching/exposure/{nan}/               405  stranger=in
GET  /matching/exposure/zz/                  404  stranger=in
GET  /matching/unmatched/                    403  stranger=in FIELD=ok provider=ok other_partner=ok
POST /matching/unmatched/                    405  stranger=in
# an officer elsewhere sees the groups of the own area; the body that offers it those that consented
GET  /offers/{offer}/candidates/             403  stranger=in FIELD=ok provider=ok
POST /offers/{offer}/candidates/             405  stranger=in
GET  /enterprises/{group}/standing/{offer}/  403  stranger=in AROUND=ok
POST /enterprises/{group}/standing/{offer}/  405  stranger=in
"""
