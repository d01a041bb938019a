from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "phanuek.files"
    label = "files"
