from phanuek.ui.words import T

VERBS: dict[str, T] = {}
