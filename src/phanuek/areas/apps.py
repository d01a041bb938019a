from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "phanuek.areas"
    label = "areas"
