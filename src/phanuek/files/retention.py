"""How long contents are kept, and their end: the file goes, the row stays and says since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from phanuek.files.models import Attachment
from phanuek.ui import clock


def until(kind: str, since: date) -> date:
    """The last day on which something of this kind is kept, counted from the day that ends its use. KeyError for a kind
    that the policy does not know."""
    years = settings.RETENTION_YEARS[kind]
    try:
        return since.replace(year=since.year + years)
    except ValueError:  # 29 February
        return since.replace(year=since.year + years, day=28)


def due(on: date) -> QuerySet[Attachment]:
    """Attachments whose last day lies behind `on` and whose contents are still there."""
    return Attachment.objects.filter(keep_until__lt=on, removed_at=None).order_by("pk")


@transaction.atomic
def destroy(attachment: Attachment) -> bool:
    """The contents are destroyed when the transaction ends well; False when they were already."""
    row = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if row.removed_at is not None:
        return False
    storage, name = row.file.storage, row.file.name
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    transaction.on_commit(lambda: storage.delete(name))
    return True


def destroy_due(on: date) -> int:
    """One attachment at a time, so that a failing one does not bring back the others. Returns how many."""
    return sum(destroy(attachment) for attachment in due(on))


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of every room that names an attachment, also those without a way back (related_name "+")."""
    for relation in Attachment._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model is not None:
            field = getattr(relation, "field", None)
            if field is not None and not relation.many_to_many:
                yield field.model, field.name


def abandoned(on: date) -> QuerySet[Attachment]:
    """Uploads that nothing refers to, old enough that nobody is still at the form."""
    rows = Attachment.objects.filter(
        uploaded_at__lt=clock.now() - timedelta(days=settings.ABANDONED_AFTER_DAYS)
    )
    for model, name in references():
        rows = rows.filter(~Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    return rows.order_by("pk")


def remove_abandoned(on: date) -> int:
    """Contents and row: nothing tells of them. Returns how many."""
    count = 0
    for attachment in abandoned(on):
        with transaction.atomic():
            storage, name = attachment.file.storage, attachment.file.name
            attachment.delete()
            transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
        count += 1
    return count
