"""How sign-in behaves; accounts are opened by an organisation's own administrators, not by strangers."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in only: nobody opens an account for themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
