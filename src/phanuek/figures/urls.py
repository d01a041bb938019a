from django.urls import path

from phanuek.figures import views, views_income

app_name = "figures"
urlpatterns = [
    path("", views.index, name="index"),
    path("rows/", views.rows, name="rows"),
    path("income/", views_income.index, name="income"),
    path("income/rows/", views_income.rows, name="income_rows"),
]
