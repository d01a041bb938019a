from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "phanuek.config"
    label = "config"
