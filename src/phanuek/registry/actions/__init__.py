"""The verbs of the registry."""

from phanuek.registry.actions.enterprises import AlreadyRegistered, add_product, edit, register, register_many
from phanuek.registry.actions.imports import apply_import, try_import
from phanuek.registry.actions.support import end_support, start_support, start_support_many
from phanuek.registry.new import NewEnterprise, NewProduct

__all__ = [
    "AlreadyRegistered",
    "NewEnterprise",
    "NewProduct",
    "add_product",
    "apply_import",
    "edit",
    "end_support",
    "register",
    "register_many",
    "start_support",
    "start_support_many",
    "try_import",
]
