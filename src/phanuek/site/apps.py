from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "phanuek.site"
    label = "site"
