"""Enterprises, groups and producers: identifiers, products, who supports whom, imports. In: people of the field. Out: one identity that every later room points to."""
