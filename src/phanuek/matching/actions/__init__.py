"""Verbs of matching: keeping answers, rounds, draws, waiting lists."""

from phanuek.matching.actions.assess import assess

__all__ = ["assess"]
