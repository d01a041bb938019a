from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "phanuek.desk"
    label = "desk"
