"""Telling a person, or a body without an account: once for each reason, on the page and by mail, each topic to be turned off."""
