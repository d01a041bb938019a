from django.urls import path

from phanuek.registry.views import directory, enterprises, imports, support

app_name = "registry"
urlpatterns = [
    path("enterprises/", directory.directory, name="directory"),
    path("enterprises/new/", enterprises.new, name="new"),
    path("enterprises/import/", imports.upload, name="import"),
    path("enterprises/import/template.xlsx", imports.template, name="import_template"),
    path("enterprises/import/<slug:code>/", imports.batch, name="import_batch"),
    path("enterprises/import/<slug:code>/marked.xlsx", imports.marked, name="import_marked"),
    path("enterprises/<slug:code>/edit/", enterprises.edit, name="edit"),
    path("enterprises/<slug:code>/products/new/", enterprises.new_product, name="product_new"),
    path("enterprises/<slug:code>/support/new/", support.start, name="support_new"),
    path("enterprises/<slug:code>/support/<slug:organisation>/end/", support.end, name="support_end"),
]
