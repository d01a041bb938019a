from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "phanuek.api"
    label = "api"
