"""Alerts on labels in force, and charters that shops sign."""

from directory.models import PointOfSalePage
from label import charters, watch
from label.demonstration.people import applicant
from label.models import Alert, Grant


def alert(play, day: int, title: str, matter: str, steps: str, text: str, name: str):
    """Somebody reports; `steps`: how far it goes, « founded », « unfounded », « rejected »,
    « forwarded » or « heard »."""
    agenda, by = play.agenda, play.people.secretariat
    yield agenda.at(day, 18, 20)
    grant = Grant.objects.in_register().get(operator__title=title)
    made = watch.report(
        matter=matter,
        text=text,
        grant=grant,
        seen_on=agenda.day(day - 1),
        seen_at_place="Au marché",
        name=name,
        email="passage@demo.madeingard.example" if name else "",
        now=agenda.now,
    )
    if not steps:
        return
    yield agenda.at(day + 3, 10)
    if steps == "rejected":
        watch.reject(made, by=by, conclusion="Le produit vient bien de la ferme.", now=agenda.now)
    elif steps == "forwarded":
        watch.forward(made, by=by, to="DDPP du Gard", now=agenda.now)
    else:
        watch.qualify(made, by=by, now=agenda.now)
        yield agenda.at(day + 4, 10)
        watch.hear_operator(made, by=by, grounds="Origine de cagettes de tomates.", now=agenda.now)
        if steps == "heard":
            return
        yield agenda.at(day + 21, 10)
        watch.conclude(
            made,
            by=by,
            founded=steps == "founded",
            conclusion="Les factures montrent un achat revendu sans le dire."
            if steps == "founded"
            else "Les factures montrent que tout vient du lieu.",
            now=agenda.now,
        )
    yield agenda.at(day + 23, 10)
    made = Alert.objects.get(pk=made.pk)
    watch.close_alert(made, by=by, answer="Merci : voici ce qui a été vérifié.", now=agenda.now)


def charter(play, day: int, title: str, until: str, owner: str = ""):
    """A place signs: by its `owner`, or on paper that the secretariat keys in; `until`: « draft »,
    « signed », « listed », « checked » or « reminded »."""
    agenda, people = play.agenda, play.people
    page = PointOfSalePage.objects.filter(title=title).first()
    if page is None:
        return
    yield agenda.at(day, 15)
    by = applicant(page, owner) if owner else people.secretariat
    made = charters.open_charter(page, by=by, now=agenda.now)
    charters.fill_charter(
        made,
        by=by,
        local_share=70,
        declaration="Légumes, fromages et pains de sept producteurs, nommés à l’étal.",
    )
    if until == "draft":
        return
    yield agenda.at(day + 2, 15)
    charters.sign_charter(made, by=by, now=agenda.now)
    if until == "signed":
        return
    yield agenda.at(day + 5, 15)
    charters.list_charter(made, by=people.secretariat, now=agenda.now)
    yield agenda.at(day + 60, 15)
    if until == "checked":
        charters.check_charter(made, by=people.controle, now=agenda.now)
    elif until == "reminded":
        charters.remind_charter(made, by=people.secretariat, now=agenda.now)
