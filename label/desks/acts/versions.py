"""Acts on the referential and the rules of use: draft, consult, adopt, put in force."""

import dataclasses

from django.utils.translation import gettext_lazy as _

from label import reference_data, versions
from label.desks import fields
from label.desks.acts.declaration import AUTHORITY, SECRETARIAT, Act
from label.enums import Dimension, Level, Role, Verification, VersionState
from label.models import ReferentialVersion
from label.procedure import Procedure

T = VersionState


def create_referential(team, *, by, code, title, copy_of=None):
    return versions.create_referential(code=code, title=title, copy_of=copy_of, by=by)


def create_rules(team, *, by, code, title, profile):
    figures = reference_data.figures_of(profile)
    return versions.create_rules(code=code, title=title, figures=figures, by=by)


def rewrite_rules(version, *, by, title, about="", filing_ref="", figures=None):
    return versions.rewrite_rules(
        version,
        by=by,
        figures={name: _as_figure(name, value) for name, value in (figures or {}).items()},
        title=title,
        about=about,
        filing_ref=filing_ref,
    )


def _as_figure(name, value):
    """Several days are typed as « 30 15 5 »; other figures are what their field gives."""
    if isinstance(value, str) and _types()[name] is tuple:
        words = value.replace(",", " ").split()
        return [int(word) if word.isdigit() else word for word in words]
    return value


def _types() -> dict:
    return {item.name: item.type for item in dataclasses.fields(Procedure)}


def _figure_fields(version, by):
    known = version.procedure.values()
    asked = {
        "title": fields.short(_("Titre"), most=120, initial=version.title),
        "about": fields.long(
            _("Ce qui change"), required=False, most=4000, rows=3, initial=version.about
        ),
        "filing_ref": fields.short(
            _("Dépôt à l’INPI"), required=False, most=80, initial=version.filing_ref
        ),
    }
    for item in dataclasses.fields(Procedure):
        rule, value = item.metadata, known[item.name]
        label = str(rule["label"])
        label = label[:1].upper() + label[1:]
        name = f"figures:{item.name}"
        if "choices" in rule:
            asked[name] = fields.choice(label, rule["choices"].choices, initial=value)
        elif item.type is bool:
            asked[name] = fields.yes(label, initial=value)
        elif item.type is tuple:
            asked[name] = fields.short(label, initial=" ".join(map(str, value)))
        else:
            asked[name] = fields.number(label, low=rule["low"], high=rule["high"], initial=value)
    return asked


def rewrite_criterion(criterion, *, by, verification, **words):
    return versions.rewrite_criterion(criterion, by=by, verification=list(verification), **words)


def _criterion_fields(one, by):
    from django import forms

    return {
        "title": fields.short(_("Critère"), most=120, initial=one.title),
        "explanation": fields.long(
            _("En mots simples"), most=1000, rows=3, initial=one.explanation
        ),
        "dimension": fields.choice(_("Dimension"), Dimension.choices, initial=one.dimension),
        "level": fields.choice(_("Niveau"), Level.choices, initial=one.level),
        "is_remediable": fields.yes(_("Peut devenir une réserve"), initial=one.is_remediable),
        "is_decisive": fields.yes(_("Peut changer l’issue"), initial=one.is_decisive),
        "evidence": fields.long(
            _("Preuves"), required=False, most=1000, rows=3, initial=one.evidence
        ),
        "verification": forms.MultipleChoiceField(
            label=_("Vérification"),
            choices=Verification.choices,
            initial=one.verification,
            widget=forms.CheckboxSelectMultiple,
        ),
        "raw": fields.long(_("Produits bruts"), required=False, most=1000, rows=3, initial=one.raw),
        "processed": fields.long(
            _("Produits transformés"), required=False, most=1000, rows=3, initial=one.processed
        ),
        "craft": fields.long(
            _("Artisanat et textile"), required=False, most=1000, rows=3, initial=one.craft
        ),
    }


LIFE = (
    Act(
        "consulter",
        _("Ouvrir la consultation publique"),
        (Role.SECRETARIAT, Role.AUTHORITY),
        versions.consult,
        states=(T.DRAFT,),
        event="consult",
        help=_("Le texte paraît, et ne change plus."),
    ),
    Act(
        "adopter",
        _("Adopter"),
        AUTHORITY,
        versions.adopt,
        lambda version, by: {
            "deliberation_ref": fields.short(_("Référence de la délibération"), most=80)
        },
        states=(T.CONSULTATION,),
        event="adopt",
        grave=True,
    ),
    Act(
        "mettre-en-vigueur",
        _("Mettre en vigueur"),
        AUTHORITY,
        versions.put_in_force,
        lambda version, by: {
            "transition_until": fields.day(
                _("Date limite pour les titulaires"),
                required=False,
                help=_("Jusqu’à cette date, les labels accordés avant suivent l’ancienne version."),
            )
        },
        states=(T.ADOPTED,),
        event="put_in_force",
        help=_("Les dossiers déposés gardent leur version."),
        grave=True,
    ),
)
RULES_ACTS = (
    Act(
        "regler",
        _("Changer les réglages"),
        SECRETARIAT,
        rewrite_rules,
        _figure_fields,
        states=(T.DRAFT,),
    ),
    *LIFE,
)
REFERENTIAL_ACTS = LIFE
CRITERION_ACTS = (
    Act(
        "recrire",
        _("Changer le critère"),
        SECRETARIAT,
        rewrite_criterion,
        _criterion_fields,
        shown=lambda criterion: criterion.version.state == T.DRAFT,
    ),
)
TEAM_ACTS = (
    Act(
        "nouveau-referentiel",
        _("Préparer un référentiel"),
        SECRETARIAT,
        create_referential,
        lambda team, by: {
            "code": fields.short(_("Version"), most=20, help=_("Par exemple 2027-1.")),
            "title": fields.short(_("Titre"), most=120),
            "copy_of": fields.one_of(
                _("À partir de"), ReferentialVersion.objects.order_by("-pk"), required=False
            ),
        },
    ),
    Act(
        "nouveau-reglement",
        _("Préparer un règlement d’usage"),
        SECRETARIAT,
        create_rules,
        lambda team, by: {
            "code": fields.short(_("Version"), most=20),
            "title": fields.short(_("Titre"), most=120),
            "profile": fields.choice(
                _("À partir de"),
                [("full", _("la procédure complète")), ("light", _("la procédure légère"))],
            ),
        },
    ),
)
