from __future__ import annotations

import copy
import json
import pickle

import pytest
from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.migrations.serializer import serializer_factory
from django.template import Context, Template
from django.utils.html import format_html
from django.utils.translation import deactivate_all

from phanuek.ui.words import T, current_language, in_language, pick

GREETING = T("สวัสดี {name}", "Hello {name}")
YES = T("ใช่", "Yes")


def test_reads_in_the_active_language() -> None:
    assert str(YES) == "ใช่"
    with in_language("en"):
        assert str(YES) == "Yes"
        assert f"{YES}!" == "Yes!"
        assert current_language() == "en"
    assert (YES.th, YES.en) == ("ใช่", "Yes")


def test_thai_where_no_language_is_active() -> None:
    with in_language("en"):
        deactivate_all()
        assert str(YES) == "ใช่"


def test_only_the_two_languages_are_taken() -> None:
    with pytest.raises(ValueError, match="fr"):
        in_language("fr")


def test_format_stays_in_both_languages() -> None:
    both = GREETING.format(name=T("ผนึก", "Phanuek"))
    assert both.as_dict() == {"th": "สวัสดี ผนึก", "en": "Hello Phanuek"}


def test_adding_keeps_both_languages() -> None:
    assert (YES + " 1 " + YES).en == "Yes 1 Yes"
    assert ("1 " + YES).th == "1 ใช่"


def test_pick_follows_the_language() -> None:
    assert pick(1, 2) == 1
    with in_language("en"):
        assert pick(1, 2) == 2


def test_equal_and_hashable() -> None:
    assert T("ใช่", "Yes") == YES
    assert T("ใช่", "Yeah") != YES
    assert YES == "ใช่"
    assert YES != 1
    assert len({T("ใช่", "Yes"), YES}) == 1
    assert {YES: 1}["ใช่"] == 1


def test_survives_pickle_copy_and_json() -> None:
    again = pickle.loads(pickle.dumps(YES))
    assert (again.th, again.en) == (YES.th, YES.en)
    assert copy.deepcopy(YES) == YES
    assert json.dumps({"a": YES}, cls=DjangoJSONEncoder, ensure_ascii=False) == '{"a": "ใช่"}'
    assert json.loads(json.dumps(YES, default=str)) == "ใช่"


def test_behaves_as_a_string_where_django_needs_one() -> None:
    assert YES.startswith("ใ")
    assert len(YES) == 3
    assert "ช่" in YES
    assert YES[0] == "ใ"
    assert bool(T("", "")) is False
    assert sorted([T("ข", "b"), T("ก", "c")])[0].th == "ก"
    with pytest.raises(AttributeError):
        YES.nothing  # noqa: B018


def test_model_choices_and_migrations_take_it() -> None:
    class Kind(models.TextChoices):
        ONE = "one", YES

    assert Kind.ONE.label == "ใช่"
    with in_language("en"):
        assert str(Kind.ONE.label) == "Yes"
        assert Kind.choices == [("one", "Yes")]
    field = models.CharField(YES, choices=[("a", YES)], max_length=5)
    assert not [m for m in field._check_choices() if m.is_serious()]
    assert serializer_factory(YES).serialize()[0] == "'ใช่'"
    assert field.get_prep_value(YES) == "ใช่"


def test_form_labels_follow_the_reader() -> None:
    class Form(forms.Form):
        a = forms.CharField(label=YES, help_text=GREETING.format(name="x"))

    with in_language("en"):
        assert "Yes" in Form().as_p()
        assert "Hello x" in Form().as_p()
    assert "ใช่" in Form().as_p()


def test_escaped_in_templates_and_html() -> None:
    nasty = T("<ก>", "<a>")
    assert Template("{{ x }}|{{ x.en }}").render(Context({"x": nasty})) == "&lt;ก&gt;|&lt;a&gt;"
    assert format_html("{}", nasty) == "&lt;ก&gt;"


def test_from_what_engines_give() -> None:
    assert T.of({"th": "ก", "en": "a"}).en == "a"
    assert T.of({"th": "ก"}).en == "ก"
    assert T.of("x").as_dict() == {"th": "x", "en": "x"}
    assert T.of(YES) is YES
