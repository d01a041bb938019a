"""JSON API, read through the same queries as the pages."""
