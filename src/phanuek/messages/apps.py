from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "phanuek.messages"
    label = "phanuek_messages"  # Django's own notices after a form have the short one
