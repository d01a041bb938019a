"""Phanuek (ผนึก): from a signed agreement to support that reaches people, shown openly."""
