from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "phanuek.timeline"
    label = "timeline"
