"""Who did what, when, for which organisation, about what. Append-only; no foreign keys, so the record outlives its subject."""
