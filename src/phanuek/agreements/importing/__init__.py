"""Agreements from JSON and commitments from spreadsheets: reading a file, comparing it with what is kept, writing the difference."""
