from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from phanuek.areas.models import Area
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.registry import actions, permissions, queries
from phanuek.registry.forms import EditForm, ProductForm, RegisterForm
from phanuek.registry.models import Enterprise
from phanuek.ui import formats
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

DIRECTORY = T("ทำเนียบกิจการ", "Directory")


def provinces_of(actor: Actor) -> tuple[str, ...]:
    """The province an officer's area lies in; () for the whole country."""
    area = Area.objects.filter(code=actor.area_code).first() if actor.area_code else None
    return (area.province_code,) if area else ()


def get_enterprise(request: HttpRequest, code: str) -> Enterprise:
    """An enterprise in the reader's sight, else 404."""
    rows = Enterprise.objects.visible_to(request.actor).select_related(  # type: ignore[attr-defined]
        "subdistrict__parent__parent", "organisation"
    )
    return get_object_or_404(rows, code=code)


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """Data and files for a form: None while it is only shown; an empty post is still a post."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def path_to(enterprise: Enterprise, here: T) -> list[tuple[Any, str]]:
    name = T(enterprise.name_th, enterprise.name_en or enterprise.name_th)
    return [(DIRECTORY, reverse("registry:directory")), (name, enterprise.get_absolute_url()), (here, "")]


def new(request: HttpRequest) -> HttpResponse:
    """Registers; when the data look like someone registered, shows whom before anything is kept."""
    actor = request.actor  # type: ignore[attr-defined]
    permissions.check_can_register(actor)
    form = RegisterForm(
        posted(request)[0], provinces=provinces_of(actor), initial={"name_th": request.GET.get("name", "")}
    )
    alike: list[queries.Alike] = []
    if request.method == "POST" and form.is_valid():
        alike = _alike(form)
        taken = [a for a in alike if a.same_number]
        confirmed = set(request.POST.get("confirm", "").split(","))
        if not taken and {a.enterprise.code for a in alike} <= confirmed:
            try:
                enterprise = actions.register(by=actor, **form.new())
            except Refused as refusal:
                refusal.add_to(form)
            else:
                messages.success(
                    request, T("ขึ้นทะเบียน {name} แล้ว", "{name} is registered.").format(name=enterprise.name_th)
                )
                return redirect(enterprise)
        if taken:
            _refuse_number(form, taken)
    return render(
        request,
        "registry/new.html",
        {
            "form": form,
            "alike": alike,
            "taken": any(a.same_number for a in alike),
            "confirm": ",".join(a.enterprise.code for a in alike),
            "cancel": reverse("registry:directory"),
        },
    )


def _alike(form: RegisterForm) -> list[queries.Alike]:
    cleaned = form.cleaned_data
    return queries.look_alikes(
        name_th=cleaned["name_th"],
        subdistrict=cleaned["subdistrict"],
        identifiers=form.numbers(),
        contact_phone=cleaned["contact_phone"],
    )


def _refuse_number(form: RegisterForm, taken: list[queries.Alike]) -> None:
    owned = {(i.scheme, i.value) for a in taken for i in a.enterprise.identifiers.all()}
    for scheme, value in form.numbers().items():
        if (scheme, value) in owned:
            form.add_error(
                scheme,
                str(
                    T(
                        "เลขนี้ขึ้นทะเบียนไว้แล้ว ดูกลุ่มที่มีเลขนี้ด้านบน",
                        "This number is registered already; see the group above.",
                    )
                ),
            )


def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Changes details; when someone else saved meanwhile, shows both versions to choose from."""
    actor, enterprise = request.actor, get_enterprise(request, code)  # type: ignore[attr-defined]
    permissions.check_can_edit(actor, enterprise)
    without = (
        () if actor.is_system or actor.may(Permission.REGISTER_ENTERPRISE) else permissions.OFFICERS_ONLY
    )
    if request.POST.get("whole") == "theirs":
        messages.info(request, T("ใช้ข้อมูลที่บันทึกล่าสุด", "The version saved last is kept."))
        return redirect(enterprise)
    form = EditForm(posted(request)[0], enterprise=enterprise, without=without, provinces=provinces_of(actor))
    if not form.is_bound:
        form.initial["version"] = enterprise.version
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        leave = [
            n
            for n in form.fields
            if request.POST.get(f"keep-{n}") == "theirs" and request.POST.get("whole") != "mine"
        ]
        try:
            actions.edit(
                by=actor, enterprise=enterprise, version=form.cleaned_data["version"], **form.changes(leave)
            )
        except Conflict as found:
            conflict = found
            # saving again with this version says: I have seen theirs
            form.data = form.data.copy()
            form.data["version"] = str(found.version)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกแล้ว", "Saved."))
            return redirect(enterprise)
    return render(
        request,
        "registry/edit.html",
        {
            "form": form,
            "enterprise": enterprise,
            "conflict": _differences(form, conflict) if conflict else [],
            "path": path_to(enterprise, T("แก้ไขข้อมูล", "Edit")),
        },
        status=409 if conflict else 200,
    )


def _differences(form: EditForm, conflict: Conflict) -> list[dict[str, Any]]:
    """Per field both values in words."""
    return [
        {
            "name": name,
            "label": form.fields[name].label,
            "yours": _in_words(form, name, conflict.yours[name]),
            "theirs": _in_words(form, name, conflict.theirs[name]),
        }
        for name in conflict.yours
        if name in form.fields
    ]


def _in_words(form: EditForm, name: str, value: Any) -> Any:
    if name == "citizen":
        return "•••" if value else formats.NOTHING
    if isinstance(value, Area):
        return Area.objects.with_path().get(pk=value.pk).short_label
    choices = dict(getattr(form.fields[name], "choices", ()))
    if value in choices:
        return choices[value]
    if hasattr(value, "isoformat"):
        return formats.be_date(value)
    return formats.NOTHING if value in (None, "") else value


def new_product(request: HttpRequest, code: str) -> HttpResponse:
    actor, enterprise = request.actor, get_enterprise(request, code)  # type: ignore[attr-defined]
    permissions.check_can_edit(actor, enterprise)
    form = ProductForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            product = actions.add_product(by=actor, enterprise=enterprise, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("เพิ่ม {name} แล้ว", "{name} was added.").format(name=product.name_th))
            return redirect(enterprise)
    title = T("เพิ่มสินค้าหรือบริการ", "Add a product or service")
    return render(
        request,
        "ui/form_page.html",
        {
            "title": title,
            "intro": T(enterprise.name_th, enterprise.name_en or enterprise.name_th),
            "form": form,
            "cancel": enterprise.get_absolute_url(),
            "path": path_to(enterprise, title),
        },
    )
