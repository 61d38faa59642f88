from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from madeingard.dev import outbox


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """What would have been sent; links lead to the host that was asked."""
    written, asked = (
        settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
        f"{request.scheme}://{request.get_host()}",
    )
    found = [
        replace(mail, text=mail.text.replace(written, asked))
        for mail in outbox.newest(settings.EMAIL_FILE_PATH)
    ]
    return render(request, "dev/mails.html", {"mails": found})
