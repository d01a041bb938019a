"""Schemes: what stays the same from edition to edition."""

from django.db import transaction

from phanuek.offers import permissions
from phanuek.offers.models import Scheme
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def add_scheme(
    *, by: Actor, provider: Organisation, name_th: str, name_en: str = "", code: str = ""
) -> Scheme:
    """A scheme that offers can be editions of."""
    permissions.check_can_add(by, provider)
    by = by.for_organisation(provider, on=clock.today())
    name = name_th.strip()
    if not name:
        raise Refused(T("กรอกชื่อโครงการ", "Give the scheme's name."), field="scheme_name_th")
    if Scheme.objects.filter(provider=provider, name_th=name).exists():
        raise Refused(T("มีโครงการชื่อนี้แล้ว", "There is a scheme of this name already."), field="scheme_name_th")
    scheme = Scheme.objects.create(
        code=code or new_code("s"), provider=provider, name_th=name, name_en=name_en.strip()
    )
    timeline.record("scheme.added", about=scheme, by=by, facts={"provider": provider.code})
    return scheme


def scheme_named(*, by: Actor, provider: Organisation, name: str) -> Scheme:
    """The provider's scheme of that name, made where there is none."""
    found = Scheme.objects.filter(provider=provider, name_th=name.strip()).first()
    return found or add_scheme(by=by, provider=provider, name_th=name)
