from django.urls import path

from phanuek.referrals import views

app_name = "referrals"
urlpatterns = [
    path("referrals/new/", views.new, name="new"),
    path("referrals/<slug:code>/ask/", views.ask, name="ask"),
    path("referrals/<slug:code>/give/", views.give, name="give"),
    path("referrals/<slug:code>/accept/", views.accept, name="accept"),
    path("referrals/<slug:code>/refuse/", views.refuse, name="refuse"),
    path("referrals/<slug:code>/deliver/", views.deliver, name="deliver"),
    path("referrals/<slug:code>/note/", views.note, name="note"),
    path("referrals/<slug:code>/close/", views.close, name="close"),
    path("referrals/<slug:code>/withdraw/", views.withdraw, name="withdraw"),
    path("referrals/<slug:code>/appeal/", views.appeal, name="appeal"),
    path("referrals/<slug:code>/appeal/answer/", views.answer_appeal, name="answer_appeal"),
    path("referrals/<slug:code>/transfer/", views.transfer, name="transfer"),
    path("referrals/<slug:code>/transfer/answer/", views.answer_transfer, name="answer_transfer"),
    path("referrals/<slug:code>/reopen/", views.reopen, name="reopen"),
    path("referrals/<slug:code>/again/", views.again, name="again"),
    path("referrals/<slug:code>/wish/", views.wish, name="wish"),
    path("referrals/<slug:code>/contact/", views.contact, name="contact"),
    path(
        "referrals/<slug:code>/deliveries/<slug:delivery>/confirm/",
        views.confirm_delivery,
        name="confirm_delivery",
    ),
    path(
        "referrals/<slug:code>/deliveries/<slug:delivery>/return/",
        views.return_delivery,
        name="return_delivery",
    ),
    path("referrals/<slug:code>/deliveries/<slug:delivery>/ask/", views.ask_receipt, name="ask_receipt"),
    path("referrals/<slug:code>/received/", views.report_receipt, name="report_receipt"),
    path("referrals/<slug:code>/files/", views.add_files, name="add_files"),
    path("referrals/<slug:code>/link/", views.send_link, name="send_link"),
    path("r/<str:token>/", views.by_link, name="by_link"),
    path("r/<str:token>/files/<slug:file>/", views.by_link_file, name="by_link_file"),
    path("referrals/<slug:code>/evidence/<slug:file>/", views.evidence, name="evidence"),
]
