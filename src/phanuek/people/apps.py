from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "phanuek.people"
    label = "people"
