"""Accounts and sign-in; the signed-out person's links."""
