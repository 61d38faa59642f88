"""What somebody without an account answers, on paper, about the visit."""

from datetime import timedelta

import pytest

from label.models import Visit, VisitProposal, VisitReport
from tests.label import on_paper
from tests.label import world as play
from tests.label.applicant.reading import address, read
from tests.label.on_paper import in_desk, paper, said, typed

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("private_root")
def test_a_visit_is_answered_then_its_report(full, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: full.now)
    case = play.investigation(full)
    proposal = VisitProposal.objects.create(
        visit=case.visit, proposed_for=full.now + timedelta(days=4), sent_at=full.now
    )
    on_paper.put(case)
    url = address("case_visit", case.reference)
    html = read(in_desk(client, full), url)
    assert html.select("button[name=answer]") == []
    assert html.select_one("form[enctype]") is not None
    assert client.post(url, {"answer": f"{proposal.pk}:oui"}).status_code == 422
    typed(client, full, url, said=f"yes:{proposal.pk}")
    proposal.refresh_from_db()
    assert proposal.is_accepted
    said(full, "answer_visit", "visit")
    Visit.objects.filter(pk=case.visit.pk).update(
        state="report_filed", filed_at=full.now, reply_until=full.today + timedelta(days=5)
    )
    VisitReport.objects.create(visit=case.visit, updated_at=full.now, weak_points="Peu de haies.")
    assert client.post(url, paper(full) | {"said": "reply"}).status_code == 422
    typed(client, full, url, said="reply", text="La haie a dix ans.")
    said(full, "reply", "visit")
    case.visit.refresh_from_db()
    assert case.visit.reply == "La haie a dix ans."
