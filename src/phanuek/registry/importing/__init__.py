"""Lists of producers from spreadsheets: what columns mean, how a file is read, what each row is, and the copy with reasons."""
