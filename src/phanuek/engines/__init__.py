"""Pure computation: no web framework, clock, network or database. Everything comes in as plain values."""
