from django.contrib.auth.models import AbstractUser
from django.db import models


class Person(AbstractUser):
    """Someone who signs in. What they may do comes from memberships (organisations room), never from here."""

    name = models.CharField(max_length=200, help_text="Name as shown to colleagues")
    demonstration = models.BooleanField(default=False, help_text="Exists only in the demo world")

    def __str__(self) -> str:
        return self.name or self.username
