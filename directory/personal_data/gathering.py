"""Everything that is kept about one person, as plain values for JSON and for paper."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from madeingard.users import personal_data

from directory import listing_in_words, printing
from directory.models import (
    Claim,
    Edit,
    ErrorReport,
    Invitation,
    ListedPage,
    MailPreferences,
    Proposal,
    Reminder,
)


def about(user, *, now: datetime) -> dict:
    """The whole, by purpose; moments in ISO 8601, listings as Wagtail serialises them."""
    email = user.email
    return {
        "fait_le": now.isoformat(),
        "compte": {
            "adresse": email,
            "prenom": user.first_name,
            "nom": user.last_name,
            "cree_le": _iso(user.date_joined),
            "derniere_entree": _iso(user.last_login),
        },
        "entrees": personal_data.about(user),
        "courriers": list(
            MailPreferences.objects.filter(user=user).values("digest", "digest_sent_on")
        ),
        "fiches": [_listing(page, user, now) for page in _pages(user)],
        "modifications": list(
            Edit.objects.filter(by=user)
            .order_by("at", "pk")
            .values("page__title", "part", "at", "state", "reason", "changes")
        ),
        "rappels": list(
            Reminder.objects.filter(recipient=email)
            .order_by("sent_on", "pk")
            .values("page__title", "stage", "product", "since", "sent_on")
        ),
        "invitations": list(
            Invitation.objects.filter(email=email)
            .order_by("sent_at", "pk")
            .values("page__title", "role", "state", "sent_at", "answered_at")
        ),
        "fiches_demandees": list(
            Claim.objects.filter(user=user)
            .order_by("created_at", "pk")
            .values("page__title", "state", "text", "reason", "created_at", "decided_at")
        ),
        "signalements": list(
            ErrorReport.objects.filter(email__iexact=email)
            .order_by("created_at", "pk")
            .values("page__title", "subject", "text", "state", "answer", "created_at")
        ),
        "recettes_proposees": list(
            Proposal.objects.filter(email__iexact=email)
            .order_by("created_at", "pk")
            .values("page__title", "state", "reason", "created_at", "answered_at")
        ),
    }


def sheet(user, *, now: datetime) -> printing.Sheet:
    """The same to read on paper: tagged PDF in French."""
    with override("fr"):
        data = about(user, now=now)
        account = [(_("Adresse e-mail"), user.email), (_("Nom"), user.get_full_name() or "–")]
        sections = [{"title": _("Votre compte"), "rows": account}]
        for page in _pages(user):
            facts = listing_in_words.facts(page, now)
            sections.append({"title": page.title, "rows": facts})
        counts = [
            (_("Modifications"), len(data["modifications"])),
            (_("Rappels reçus"), len(data["rappels"])),
            (_("Invitations reçues"), len(data["invitations"])),
            (_("Erreurs signalées"), len(data["signalements"])),
            (_("Recettes proposées"), len(data["recettes_proposees"])),
        ]
        rows = [(label, str(count)) for label, count in counts]
        sections.append({"title": _("En nombre"), "rows": rows})
        day = date_format(timezone.localtime(now), "j F Y")
        title = _("Ce que le site sait de vous")
        return printing.make(
            "record",
            {
                "paper": "a4",
                "title": title,
                "author": "Made in Gard",
                "description": title,
                "lead": _("Le %(day)s. Le détail complet est dans le fichier JSON.") % {"day": day},
                "sections": sections,
            },
            is_private=True,
        )


def _pages(user) -> list[ListedPage]:
    pages = ListedPage.objects.filter(memberships__user=user).order_by("title", "pk")
    return [page.specific for page in pages]


def _listing(page: ListedPage, user, now: datetime) -> dict:
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    return {
        "nom": page.title,
        "role": page.memberships.get(user=user).role,
        "adresse": page.full_url,
        "en_ligne": page.live,
        "en_mots": dict(listing_in_words.facts(page, now)),
        "version_en_ligne": page.serializable_data(),
        "brouillon": draft.serializable_data() if draft else None,
        "visites": list(page.visit_counts.order_by("week", "way").values("week", "way", "number")),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
