"""Settings, URLs and WSGI. Stands on top of the house: it may know every room, no room knows it."""
