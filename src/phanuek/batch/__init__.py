"""The engines on plain files and on other machines; no Django.

`cli` is the command line `phanuek`, with a module for each command and `files` for what it reads and writes. `sql` writes rules as SQL
conditions, `runners` carry them to DuckDB, PostgreSQL and Spark. `copy` keeps the analytical copy of incomes, a DuckDB file, and rolls
it up for the figures.
"""
