"""Support that a body offers under a commitment: conditions, window, limits, capacity."""
