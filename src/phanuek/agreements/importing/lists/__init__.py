"""Commitments of an agreement as a spreadsheet: the columns, what a row says, what it would do, the template and the copy with reasons."""
