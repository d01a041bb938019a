"""Entries become moves between accounts; balances and holdings are worked out from what was there."""

from django.db import migrations
from django.utils import timezone


def carry_over(apps, schema_editor):
    Offer = apps.get_model("offers", "Offer")
    Entry = apps.get_model("offers", "CapacityEntry")
    Balance = apps.get_model("offers", "CapacityBalance")
    Holding = apps.get_model("offers", "Holding")
    with_entries = set(Entry.objects.order_by().values_list("offer", flat=True).distinct())
    for offer in Offer.objects.all().iterator():
        if offer.capacity is None and offer.pk not in with_entries:
            continue
        free = "opened" if offer.capacity is not None else ""
        held = {}
        first = None
        for entry in Entry.objects.filter(offer=offer).order_by("at", "pk"):
            first = first or entry.at
            held[entry.reference] = held.get(entry.reference, 0) + entry.quantity
            taken = entry.quantity > 0
            entry.source, entry.target = (free, "reserved") if taken else ("reserved", free)
            entry.units = 1
            entry.save()
        reserved = sum(held.values())
        if offer.capacity:
            Entry.objects.create(
                offer=offer, source="", target="opened", units=offer.capacity, quantity=1, reference="",
                at=first or timezone.now(), why="carried over",
            )
        Balance.objects.create(
            offer=offer, reserved=reserved, opened=max((offer.capacity or 0) - reserved, 0)
        )
        Holding.objects.bulk_create(
            [Holding(offer=offer, reference=r, reserved=max(n, 0)) for r, n in held.items()]
        )


class Migration(migrations.Migration):

    dependencies = [("offers", "0004_the_ledger_of_places")]

    # the columns that are dropped next would be gone; forward only
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
