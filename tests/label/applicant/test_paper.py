"""A paper application that the secretariat keys in, under a mandate."""

from datetime import timedelta

import pytest
from django.utils import timezone

from label import application, clock
from label.enums import ApplicationPart, CaseState
from label.models import Case
from tests.factories import FamilyFactory, ProductFactory, add_producer
from tests.label.applicant.forms import typed_in
from tests.label.applicant.reading import address, follows, read, text

pytestmark = pytest.mark.django_db


def test_the_secretariat_keys_in_a_paper_and_submits_it(client, light):
    honey = ProductFactory(family=FamilyFactory(slug="miels", name="Miel"))
    farm = add_producer(title="Le Rucher du Gardon", offers=[honey])
    client.force_login(light.secretary)
    url = address("case_paper_entry")
    html = read(client, f"{url}?q=gardon")
    assert "Le Rucher du Gardon" in text(html)
    refused = client.post(url, {"q": "gardon", "page": farm.pk, "mandate": ""})
    assert (refused.status_code, Case.objects.filter(operator=farm).exists()) == (422, False)
    today = clock.civil_day(timezone.now())
    typed = {"q": "gardon", "page": farm.pk, "mandate": "Classeur 3, feuille 12"}
    for wrong in ("", "hier", "9999-12-31", "1999-01-01", str(today + timedelta(days=1))):
        refused = client.post(url, typed | {"arrived_on": wrong})
        assert (refused.status_code, Case.objects.filter(operator=farm).exists()) == (422, False)
        assert 'id="id_arrived_on_error"' in refused.content.decode()
    arrived_on = today - timedelta(days=5)
    home = follows(client, url, **typed, arrived_on=arrived_on.isoformat())
    case = Case.objects.get(operator=farm)
    assert (case.channel, case.paper_mandate, case.applicant) == (
        "paper",
        "Classeur 3, feuille 12",
        None,
    )
    assert case.answers.get(part="identity").values["legal_name"] == "Le Rucher du Gardon"
    assert text(read(client, url)).endswith(f"{case.reference} · Classeur 3, feuille 12")
    for part in ApplicationPart:
        if application.QUESTIONS[part]:
            follows(client, address("case_part", case.reference, part), **typed_in(part))

    for one in application.criteria(case):
        url = address("case_criterion", case.reference, one.code)
        follows(client, url, answer="yes", has_no_evidence="on")
    assert follows(client, address("case_submit", case.reference)) == address(
        "case_receipt", case.reference
    )
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED
    # The law's delay runs from the day the paper came, not from that of its typing.
    assert case.complete_on == arrived_on
    assert case.implicit_decision_on == clock.implicit_decision_on(arrived_on, months=4)
    # Another clerk of the secretariat follows it; nobody of the site may read it.
    client.force_login(light.second_secretary)
    assert "déposée" in text(read(client, home))
    client.force_login(light.stranger)
    assert client.get(home).status_code == 404
    assert client.get(address("case_paper_entry")).status_code == 403
