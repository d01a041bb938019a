"""Sign-in in our own words."""

from typing import Any

from allauth.account.forms import LoginForm
from django.core.validators import MaxLengthValidator

from phanuek.ui.words import T


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form, labelled so that a first-time user knows what to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = T("ชื่อผู้ใช้หรืออีเมล", "User name or e-mail")
        self.fields["password"].label = T("รหัสผ่าน", "Password")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = T("จำการเข้าสู่ระบบในเครื่องนี้", "Keep me signed in on this device")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
            # SQLite refuses to compare with a text of many thousand letters, and nobody is called so
            self.fields[name].validators.append(MaxLengthValidator(254))
