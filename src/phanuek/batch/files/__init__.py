"""Reading and writing the files of the command line, strictly: a file that is not what it says is refused with its row and
column, and nothing is written until all of it is right.

`text` and `tables` read CSV, `strict_json` JSON, `cells` the single cell; `offers`, `enterprises`, `round_files` are the inputs,
`answers` what a screening writes.
"""
