"""Lists that people send in as spreadsheets: what columns mean, how a file is read, what is wrong with a cell, the template to fill
in, and the copy with reasons. A room brings its own columns and says what each row is."""
