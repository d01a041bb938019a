"""Short codes for addresses: readable aloud, never a row number, never a name."""

import secrets

# Crockford's base 32: no i, l, o, u, so a code survives being read over the telephone
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_code(prefix: str) -> str:
    """`e-7k3m-9qxt`: eight random characters, 2**40 codes per prefix; the unique column settles the rare collision."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"
