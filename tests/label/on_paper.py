"""An operator without an account: the secretariat keyed the application in, nobody tends it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from label.models import Case, Event, Involvement, SignedPaper
from tests.label.applicant.reading import follows

PDF = b"%PDF-1.4 un papier signe"


def put(case):
    """The same case, had it come on paper from somebody who has no account."""
    case.operator.memberships.all().delete()
    Case.objects.filter(pk=case.pk).update(
        applicant=None, channel="paper", paper_mandate="Classeur 3, feuille 12"
    )
    case.refresh_from_db()
    return case


def paper(world, **given):
    """What the secretariat types of a signed paper."""
    return {
        "papier-signed_by": "Augustin Ribaute",
        "papier-signed_on": world.today.isoformat(),
        "papier-sent_on": world.today.isoformat(),
        "papier-received_on": world.today.isoformat(),
        "papier-file": SimpleUploadedFile("scan.pdf", PDF, "application/pdf"),
    } | given


def typed(client, world, url, **form):
    """Send a screen of the operator with its paper, as the secretariat."""
    client.force_login(world.secretary)
    return follows(client, url, **form | paper(world))


def last(kind=None):
    events = Event.objects.order_by("-seq").select_related("payload")
    return (events.filter(type=kind) if kind else events).first()


def said(world, kind, act):
    """The journal: the operator acted, on this paper, which the secretariat typed."""
    event, kept = last(kind), SignedPaper.objects.latest("pk")
    assert (event.role, event.actor) == ("operator", world.secretary)
    assert event.payload.data["on_paper"] == {
        "paper": kept.pk,
        "signed_by": "Augustin Ribaute",
        "signed_on": world.today.isoformat(),
        "sha256": kept.sha256,
    }
    received = last("receive_paper")
    assert (received.role, received.actor, kept.act) == ("secretariat", world.secretary, act)
    with kept.file.open() as file:
        assert file.read() == PDF
    roles = Involvement.objects.filter(case=kept.case, person=world.secretary)
    assert [one.role for one in roles] == ["secretariat"]


def in_desk(client, world):
    client.force_login(world.secretary)
    return client
