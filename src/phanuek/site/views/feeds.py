"""The feed of an agreement: what happened, for readers of feeds."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from phanuek.agreements import queries
from phanuek.agreements.models import Agreement
from phanuek.agreements.queries import feeds
from phanuek.agreements.views.feeds import authority, conditional
from phanuek.organisations.actor import Actor
from phanuek.site.queries.progress import shown
from phanuek.ui import clock
from phanuek.ui.words import T, current_language

# a tag: URI names the day since when its maker holds the name (RFC 4151); it must never change
SINCE = "2026"


@login_not_required
@require_safe
def agreement_feed(request: HttpRequest, code: str) -> HttpResponse:
    """Atom (RFC 4287) in the reader's language: the same entries for everyone, whoever asks."""
    rows = Agreement.objects.visible_to(request.actor).select_related("organiser")  # type: ignore[attr-defined]
    agreement = get_object_or_404(rows, code=code)
    on, language = clock.today(), current_language()
    progress = queries.progress_many(agreement.commitments.select_related("lead", "agreement"), on)
    told = shown(progress.values(), Actor.public(), on)
    disclosed = [pk for pk, row in told.items() if row.confirmed is not None]
    found = feeds.entries(agreement, clock.now(), disclosed)
    origin = request.build_absolute_uri("/").rstrip("/")

    def text(words: T) -> str:
        return words.in_language(language)

    name = T(agreement.short_title_th or agreement.title_th, agreement.short_title_en or agreement.title_en or agreement.title_th)  # fmt: skip
    last = max((entry.at for entry in found), default=None)
    feed = _Feed(
        title=text(name),
        link=f"{origin}{agreement.get_absolute_url()}",
        description=text(T("ความเคลื่อนไหวของ {name}", "News of {name}").format(name=name)),
        language=language,
        author_name=text(T("ผนึก", "Phanuek")),
        feed_url=f"{origin}{request.path}?lang={language}",
        feed_guid=_tag(agreement, "feed"),
    )
    for entry in found:
        feed.add_item(
            title=text(entry.title),
            link=f"{origin}{entry.path}",
            description=escape(text(entry.text)),
            unique_id=_tag(agreement, entry.key),
            pubdate=entry.at,
            updateddate=entry.at,
            author_name=text(entry.body),
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=_Feed.content_type)
    return conditional(request, response, int(last.timestamp()) if last else None)


class _Feed(Atom1Feed):
    """Without entries it is as old as the platform, so that it does not seem new at each reading."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self):  # type: ignore[no-untyped-def]
        return super().latest_post_date() if self.items else clock.now().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)  # fmt: skip


def _tag(agreement: Agreement, key: str) -> str:
    """The same for ever, whatever happens to addresses and words."""
    return f"tag:{authority()},{SINCE}:agreements/{agreement.code}/{key}"
