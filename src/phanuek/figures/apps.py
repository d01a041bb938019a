from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "phanuek.figures"
    label = "figures"
