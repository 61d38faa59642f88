"""A message as a letter, to somebody without an account: words, enclosures, a reply slip."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Site

from home.models import SiteSettings
from label import letters
from label.applicant.act_forms import DeclarationForm
from label.enums import SeatState
from label.mails import words
from label.models import Criterion, OutboxMail
from label.papers.letter import (
    Letter,
    Section,
    choices,
    day,
    facts,
    items,
    lines,
    signatures,
    text,
)

# Which paper of the case goes in the same envelope.
ENCLOSED = {
    "receipt": gettext_lazy("l’accusé de réception de votre demande"),
    "hearing": gettext_lazy("l’heure de votre audition"),
    "opinion": gettext_lazy("l’avis du jury"),
    "decision": gettext_lazy("la décision"),
    "measure": gettext_lazy("la décision"),
    "agreement_to_sign": gettext_lazy("l’accord, en deux exemplaires à signer"),
    "signature_reminder": gettext_lazy("l’accord, en deux exemplaires à signer"),
}
# What is asked of them: its reply slip, and how many lines to write on.
REPLIES = {
    "documents_missing": (gettext_lazy("Les pièces que je joins, ou pourquoi il n’y en a pas"), 6),
    "documents_reminder": (gettext_lazy("Les pièces que je joins, ou pourquoi il n’y en a pas"), 6),
    "visit_proposal": (gettext_lazy("Une précision pour la visite"), 2),
    "visit_report": (gettext_lazy("Ma réponse, jointe au compte rendu telle quelle"), 12),
    "panel_names": (gettext_lazy("Qui je récuse, et pourquoi : un fait précis"), 5),
    "deferral_questions": (gettext_lazy("Mes réponses aux questions du jury"), 14),
    "deferral_reminder": (gettext_lazy("Mes réponses aux questions du jury"), 14),
    "retraction_hearing": (gettext_lazy("Mes observations"), 10),
    "inadmissibility_hearing": (gettext_lazy("Mes observations"), 10),
    "adversarial_window": (gettext_lazy("Mes observations"), 10),
    "alert_opened": (gettext_lazy("Mes observations"), 10),
    "plan_date": (gettext_lazy("Ce que j’ai fait pour cette réserve"), 6),
    "plan_overdue": (gettext_lazy("Ce que j’ai fait pour cette réserve"), 6),
    "remedy_answered": (gettext_lazy("Ce que j’ai corrigé"), 8),
    "self_declaration": (gettext_lazy("Ce qui a changé"), 5),
    "charter_reminder": (gettext_lazy("Ce que je corrige dans ma charte"), 5),
}


def letter(mail: OutboxMail) -> Letter:
    with override("fr"):
        message = words.write(mail)
        return Letter(
            title=message.subject,
            about=[_number(mail), day(mail.created_at)],
            to=recipient(mail),
            sections=[
                Section("", [text(message.body)]),
                *_more(mail),
                Section(_("Pour répondre"), [text(_how(mail))]),
                *_slip(mail),
            ],
        )


def _number(mail: OutboxMail) -> str:
    return mail.case.reference if mail.case_id else _("Charte")


def recipient(mail: OutboxMail) -> list[str]:
    """Name and address: those of the application, else of the listing."""
    page = letters.place_of(mail)
    if page is None:
        return []
    answers = {}
    if mail.case_id:
        row = mail.case.answers.filter(part="identity").first()
        answers = row.values if row else {}
    address = str(answers.get("postal_address") or "") or f"{page.address}\n{page.place_name}"
    found = [answers.get("contact_name"), page.title, *address.splitlines()]
    return [" ".join(str(line).split()) for line in found if line and str(line).strip()]


def _how(mail: OutboxMail) -> str:
    site = SiteSettings.for_site(Site.objects.filter(is_default_site=True).first())
    said = _(
        "Vous n’avez pas besoin d’internet. Ce que cette lettre vous demande se fait par courrier, "
        "daté et signé de votre main : le secrétariat le saisit pour vous et garde votre papier. "
        "La date d’envoi compte."
    )
    if site.postal_address:
        said += "\n\n" + _("Écrivez à :") + "\n" + site.postal_address.strip()
    if site.phone:
        said += "\n" + _("Une question, une lecture à voix haute : %s.") % site.phone
    if enclosed := ENCLOSED.get(mail.kind):
        said += "\n\n" + _("Joint à cette lettre : %s.") % enclosed
    return said


def _more(mail: OutboxMail) -> list[Section]:
    """What others read in their space."""
    make = _MORE.get(mail.kind)
    return make(mail) if make else []


def _panel(mail: OutboxMail) -> list[Section]:
    case = mail.case
    panels = [one for one in (case.appeal_panel, case.panel) if one and one.notified_on]
    if not panels:
        return []
    seats = panels[0].seats.filter(state__in=[SeatState.ACCEPTED, SeatState.SEATED])
    rows = seats.select_related("member__person").order_by("college", "pk")
    names = [f"{seat.member.person}, {seat.get_college_display()}" for seat in rows]
    kept = _("Ces noms vous sont donnés pour pouvoir récuser quelqu’un : ne les publiez pas.")
    return [Section(_("Le jury"), [items(names), text(kept)])]


def _report(mail: OutboxMail) -> list[Section]:
    visit = mail.case.visit
    if visit is None or not hasattr(visit, "report"):
        return []
    report = visit.report
    criteria = Criterion.objects.filter(version=mail.case.referential_id).order_by("position")
    rows = [
        (_("Circonstances"), report.circumstances),
        *((one.title, report.facts.get(one.code, "")) for one in criteria),
        (_("Points forts"), report.strong_points),
        (_("Points à améliorer"), report.weak_points),
        (_("Traçabilité"), report.lot_exercise),
        (_("Le résumé qui peut être publié"), report.public_summary),
    ]
    return [Section(_("Le compte rendu"), [facts(rows)])]


_MORE = {"panel_names": _panel, "visit_report": _report}


def _slip(mail: OutboxMail) -> list[Section]:
    """To cut, fill in, sign and send back."""
    if mail.kind not in REPLIES:
        return []
    label, count = REPLIES[mail.kind]
    pieces = []
    if mail.kind == "visit_proposal":
        pieces.append(choices([_("Oui, cette date me va"), _("Non, une autre date")]))
    if mail.kind == "self_declaration":
        for question in DeclarationForm.QUESTIONS.values():
            pieces += [text(str(question)), choices([_("Oui"), _("Non")])]
    pieces += [
        text(str(label)),
        lines(count),
        signatures((_("Nom et prénom, date"), ""), (_("Signature"), "")),
    ]
    return [Section(_("Votre réponse, dossier %s") % _number(mail), pieces)]
