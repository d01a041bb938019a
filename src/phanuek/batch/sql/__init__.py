"""A compiled rule as a SQL condition: TRUE fits, NULL cannot be said, FALSE does not fit, on each engine alike."""
