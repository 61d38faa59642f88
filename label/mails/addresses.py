"""Where a message leads: the screen of the label where its reader goes on."""

from django.urls import reverse
from django.utils.translation import gettext as _

from home import seo
from label.mails.kinds import KINDS, Audience
from label.models import Alert, CharterSignature, OutboxMail, Seat, Visit


def of(mail: OutboxMail) -> tuple[str, str]:
    """What the address opens, in words, and the full address; empty when there is nowhere."""
    where, path = _PLACES[KINDS[mail.kind].audience](mail)
    return where, seo.absolute(path) if path else ""


def _operator(mail: OutboxMail) -> tuple[str, str]:
    if mail.kind == "places_to_confirm":
        page = mail.case.operator_id
        return _("Votre fiche"), reverse("directory:espace_listing", args=[page])
    return _("Votre dossier"), reverse("label:case", args=[mail.case.reference])


def _signatory(mail: OutboxMail) -> tuple[str, str]:
    page = CharterSignature.objects.values_list("page", flat=True).get(pk=mail.context["charter"])
    return _("La charte de votre lieu"), reverse("label:charter", args=[page])


def _juror(mail: OutboxMail) -> tuple[str, str]:
    """The seat of that case; the last one, where an appeal called the same person anew."""
    seat = Seat.objects.of(mail.person).filter(panel__case=mail.case_id).order_by("-pk").first()
    if mail.case_id is None or seat is None:
        return _("Vos jurys"), reverse("label:jury_home")
    return _("Votre place dans ce jury"), reverse("label:jury_seat", args=[seat.pk])


def _visitor(mail: OutboxMail) -> tuple[str, str]:
    visits = Visit.objects.filter(case=mail.case_id, visitors__member__person=mail.person_id)
    visit = visits.order_by("-pk").first()
    if mail.case_id is None or visit is None:
        return _("Vos visites"), reverse("label:visit_home")
    name = "visit_sign" if mail.kind == "report_to_sign" else "visit_one"
    return _("Votre visite"), reverse(f"label:{name}", args=[visit.pk])


def _pool(_mail: OutboxMail) -> tuple[str, str]:
    return _("Votre ligne dans le tirage"), reverse("label:jury_draws")


def _team(mail: OutboxMail) -> tuple[str, str]:
    if alert := Alert.objects.filter(reference=mail.context.get("alert", "")).first():
        return _("Le signalement"), reverse("label_desk:page", args=["signalement", alert.pk])
    if mail.case_id is None:
        return _("Le bureau du label"), reverse("label_desk:home")
    return _("Le dossier"), reverse("label_desk:page", args=["dossier", mail.case_id])


def _nowhere(_mail: OutboxMail) -> tuple[str, str]:
    return "", ""


_PLACES = {
    Audience.OPERATOR: _operator,
    Audience.JUROR: _juror,
    Audience.VISITOR: _visitor,
    Audience.SIGNATORY: _signatory,
    Audience.POOL: _pool,
    Audience.TEAM: _team,
    Audience.REPORTER: _nowhere,
}
