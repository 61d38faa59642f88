"""The page of a letter: to whom, its words, what to print, when it left."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from label import letters
from label.desks.due import due
from label.desks.pages import Page, Part
from label.desks.sections import Section, day, link, moment, papers, said, to, yes
from label.enums import MailState
from label.mails import readers, words
from label.mails.kinds import KINDS
from label.papers import post, shelf


def letter_page(mail, user, *, today) -> Page:
    is_ready = mail.state == MailState.READY
    return Page(
        _("Lettre : %s") % KINDS[mail.kind].label,
        mail.get_state_display(),
        due(letters.due_on(mail), today) if is_ready else None,
        [
            _envelope(mail),
            *_words(mail, user, is_ready=is_ready),
        ],
        [Part("", mail)],
    )


def _envelope(mail) -> Section:
    is_told = readers.may_read(mail)
    return Section(
        _("L’envoi"),
        said(
            [
                (_("À"), ", ".join(post.recipient(mail))),
                (_("Dossier"), to(mail.case) if mail.case_id else to(letters.about(mail))),
                (_("Écrite le"), moment(mail.created_at)),
                (_("Urgente"), yes(mail.is_urgent)),
                (_("Partie le"), day(mail.posted_on)),
                (_("Comment"), mail.get_posted_how_display()),
                (_("Notée par"), mail.posted_by),
            ]
        ),
        notes=[] if is_told else [_("Ce que cette lettre demande n’est plus attendu.")],
    )


def _words(mail, user, *, is_ready: bool) -> list[Section]:
    if letters.is_forgotten(mail, now=timezone.now()):
        return [Section(_("Les mots"), notes=[_("Effacés après un an.")])]
    message = words.write(mail)
    printed = link(_("ouvrir, imprimer"), reverse("label:paper_letter", args=[mail.pk]))
    found = [
        Section(
            _("Les mots"),
            [(_("Lettre (PDF)"), printed)],
            notes=[message.subject, *message.body.split("\n\n")],
        )
    ]
    if is_ready and mail.case_id:
        taken = shelf.of_case(mail.case, user)
        for grant in mail.case.grants.all():
            taken += shelf.of_grant(grant, user)
        enclosed = papers(taken)
        enclosed.title = _("À joindre, selon la lettre")
        found.append(enclosed)
    return found
