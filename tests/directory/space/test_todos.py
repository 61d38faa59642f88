from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory import error_reports
from directory.models import Membership
from tests.factories import ProductFactory, SignFactory, UserFactory, add_producer

HOME = "/espace/"


@pytest.fixture
def farm(db):
    offer = {
        "product": ProductFactory(name="Fraise", slug="fraise"),
        "sign": SignFactory(),
        "sign_number": "FR-BIO-01",
        "sign_expires_on": timezone.localdate() + timedelta(days=400),
    }
    return add_producer(title="Le Micocoulier", offers=[offer])


@pytest.fixture
def owner(farm, client):
    person = UserFactory()
    Membership.objects.create(page=farm, user=person)
    client.force_login(person)
    return person


def test_error_that_a_reader_reports_is_asked_about_first(farm, owner, client):
    farm.confirmed_on = timezone.localdate() - timedelta(days=200)
    farm.save()
    report = error_reports.report(
        farm, subject="horaires", text="Fermé.", email="", sender="s", now=timezone.now()
    )
    page = client.get(HOME).content.decode()
    assert "Quelqu’un signale une erreur" in page
    assert reverse("directory:espace_report_answer", args=[farm.pk, report.pk]) in page
    error_reports.answer(report, state="corrected", text="", by=owner, now=timezone.now())
    assert "Quelqu’un signale une erreur" not in client.get(HOME).content.decode()


@pytest.mark.parametrize(("days", "asked"), [(61, False), (59, True), (-29, True), (-31, False)])
def test_sign_is_renewed_around_its_last_day(farm, owner, client, days, asked):
    farm.offers.update(sign_expires_on=timezone.localdate() + timedelta(days=days))
    page = client.get(HOME).content.decode()
    assert ("Avez-vous le nouveau justificatif" in page) is asked
