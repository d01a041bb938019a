"""The analytical copy: one DuckDB file with a wide table of monthly incomes and one of deliveries, kept fresh by rows and never by hand.

Whoever writes makes a new version of the file beside the old one, changes it in one transaction, and then turns a small
pointer to it; whoever reads opens the version that the pointer names, read-only, and keeps it as long as they like. So many
processes read while one writes, and a writer killed at any moment leaves the version before it whole.

`schema` the tables · `versions` files and pointer · `changes` rows in and out · `rollups` the seven roll-ups · `measuring` the
measures of income · `delivering` what was delivered · `comparing` whether the copy still says what its source says.
"""
