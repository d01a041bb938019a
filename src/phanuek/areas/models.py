"""One table of areas. What they are and what they are called comes from the country pack."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from phanuek.engines import pack as country
from phanuek.ui.country import pack
from phanuek.ui.words import T, current_language, pick


class Level(models.TextChoices):
    """The three levels, widest first. The pack's ``level_names`` say what a country calls them."""

    PROVINCE = country.PROVINCE, T("จังหวัด", "Province")
    DISTRICT = country.DISTRICT, T("อำเภอ/เขต", "District")
    SUBDISTRICT = country.SUBDISTRICT, T("ตำบล/แขวง", "Subdistrict")


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas by level and by day."""

    def provinces(self) -> Self:
        return self.filter(level=Level.PROVINCE)

    def districts(self) -> Self:
        return self.filter(level=Level.DISTRICT)

    def subdistricts(self) -> Self:
        return self.filter(level=Level.SUBDISTRICT)

    def on(self, day: date) -> Self:
        """Those that exist on ``day``; a missing date is open on its side."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )

    def with_path(self) -> Self:
        """With their parents, for labels."""
        return self.select_related("parent__parent")

    def within(self, *codes: str) -> Self:
        """Those that are, or lie inside, any of ``codes``: a code begins with its parent's code."""
        inside = Q(pk__in=[])
        for code in codes:
            inside |= Q(code__startswith=code)
        return self.filter(inside)


class Area(models.Model):
    """A province, district or subdistrict.

    The official code is the primary key: it is what every country publishes, and a table that
    points here can ask ``area_id__startswith="50"`` without a join. A code begins with the code
    of its parent. ``name_th`` is the name in the local script without the word for its level.
    """

    code = models.CharField(max_length=12, primary_key=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    # repeated here so that a row answers for its province without reading its parents
    province_code = models.CharField(max_length=12, db_index=True)
    region = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=255)
    # names as they are compared: normalised, without spaces; and with misspellings taken out
    search_th = models.CharField(max_length=120)
    search_en = models.CharField(max_length=120)
    skeleton = models.CharField(max_length=120)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "code"]
        indexes = [
            models.Index(fields=["level", "sort_key"], name="areas_level_order"),
            models.Index(fields=["parent", "sort_key"], name="areas_parent_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent__isnull=True)
                | (~Q(level=Level.PROVINCE) & Q(parent__isnull=False)),
                name="areas_only_provinces_without_parent",
            ),
        ]

    def __str__(self) -> str:
        return str(pick(self.name_th, self.name_en))

    @property
    def name(self) -> str:
        """The bare name in the reader's language."""
        return str(pick(self.name_th, self.name_en))

    @property
    def sign(self) -> str:
        """The name with the word for its level: ตำบลตลาด, เขตบางรัก, Talat Subdistrict."""
        return pack().area_name(self.level, self.name, current_language(), code=self.code)

    @property
    def label(self) -> str:
        """The whole address line. Read with ``with_path()``, or each row asks for its parents."""
        return self.label_as(current_language())

    @property
    def short_label(self) -> str:
        """The address line with short words: ต.ตลาด อ.เมืองสุราษฎร์ธานี จ.สุราษฎร์ธานี."""
        return self.label_as(current_language(), "short")

    def path(self) -> list[Area]:
        """Province, district, subdistrict: as far down as this area."""
        found: list[Area] = []
        here: Area | None = self
        while here is not None:
            found.append(here)
            here = here.parent
        return found[::-1]

    def label_as(self, lang: str, style: str = "long") -> str:
        """The address line in ``lang``; styles long, short, plain as the country writes them."""
        names = {a.level: a.name_th if lang == "th" else a.name_en for a in self.path()}
        return pack().area_label({**names, "code": self.code}, lang, style=style)
