import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import label.models.grants
import label.models.scope
import label.models.visits
import label.procedure
import label.storage


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0010_day_when_a_listing_sinks"),
        ("users", "__first__"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, unique=True)),
                ("seq", models.PositiveBigIntegerField(default=0)),
                ("at", models.DateTimeField(null=True)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="CharterSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("signed", "signée"),
                            ("listed", "publiée"),
                            ("checked", "vérifiée"),
                            ("reminded", "rappelée"),
                            ("removed", "retirée"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                (
                    "local_share",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="part de produits d’ici (%)"
                    ),
                ),
                (
                    "declaration",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="ce que vous proposez d’ici"
                    ),
                ),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="signée le"),
                ),
                (
                    "listed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="publiée le"),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="vérifiée le")),
                (
                    "reminded_on",
                    models.DateField(blank=True, null=True, verbose_name="rappelée le"),
                ),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retirée le"),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="remarques")),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_charter",
                        to="directory.pointofsalepage",
                        verbose_name="lieu",
                    ),
                ),
            ],
            options={
                "verbose_name": "charte signée",
                "verbose_name_plural": "chartes signées",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("local_share__isnull", True),
                            ("local_share__lte", 100),
                            _connector="OR",
                        ),
                        name="label_charter_share_percent",
                        violation_error_message="Une part est comprise entre 0 et 100 %.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DailyRoot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="jour")),
                ("seq", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "empreinte du jour",
                "verbose_name_plural": "empreintes du jour",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="Endorsement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("machine", models.CharField(max_length=8)),
                ("object_id", models.PositiveBigIntegerField()),
                ("event", models.CharField(max_length=32)),
                ("state", models.CharField(max_length=24)),
                ("role", models.CharField(max_length=12)),
                ("given_at", models.DateTimeField(verbose_name="donnée le")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="motifs")),
                ("is_used", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_endorsements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "accord",
                "verbose_name_plural": "accords",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_used", False)),
                        fields=("machine", "object_id", "event", "role"),
                        name="label_one_endorsement_at_a_time",
                        violation_error_message="Cet accord est déjà donné.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LabelPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(blank=True, max_length=400, verbose_name="introduction"),
                ),
            ],
            options={
                "verbose_name": "page du label",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="PoolMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "college",
                    models.CharField(
                        choices=[
                            ("citizen", "habitantes et habitants"),
                            ("peer", "pairs"),
                            ("trade", "commerce et restauration"),
                            ("qualified", "personnes qualifiées"),
                        ],
                        max_length=9,
                        verbose_name="collège",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("volunteer", "volontaire"),
                            ("member", "au vivier"),
                            ("not_drawn", "non retenu"),
                            ("left", "sorti du vivier"),
                        ],
                        default="volunteer",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("activity", models.CharField(blank=True, max_length=120, verbose_name="activité")),
                (
                    "motivation",
                    models.TextField(blank=True, max_length=1000, verbose_name="pourquoi vous"),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "non précisé"),
                            ("-30", "moins de 30 ans"),
                            ("30-44", "30 à 44 ans"),
                            ("45-59", "45 à 59 ans"),
                            ("60-74", "60 à 74 ans"),
                            ("75+", "75 ans et plus"),
                        ],
                        max_length=5,
                        verbose_name="tranche d’âge (facultatif)",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("", "non précisé"), ("f", "femme"), ("m", "homme")],
                        max_length=1,
                        verbose_name="sexe (facultatif)",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                (
                    "needs",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="besoins d’accessibilité"
                    ),
                ),
                ("volunteered_at", models.DateTimeField(verbose_name="volontaire depuis")),
                (
                    "trained_on",
                    models.DateField(blank=True, null=True, verbose_name="formation suivie le"),
                ),
                (
                    "shadowed_on",
                    models.DateField(blank=True, null=True, verbose_name="séance d’observation le"),
                ),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="sorti le")),
                (
                    "may_be_named",
                    models.BooleanField(
                        default=False,
                        verbose_name="accepte que son nom soit publié après la décision",
                    ),
                ),
                ("may_be_named_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.producerpage",
                        verbose_name="exploitation ou atelier (pairs)",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_pool_member",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "membre du vivier",
                "verbose_name_plural": "vivier",
                "ordering": ["college", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PoolTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(verbose_name="au")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="label.poolmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "verbose_name_plural": "mandats",
                "ordering": ["starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="label_term_ends_after_it_starts",
                        violation_error_message="La fin du mandat suit son début.",
                    ),
                    models.UniqueConstraint(
                        fields=("member", "starts_on"),
                        name="label_one_term_at_a_time",
                        violation_error_message="Ce mandat existe déjà.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferentialVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="version")),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                (
                    "about",
                    models.TextField(blank=True, max_length=4000, verbose_name="ce qui change"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("consultation", "en consultation publique"),
                            ("adopted", "adoptée"),
                            ("in_force", "en vigueur"),
                            ("retired", "remplacée"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "consultation_opened_on",
                    models.DateField(blank=True, null=True, verbose_name="consultation ouverte le"),
                ),
                (
                    "consultation_closes_on",
                    models.DateField(blank=True, null=True, verbose_name="consultation close le"),
                ),
                (
                    "deliberation_ref",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="référence de la délibération"
                    ),
                ),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adoptée le")),
                (
                    "in_force_on",
                    models.DateField(blank=True, null=True, verbose_name="en vigueur le"),
                ),
                (
                    "retired_on",
                    models.DateField(blank=True, null=True, verbose_name="remplacée le"),
                ),
                (
                    "transition_until",
                    models.DateField(
                        blank=True,
                        help_text="Jusqu’à cette date, les labels accordés avant suivent l’ancienne version.",
                        null=True,
                        verbose_name="date limite pour les titulaires",
                    ),
                ),
            ],
            options={
                "verbose_name": "référentiel",
                "verbose_name_plural": "référentiels",
                "ordering": ["-in_force_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")),
                        fields=("state",),
                        name="label_referentialversion_one_in_force",
                        violation_error_message="Une autre version est déjà en vigueur.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "consultation"]),
                            models.Q(("deliberation_ref", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="label_referentialversion_deliberated",
                        violation_error_message="Une version adoptée porte la référence de sa délibération.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RulesVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="version")),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                (
                    "about",
                    models.TextField(blank=True, max_length=4000, verbose_name="ce qui change"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("consultation", "en consultation publique"),
                            ("adopted", "adoptée"),
                            ("in_force", "en vigueur"),
                            ("retired", "remplacée"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "consultation_opened_on",
                    models.DateField(blank=True, null=True, verbose_name="consultation ouverte le"),
                ),
                (
                    "consultation_closes_on",
                    models.DateField(blank=True, null=True, verbose_name="consultation close le"),
                ),
                (
                    "deliberation_ref",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="référence de la délibération"
                    ),
                ),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adoptée le")),
                (
                    "in_force_on",
                    models.DateField(blank=True, null=True, verbose_name="en vigueur le"),
                ),
                (
                    "retired_on",
                    models.DateField(blank=True, null=True, verbose_name="remplacée le"),
                ),
                (
                    "transition_until",
                    models.DateField(
                        blank=True,
                        help_text="Jusqu’à cette date, les labels accordés avant suivent l’ancienne version.",
                        null=True,
                        verbose_name="date limite pour les titulaires",
                    ),
                ),
                (
                    "figures",
                    models.JSONField(
                        default=label.procedure.default_figures, verbose_name="réglages"
                    ),
                ),
                (
                    "perimeter",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Vide : le périmètre du site.",
                        verbose_name="communes du périmètre (codes INSEE)",
                    ),
                ),
                (
                    "family_perimeters",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Nom de la famille : liste de codes INSEE.",
                        verbose_name="périmètre propre à une famille",
                    ),
                ),
                (
                    "filing_ref",
                    models.CharField(blank=True, max_length=80, verbose_name="dépôt à l’INPI"),
                ),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="déposé le")),
            ],
            options={
                "verbose_name": "règlement d’usage",
                "verbose_name_plural": "règlements d’usage",
                "ordering": ["-in_force_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")),
                        fields=("state",),
                        name="label_rulesversion_one_in_force",
                        violation_error_message="Une autre version est déjà en vigueur.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "consultation"]),
                            models.Q(("deliberation_ref", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="label_rulesversion_deliberated",
                        violation_error_message="Une version adoptée porte la référence de sa délibération.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=20, unique=True, verbose_name="numéro"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="le")),
                ("place", models.CharField(max_length=200, verbose_name="lieu")),
                ("remote_url", models.URLField(blank=True, verbose_name="lien à distance")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "prévue"),
                            ("open", "ouverte"),
                            ("closed", "close"),
                            ("cancelled", "annulée"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "convened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="convoquée le"),
                ),
                (
                    "opened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ouverte le"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="close le")),
                (
                    "facilitator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="animation",
                    ),
                ),
            ],
            options={
                "verbose_name": "séance",
                "verbose_name_plural": "séances",
                "ordering": ["-starts_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom du lieu")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adresse")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "activity",
                    models.CharField(blank=True, max_length=200, verbose_name="ce qu’on y fait"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="en activité")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_sites",
                        to="directory.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_sites",
                        to="directory.producerpage",
                        verbose_name="opérateur",
                    ),
                ),
            ],
            options={
                "verbose_name": "lieu de production",
                "verbose_name_plural": "lieux de production",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("operator", "name"),
                        name="label_one_site_per_name",
                        violation_error_message="Vous avez déjà un lieu de ce nom.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                            ),
                            _connector="OR",
                        ),
                        name="label_site_position",
                        violation_error_message="Indiquez la latitude et la longitude, ou aucune.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unavailability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(verbose_name="au")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unavailable",
                        to="label.poolmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "indisponibilité",
                "verbose_name_plural": "indisponibilités",
                "ordering": ["starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="label_absence_ends_after_it_starts",
                        violation_error_message="La fin suit le début.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=20, unique=True, verbose_name="numéro"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "en ligne"),
                            ("paper", "sur papier, saisi par le secrétariat"),
                        ],
                        default="web",
                        max_length=5,
                        verbose_name="voie",
                    ),
                ),
                (
                    "paper_mandate",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="mandat (référence du papier)"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("submitted", "déposé"),
                            ("incomplete", "à compléter"),
                            ("investigation", "en instruction"),
                            ("scoring", "en notation"),
                            ("deliberation", "en délibération"),
                            ("deferred", "ajourné"),
                            ("opinion_issued", "avis rendu"),
                            ("granted", "label accordé"),
                            ("granted_with_reserves", "label accordé avec réserves"),
                            ("refused", "refusé"),
                            ("inadmissible", "irrecevable"),
                            ("lapsed", "caduc"),
                            ("desisted", "retiré par l’opérateur"),
                            ("implicit_decision", "décision implicite"),
                            ("under_appeal", "en recours"),
                            ("closed", "clos"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=24,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="créé le")),
                ("changed_at", models.DateTimeField(verbose_name="modifié le")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="déposé le"),
                ),
                (
                    "complete_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="T0, dernière pièce reçue le",
                    ),
                ),
                (
                    "declared_complete_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="déclaré complet le"),
                ),
                (
                    "legal_regime",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("silence_accepts", "le silence vaut accord"),
                            ("private_licence", "licence de marque, le silence ne décide rien"),
                        ],
                        max_length=16,
                        verbose_name="régime du silence",
                    ),
                ),
                (
                    "implicit_decision_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="décision implicite le"
                    ),
                ),
                ("state_since", models.DateTimeField(verbose_name="dans cet état depuis")),
                (
                    "due_on",
                    models.DateField(
                        blank=True, db_index=True, null=True, verbose_name="à faire avant le"
                    ),
                ),
                (
                    "inadmissible_rule",
                    models.CharField(blank=True, max_length=40, verbose_name="règle d’éligibilité"),
                ),
                (
                    "hearing_opened_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="observations demandées le"
                    ),
                ),
                (
                    "visit_notice_on",
                    models.DateField(blank=True, null=True, verbose_name="préavis de caducité du"),
                ),
                (
                    "file_opened_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="dossier ouvert au jury le"
                    ),
                ),
                (
                    "scoring_closes_on",
                    models.DateField(blank=True, null=True, verbose_name="notation jusqu’au"),
                ),
                (
                    "is_scoring_extended",
                    models.BooleanField(default=False, verbose_name="notation prolongée"),
                ),
                ("phase", models.PositiveSmallIntegerField(default=1, verbose_name="notation")),
                (
                    "revealed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="scellés levés le"),
                ),
                (
                    "not_applicable",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        verbose_name="critères écartés par un vote motivé",
                    ),
                ),
                ("reopened", models.JSONField(blank=True, default=list, editable=False)),
                (
                    "convening",
                    models.PositiveSmallIntegerField(default=1, verbose_name="convocation"),
                ),
                (
                    "deferrals",
                    models.PositiveSmallIntegerField(default=0, verbose_name="ajournements"),
                ),
                (
                    "answer_due_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="réponse à l’ajournement avant le"
                    ),
                ),
                (
                    "had_second_reading",
                    models.BooleanField(default=False, verbose_name="seconde lecture demandée"),
                ),
                (
                    "second_reading_reasons",
                    models.TextField(blank=True, verbose_name="motifs de la seconde lecture"),
                ),
                (
                    "plan_accepted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="plan de progrès accepté le"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidé le"),
                ),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="notifié le")),
                (
                    "may_refile_at_once",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="peut redéposer aussitôt"
                    ),
                ),
                (
                    "implicit_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="décision implicite intervenue le"
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide pour une demande sur papier d’une personne sans compte.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne qui demande",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_cases",
                        to="directory.producerpage",
                        verbose_name="opérateur",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_followed_cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="suivi par",
                    ),
                ),
                (
                    "referential",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="label.referentialversion",
                        verbose_name="référentiel",
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="label.rulesversion",
                        verbose_name="règlement d’usage",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    ("act_as_secretariat", "secretariat"),
                    ("act_as_facilitator", "facilitator"),
                    ("act_as_guarantor", "guarantor"),
                    ("act_as_authority", "authority"),
                    ("act_as_controller", "controller"),
                    ("act_as_archivist", "archivist"),
                    ("act_as_auditor", "auditor"),
                ],
                "indexes": [
                    models.Index(fields=["state", "due_on"], name="label_case_due"),
                    models.Index(fields=["implicit_decision_on"], name="label_case_legal_date"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applicant__isnull", False), ("channel", "paper"), _connector="OR"
                        ),
                        name="label_case_has_an_applicant",
                        violation_error_message="Un dossier en ligne a une personne qui demande.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "lapsed", "closed"]),
                            models.Q(
                                ("referential__isnull", False),
                                ("rules__isnull", False),
                                ("submitted_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="label_submitted_case_is_frozen",
                        violation_error_message="Un dossier déposé garde le référentiel et le règlement de son dépôt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("legal_regime", "silence_accepts"), _negated=True),
                            ("submitted_at__isnull", True),
                            ("implicit_decision_on__isnull", False),
                            _connector="OR",
                        ),
                        name="label_silence_has_a_date",
                        violation_error_message="La date de la décision implicite manque : elle est toujours calculée.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ordre")),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("env", "Environnementale"),
                            ("san", "Sanitaire et nutritionnelle"),
                            ("soc", "Sociale et éthique"),
                            ("cul", "Culturelle et sensorielle"),
                            ("eco", "Économique et d’usage"),
                        ],
                        max_length=3,
                        verbose_name="dimension",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="critère")),
                ("explanation", models.TextField(max_length=1000, verbose_name="en mots simples")),
                (
                    "level",
                    models.CharField(
                        choices=[("E", "indispensable"), ("O", "attendu"), ("P", "de progrès")],
                        max_length=1,
                        verbose_name="niveau",
                    ),
                ),
                (
                    "is_remediable",
                    models.BooleanField(default=False, verbose_name="peut devenir une réserve"),
                ),
                (
                    "is_decisive",
                    models.BooleanField(
                        default=True,
                        help_text="Non : ce critère ne peut jamais, à lui seul, changer la décision.",
                        verbose_name="peut changer l’issue",
                    ),
                ),
                ("evidence", models.TextField(blank=True, max_length=1000, verbose_name="preuves")),
                ("verification", models.JSONField(default=list, verbose_name="vérification")),
                (
                    "raw",
                    models.TextField(blank=True, max_length=1000, verbose_name="produits bruts"),
                ),
                (
                    "processed",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="produits transformés"
                    ),
                ),
                (
                    "craft",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="artisanat et textile"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="label.referentialversion",
                        verbose_name="référentiel",
                    ),
                ),
            ],
            options={
                "verbose_name": "critère",
                "verbose_name_plural": "critères",
                "ordering": ["version", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"),
                        name="label_one_criterion_per_code",
                        violation_error_message="Ce code existe déjà dans cette version.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_remediable", True), ("level", "E"), _negated=True),
                        name="label_eliminatory_is_not_remediable",
                        violation_error_message="Un critère indispensable ne peut pas devenir une réserve.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("raw", "brut"),
                            ("processed", "transformé"),
                            ("craft", "artisanat et textile"),
                        ],
                        max_length=9,
                        verbose_name="nature",
                    ),
                ),
                ("family", models.SlugField(blank=True, max_length=60, verbose_name="famille")),
                ("reason", models.CharField(max_length=200, verbose_name="raison")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exceptions",
                        to="label.criterion",
                        verbose_name="critère",
                    ),
                ),
            ],
            options={
                "verbose_name": "critère sans objet",
                "verbose_name_plural": "critères sans objet",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("criterion", "nature", "family"),
                        name="label_one_exception_per_cell",
                        violation_error_message="Cette case de la matrice est déjà remplie.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclaredTie",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="personne")),
                ("relation", models.CharField(max_length=200, verbose_name="lien")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="label.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lien déclaré",
                "verbose_name_plural": "liens déclarés",
            },
        ),
        migrations.CreateModel(
            name="Deferral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("asked_at", models.DateTimeField(verbose_name="posées le")),
                ("answer_due_on", models.DateField(verbose_name="réponse avant le")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                ),
                ("answer", models.TextField(blank=True, max_length=8000, verbose_name="réponse")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deferral_rows",
                        to="label.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "ajournement",
                "verbose_name_plural": "ajournements",
                "ordering": ["case", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "number"), name="label_one_deferral_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeferralQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="question")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="réponse")),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.criterion",
                    ),
                ),
                (
                    "deferral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="label.deferral",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DocumentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="demandées le")),
                ("due_on", models.DateField(verbose_name="attendues avant le")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="reçues le")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="document_requests",
                        to="label.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande de pièces",
                "verbose_name_plural": "demandes de pièces",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveBigIntegerField(unique=True, verbose_name="rang")),
                ("at", models.DateTimeField(verbose_name="le")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("operator", "opérateur"),
                            ("secretariat", "secrétariat"),
                            ("visitor", "visiteur ou visiteuse"),
                            ("juror", "juré ou jurée"),
                            ("chair", "présidence de séance"),
                            ("facilitator", "animation"),
                            ("guarantor", "garant ou garante"),
                            ("authority", "autorité"),
                            ("controller", "contrôle"),
                            ("appeal_juror", "juré ou jurée de recours"),
                            ("reporter", "auteur d’un signalement"),
                            ("archivist", "protection des données et archives"),
                            ("auditor", "audit"),
                            ("system", "calendrier"),
                        ],
                        max_length=12,
                        verbose_name="rôle",
                    ),
                ),
                ("machine", models.CharField(max_length=8, verbose_name="objet")),
                ("object_id", models.PositiveBigIntegerField(verbose_name="identifiant")),
                ("object_ref", models.CharField(max_length=80, verbose_name="nom dans le journal")),
                ("move", models.CharField(blank=True, max_length=4, verbose_name="passage")),
                ("type", models.CharField(max_length=32, verbose_name="événement")),
                ("source", models.CharField(blank=True, max_length=24, verbose_name="de")),
                ("target", models.CharField(blank=True, max_length=24, verbose_name="à")),
                ("guards", models.JSONField(default=list, verbose_name="conditions vérifiées")),
                ("payload_hash", models.CharField(max_length=64)),
                ("prev_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_events",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="label.case",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "événement",
                "verbose_name_plural": "journal",
                "ordering": ["seq"],
                "indexes": [
                    models.Index(fields=["machine", "object_id", "seq"], name="label_event_object"),
                    models.Index(fields=["case", "seq"], name="label_event_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventPayload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("salt", models.CharField(blank=True, max_length=64)),
                ("data", models.JSONField(default=dict)),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="effacé le"),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payload",
                        to="label.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "détail d’un événement",
                "verbose_name_plural": "détails des événements",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "document"),
                            ("certificate", "certificat ou attestation"),
                            ("invoice", "facture"),
                            ("label", "étiquette"),
                            ("photo", "photo"),
                            ("mandate", "mandat signé"),
                            ("other", "autre"),
                        ],
                        max_length=12,
                        verbose_name="sorte",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="intitulé")),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=label.storage.PrivateStorage(),
                        upload_to=label.models.scope.evidence_path,
                        verbose_name="fichier",
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="nom du fichier")),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField(verbose_name="taille en octets")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "is_confidential",
                    models.BooleanField(
                        default=False,
                        help_text="Fournisseurs, prix payés : jamais dans un document communiqué.",
                        verbose_name="confidentiel",
                    ),
                ),
                (
                    "sign_code",
                    models.SlugField(blank=True, max_length=40, verbose_name="signe prouvé"),
                ),
                ("issuer", models.CharField(blank=True, max_length=120, verbose_name="organisme")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="numéro")),
                (
                    "expires_on",
                    models.DateField(blank=True, null=True, verbose_name="valable jusqu’au"),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("not_scanned", "non analysé"),
                            ("clean", "sain"),
                            ("infected", "écarté par l’antivirus"),
                        ],
                        default="not_scanned",
                        max_length=11,
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="ajouté le")),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="écarté le"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="label.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce",
                "verbose_name_plural": "pièces",
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("case", "sha256"),
                        name="label_same_file_once_per_case",
                        violation_error_message="Ce fichier est déjà dans le dossier.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceEquivalence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sign_code", models.SlugField(max_length=40, verbose_name="code du signe")),
                ("sign_name", models.CharField(max_length=80, verbose_name="signe")),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("met", "tenu pour rempli"),
                            ("evidence", "vaut preuve"),
                            ("conditional", "rempli si l’aire correspond"),
                        ],
                        max_length=11,
                        verbose_name="effet",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="précision")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="equivalences",
                        to="label.criterion",
                        verbose_name="critère",
                    ),
                ),
            ],
            options={
                "verbose_name": "équivalence de preuve",
                "verbose_name_plural": "équivalences de preuve",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("criterion", "sign_code"),
                        name="label_one_effect_per_sign",
                        violation_error_message="Ce signe a déjà un effet sur ce critère.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=20, unique=True, verbose_name="numéro"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=label.models.grants.new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="code court",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending_signature", "à signer"),
                            ("active", "en vigueur"),
                            ("active_with_reserves", "en vigueur, avec réserves"),
                            ("formal_notice", "en demeure"),
                            ("suspended", "suspendu"),
                            ("withdrawn", "retiré"),
                            ("renounced", "abandonné par le titulaire"),
                            ("expired", "expiré"),
                            ("superseded", "remplacé"),
                            ("annulled", "annulé"),
                        ],
                        default="pending_signature",
                        editable=False,
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "is_implicit",
                    models.BooleanField(
                        default=False, verbose_name="issu d’une décision implicite"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="créé le")),
                ("sign_before", models.DateField(verbose_name="à signer avant le")),
                (
                    "operator_signed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="signé par l’opérateur le"
                    ),
                ),
                (
                    "authority_signed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="signé par l’autorité le"
                    ),
                ),
                (
                    "plan_signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="plan signé le"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valable du")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("was_extended", models.BooleanField(default=False, verbose_name="prolongé")),
                ("commitment", models.TextField(blank=True, verbose_name="engagement de progrès")),
                (
                    "notice_until",
                    models.DateField(
                        blank=True, null=True, verbose_name="mise en demeure jusqu’au"
                    ),
                ),
                (
                    "suspended_until",
                    models.DateField(blank=True, null=True, verbose_name="suspendu jusqu’au"),
                ),
                (
                    "suspended_on",
                    models.DateField(blank=True, null=True, verbose_name="suspendu depuis"),
                ),
                (
                    "confirm_by",
                    models.DateField(
                        blank=True, null=True, verbose_name="urgence à confirmer avant le"
                    ),
                ),
                (
                    "is_emergency_confirmed",
                    models.BooleanField(default=False, verbose_name="urgence confirmée"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="terminé le")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="raison publique"),
                ),
                (
                    "logo_stops_on",
                    models.DateField(blank=True, null=True, verbose_name="fin d’usage du logo le"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="label.case",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_grants",
                        to="directory.producerpage",
                        verbose_name="opérateur",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="label.grant",
                        verbose_name="remplacé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "label accordé",
                "verbose_name_plural": "labels accordés",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["state", "valid_to"], name="label_grant_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    (
                                        "active",
                                        "active_with_reserves",
                                        "formal_notice",
                                        "suspended",
                                    ),
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("authority_signed_at__isnull", False),
                                ("operator_signed_at__isnull", False),
                                ("valid_from__isnull", False),
                                ("valid_to__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="label_registered_grant_is_signed",
                        violation_error_message="Un label en vigueur est signé par les deux parties et daté.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missed_deadline", "échéance interne passée"),
                            ("implicit_decision", "décision implicite"),
                            ("retraction_closed", "retrait de la décision implicite impossible"),
                            ("reinstated_by_deadline", "suspension d’urgence non confirmée"),
                            ("replay_mismatch", "journal et états différents"),
                            ("sealed_access", "accès à un objet scellé"),
                        ],
                        max_length=24,
                        verbose_name="nature",
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("text", models.CharField(max_length=300, verbose_name="description")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="échéance")),
                ("raised_at", models.DateTimeField(verbose_name="relevé le")),
                (
                    "resolved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="traité le"),
                ),
                (
                    "resolution",
                    models.TextField(blank=True, max_length=2000, verbose_name="suite donnée"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="label.case",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="label.grant",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "ordering": ["-raised_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="InterestDeclaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("operator", "opérateur"),
                            ("secretariat", "secrétariat"),
                            ("visitor", "visiteur ou visiteuse"),
                            ("juror", "juré ou jurée"),
                            ("chair", "présidence de séance"),
                            ("facilitator", "animation"),
                            ("guarantor", "garant ou garante"),
                            ("authority", "autorité"),
                            ("controller", "contrôle"),
                            ("appeal_juror", "juré ou jurée de recours"),
                            ("reporter", "auteur d’un signalement"),
                            ("archivist", "protection des données et archives"),
                            ("auditor", "audit"),
                            ("system", "calendrier"),
                        ],
                        max_length=12,
                        verbose_name="en qualité de",
                    ),
                ),
                ("answers", models.JSONField(default=dict, verbose_name="questionnaire")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="précisions")),
                ("is_nil", models.BooleanField(verbose_name="aucun lien")),
                ("declared_at", models.DateTimeField(verbose_name="déclaré le")),
                (
                    "reaffirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="confirmé en séance le"
                    ),
                ),
                (
                    "text_erased_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="précisions effacées le"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="label.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_declarations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration d’intérêts",
                "verbose_name_plural": "déclarations d’intérêts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "person", "role"),
                        name="label_one_declaration_per_role",
                        violation_error_message="Vous avez déjà déclaré vos liens pour ce dossier.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=12, verbose_name="rôle")),
                ("since", models.DateTimeField(verbose_name="depuis")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="involvements",
                        to="label.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_involvements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rôle sur un dossier",
                "verbose_name_plural": "rôles sur un dossier",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "person"),
                        name="label_one_role_per_case",
                        violation_error_message="Cette personne tient déjà un autre rôle sur ce dossier.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="sorte")),
                ("key", models.CharField(max_length=160, unique=True)),
                ("email", models.EmailField(max_length=254, verbose_name="adresse e-mail")),
                ("context", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "retenu"),
                            ("ready", "à envoyer"),
                            ("sent", "envoyé"),
                            ("cancelled", "annulé"),
                        ],
                        default="ready",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "is_urgent",
                    models.BooleanField(
                        default=False, verbose_name="sans attendre le résumé du jour"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="créé le")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="envoyé le")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="label.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["state", "created_at"], name="label_mail_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="label_sent_mail_has_its_date",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("first", "premier jury"), ("appeal", "jury de recours")],
                        default="first",
                        max_length=6,
                        verbose_name="nature",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                (
                    "formation",
                    models.CharField(
                        choices=[("drawn", "tiré au sort"), ("named", "nommé")],
                        max_length=5,
                        verbose_name="formation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("forming", "en formation"),
                            ("short", "incomplet, nouveau tirage"),
                            ("constituted", "constitué"),
                            ("in_session", "en séance"),
                            ("discharged", "déchargé"),
                        ],
                        default="forming",
                        editable=False,
                        max_length=11,
                        verbose_name="état",
                    ),
                ),
                ("quota", models.JSONField(verbose_name="places par collège")),
                (
                    "notified_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="noms donnés à l’opérateur le"
                    ),
                ),
                (
                    "challenge_until",
                    models.DateField(
                        blank=True, null=True, verbose_name="récusation possible jusqu’au"
                    ),
                ),
                (
                    "constituted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="constitué le"),
                ),
                (
                    "discharged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="déchargé le"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="label.case",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "jury",
                "verbose_name_plural": "jurys",
                "ordering": ["case", "kind", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "kind", "number"), name="label_one_panel_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phase", models.PositiveSmallIntegerField(default=1, verbose_name="notation")),
                ("public", models.CharField(max_length=64)),
                ("wrapped", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(verbose_name="faite le")),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="libérée le"),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="label.panel",
                    ),
                ),
            ],
            options={
                "verbose_name": "clé des scellés",
                "verbose_name_plural": "clés des scellés",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "phase"), name="label_one_key_per_scoring"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("granted", "accord"),
                            ("granted_with_reserves", "accord avec réserves"),
                            ("refused", "refus"),
                            ("inadmissible", "irrecevabilité"),
                            ("upheld", "confirmation après recours"),
                            ("remitted", "reprise de l’instruction après recours"),
                            ("formal_notice", "mise en demeure"),
                            ("suspended", "suspension"),
                            ("reinstated", "levée de suspension"),
                            ("withdrawn", "retrait"),
                            ("annulled", "annulation"),
                        ],
                        max_length=21,
                        verbose_name="mesure examinée",
                    ),
                ),
                ("is_favourable", models.BooleanField(verbose_name="avis favorable à la mesure")),
                ("votes", models.JSONField(default=dict, verbose_name="résultat du vote")),
                ("presence", models.JSONField(default=dict, verbose_name="présents par collège")),
                ("text", models.TextField(max_length=8000, verbose_name="motifs")),
                ("given_at", models.DateTimeField(verbose_name="rendu le")),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_reviews",
                        to="label.grant",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "avis du jury sur une mesure",
                "verbose_name_plural": "avis du jury sur une mesure",
                "ordering": ["given_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProductLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="gamme")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("raw", "brut"),
                            ("processed", "transformé"),
                            ("craft", "artisanat et textile"),
                        ],
                        max_length=9,
                        verbose_name="nature",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_lines",
                        to="directory.productfamily",
                        verbose_name="famille",
                    ),
                ),
                (
                    "products",
                    models.ManyToManyField(
                        blank=True,
                        related_name="label_lines",
                        to="directory.product",
                        verbose_name="produits",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="label.site",
                        verbose_name="lieu",
                    ),
                ),
            ],
            options={
                "verbose_name": "gamme de produits",
                "verbose_name_plural": "gammes de produits",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "name"),
                        name="label_one_line_per_site_and_name",
                        violation_error_message="Cette gamme existe déjà pour ce lieu.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="pièce")),
                (
                    "explanation",
                    models.TextField(blank=True, max_length=1000, verbose_name="explication"),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.evidence",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="label.documentrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce demandée",
                "verbose_name_plural": "pièces demandées",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Reserve",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("action", models.CharField(max_length=300, verbose_name="action")),
                ("proof", models.CharField(max_length=300, verbose_name="preuve attendue")),
                ("due_on", models.DateField(verbose_name="avant le")),
                (
                    "proved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="preuve reçue le"),
                ),
                (
                    "proof_text",
                    models.TextField(blank=True, max_length=2000, verbose_name="preuve apportée"),
                ),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="levée le")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.criterion",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.evidence",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reserves",
                        to="label.grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "réserve",
                "verbose_name_plural": "réserves",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", ""), _negated=True),
                            models.Q(("proof", ""), _negated=True),
                        ),
                        name="label_reserve_is_precise",
                        violation_error_message="Une réserve dit l’action et la preuve attendues.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScopeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=2000, verbose_name="description"),
                ),
                (
                    "origin",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="origine des ingrédients ou matières",
                    ),
                ),
                (
                    "steps",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="où se fait chaque étape"
                    ),
                ),
                (
                    "local_share",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="part venant du périmètre (% du poids)"
                    ),
                ),
                (
                    "yearly_volume",
                    models.CharField(blank=True, max_length=80, verbose_name="volume par an"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scope_lines",
                        to="label.case",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scope_lines",
                        to="label.productline",
                        verbose_name="gamme",
                    ),
                ),
            ],
            options={
                "verbose_name": "gamme demandée",
                "verbose_name_plural": "gammes demandées",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "line"),
                        name="label_line_once_per_case",
                        violation_error_message="Cette gamme est déjà dans le dossier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("local_share__isnull", True),
                            ("local_share__lte", 100),
                            _connector="OR",
                        ),
                        name="label_local_share_percent",
                        violation_error_message="Une part est comprise entre 0 et 100 %.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "oui"), ("partly", "en partie"), ("no", "pas encore")],
                        max_length=14,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "explanation",
                    models.TextField(blank=True, max_length=2000, verbose_name="en quelques mots"),
                ),
                (
                    "has_no_evidence",
                    models.BooleanField(default=False, verbose_name="aucune pièce à donner"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="label.case",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.criterion",
                    ),
                ),
                (
                    "evidence",
                    models.ManyToManyField(
                        blank=True,
                        related_name="assessments",
                        to="label.evidence",
                        verbose_name="pièces",
                    ),
                ),
            ],
            options={
                "verbose_name": "auto-évaluation",
                "verbose_name_plural": "auto-évaluations",
                "ordering": ["criterion__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "criterion"),
                        name="label_one_assessment_per_criterion",
                        violation_error_message="Ce critère est déjà évalué.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfDeclaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="attendue le")),
                ("filed_at", models.DateTimeField(blank=True, null=True, verbose_name="reçue le")),
                (
                    "changes",
                    models.TextField(blank=True, max_length=4000, verbose_name="ce qui a changé"),
                ),
                ("answers", models.JSONField(default=dict, verbose_name="réponses")),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="label.grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration annuelle",
                "verbose_name_plural": "déclarations annuelles",
                "ordering": ["due_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grant", "due_on"), name="label_one_yearly_declaration"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="rang")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "à organiser"),
                            ("scheduled", "fixée"),
                            ("postponed", "reportée"),
                            ("done", "faite"),
                            ("report_filed", "compte rendu déposé"),
                            ("replied", "réponse reçue"),
                            ("reply_expired", "sans réponse"),
                            ("locked", "verrouillée"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=13,
                        verbose_name="état",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="à faire avant le")),
                (
                    "scheduled_for",
                    models.DateTimeField(blank=True, null=True, verbose_name="fixée au"),
                ),
                ("was_postponed", models.BooleanField(default=False, verbose_name="déjà reportée")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="faite le")),
                (
                    "report_due_on",
                    models.DateField(blank=True, null=True, verbose_name="compte rendu avant le"),
                ),
                (
                    "filed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="compte rendu déposé le"
                    ),
                ),
                (
                    "reply_until",
                    models.DateField(
                        blank=True, null=True, verbose_name="réponse possible jusqu’au"
                    ),
                ),
                (
                    "reply",
                    models.TextField(
                        blank=True, max_length=8000, verbose_name="réponse de l’opérateur"
                    ),
                ),
                (
                    "replied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="verrouillée le"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="label.case",
                        verbose_name="dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "visite",
                "verbose_name_plural": "visites",
                "ordering": ["case", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "number"), name="label_one_visit_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitAddendum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="complément")),
                ("added_at", models.DateTimeField(verbose_name="ajouté le")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="label.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "complément au compte rendu",
                "verbose_name_plural": "compléments au compte rendu",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Visitor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("peer", "pair"),
                            ("resident", "habitante ou habitant"),
                            ("expert", "expert ou experte"),
                        ],
                        max_length=8,
                        verbose_name="en qualité de",
                    ),
                ),
                ("assigned_at", models.DateTimeField(verbose_name="désigné le")),
                (
                    "signed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="compte rendu signé le"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="label.poolmember",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visitors",
                        to="label.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "visiteur",
                "verbose_name_plural": "visiteurs",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "member"),
                        name="label_one_visitor_per_visit",
                        violation_error_message="Cette personne fait déjà partie de la visite.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proposed_for", models.DateTimeField(verbose_name="date proposée")),
                ("sent_at", models.DateTimeField(verbose_name="envoyée le")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                ),
                ("is_accepted", models.BooleanField(null=True, verbose_name="acceptée")),
                (
                    "was_missed",
                    models.BooleanField(
                        default=False, verbose_name="acceptée, mais personne sur place"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="label.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "date proposée",
                "verbose_name_plural": "dates proposées",
                "ordering": ["sent_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="VisitReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "facts",
                    models.JSONField(default=dict, verbose_name="faits constatés, par critère"),
                ),
                (
                    "strong_points",
                    models.TextField(blank=True, max_length=4000, verbose_name="points forts"),
                ),
                (
                    "weak_points",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="points à améliorer"
                    ),
                ),
                (
                    "circumstances",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        verbose_name="déroulement : qui, quand, ce qui a été vu",
                    ),
                ),
                (
                    "lot_exercise",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="exercice de traçabilité"
                    ),
                ),
                (
                    "public_summary",
                    models.TextField(blank=True, max_length=2000, verbose_name="résumé public"),
                ),
                (
                    "is_summary_approved",
                    models.BooleanField(default=False, verbose_name="résumé relu par l’opérateur"),
                ),
                ("client_key", models.CharField(blank=True, max_length=40)),
                ("updated_at", models.DateTimeField(verbose_name="modifié le")),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="label.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte rendu de visite",
                "verbose_name_plural": "comptes rendus de visite",
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=20, unique=True, verbose_name="numéro"
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("origin", "origine d’un produit"),
                            ("labelling", "étiquette ou affichage"),
                            ("practice", "pratiques"),
                            ("logo", "usage du logo"),
                            ("health", "hygiène ou santé"),
                            ("place", "lieu ou horaires"),
                            ("other", "autre"),
                        ],
                        max_length=9,
                        verbose_name="sujet",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="ce qui a été vu")),
                ("seen_on", models.DateField(blank=True, null=True, verbose_name="vu le")),
                ("seen_at_place", models.CharField(blank=True, max_length=200, verbose_name="où")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "reçu"),
                            ("qualified", "retenu"),
                            ("rejected", "écarté"),
                            ("forwarded", "transmis au service compétent"),
                            ("adversarial", "observations demandées"),
                            ("founded", "fondé"),
                            ("unfounded", "non fondé"),
                            ("closed", "clos"),
                        ],
                        default="received",
                        editable=False,
                        max_length=11,
                        verbose_name="état",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="reçu le")),
                (
                    "forwarded_to",
                    models.CharField(blank=True, max_length=120, verbose_name="transmis à"),
                ),
                (
                    "conclusion",
                    models.TextField(blank=True, max_length=4000, verbose_name="conclusion"),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="réponse à la personne"
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="clos le")),
                (
                    "operator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_alerts",
                        to="directory.listedpage",
                        verbose_name="au sujet de",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="label.grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "signalement",
                "verbose_name_plural": "signalements",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Answers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("identity", "Qui vous êtes"),
                            ("sites", "Vos lieux de production"),
                            ("activity", "Votre activité"),
                            ("scope", "Les produits à labelliser"),
                            ("sales_points", "Où l’on vous achète"),
                            ("signs", "Vos signes et labels"),
                            ("legal", "Vos documents sanitaires et légaux"),
                            ("assessment", "Votre auto-évaluation"),
                            ("suppliers", "Vos fournisseurs"),
                            ("prices", "Vos prix et la rémunération"),
                            ("interests", "Vos liens avec le label"),
                            ("commitments", "Vos engagements de progrès"),
                            ("publication", "Ce qui peut être publié"),
                            ("assistance", "Vous accompagner"),
                            ("signature", "Signature"),
                        ],
                        max_length=12,
                        verbose_name="partie",
                    ),
                ),
                ("values", models.JSONField(default=dict, verbose_name="réponses")),
                ("is_done", models.BooleanField(default=False, verbose_name="partie terminée")),
                ("updated_at", models.DateTimeField(verbose_name="modifiée le")),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="label.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "partie de la demande",
                "verbose_name_plural": "parties de la demande",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "part"),
                        name="label_one_answer_per_part",
                        violation_error_message="Cette partie a déjà des réponses.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phase", models.PositiveSmallIntegerField(default=1, verbose_name="notation")),
                ("round", models.PositiveSmallIntegerField(verbose_name="tour")),
                (
                    "median",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("met", "conforme"),
                            ("partial", "partiel"),
                            ("unmet", "non conforme"),
                            ("absent", "absent"),
                            ("started", "amorcé"),
                            ("held", "tenu"),
                            ("exemplary", "exemplaire"),
                            ("cannot", "je ne peux pas juger"),
                        ],
                        max_length=9,
                        verbose_name="médiane",
                    ),
                ),
                ("judged", models.PositiveSmallIntegerField(verbose_name="ont jugé")),
                ("could_not", models.PositiveSmallIntegerField(verbose_name="n’ont pas pu juger")),
                ("is_divergent", models.BooleanField(default=False, verbose_name="à discuter")),
                ("computed_at", models.DateTimeField(verbose_name="calculée le")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.criterion",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="label.panel",
                    ),
                ),
            ],
            options={
                "verbose_name": "médiane",
                "verbose_name_plural": "médianes",
                "ordering": ["criterion__position", "phase", "round"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "criterion", "phase", "round"),
                        name="label_one_median_per_round",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=40, unique=True, verbose_name="numéro")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("pool", "vivier de l’année"),
                            ("panel", "jury d’un dossier"),
                            ("appeal_panel", "jury de recours"),
                            ("visit", "équipe de visite"),
                            ("checks", "contrôles de l’année"),
                        ],
                        max_length=12,
                        verbose_name="objet",
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(default=1, verbose_name="tour")),
                ("key", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("committed", "annoncé"), ("drawn", "fait"), ("voided", "annulé")],
                        default="committed",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("spec", models.JSONField(verbose_name="règles du tirage")),
                ("spec_hash", models.CharField(max_length=64)),
                ("pool", models.TextField(verbose_name="liste des candidats")),
                ("pool_hash", models.CharField(max_length=64)),
                (
                    "is_pool_hidden",
                    models.BooleanField(default=False, verbose_name="liste remise au garant seul"),
                ),
                ("counts", models.JSONField(default=dict, verbose_name="candidats par collège")),
                ("source", models.CharField(max_length=120, verbose_name="source de l’aléa")),
                ("randomness_at", models.DateTimeField(verbose_name="aléa attendu le")),
                ("committed_at", models.DateTimeField(verbose_name="annoncé le")),
                ("randomness", models.CharField(blank=True, max_length=256, verbose_name="aléa")),
                ("seed", models.CharField(blank=True, max_length=64, verbose_name="graine")),
                ("result", models.JSONField(default=dict, verbose_name="résultat")),
                ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="fait le")),
                (
                    "voided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
                ),
                (
                    "void_reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="raison de l’annulation"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="label.case",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "committed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmé par",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saisi par",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="label.draw",
                        verbose_name="remplace",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="label.panel",
                        verbose_name="jury",
                    ),
                ),
            ],
            options={
                "verbose_name": "tirage au sort",
                "verbose_name_plural": "tirages au sort",
                "ordering": ["-committed_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "voided"), _negated=True),
                        fields=("key",),
                        name="label_one_standing_draw",
                        violation_error_message="Un tirage est déjà annoncé pour cet objet ; il faudrait d’abord l’annuler.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("randomness_at__gt", models.F("committed_at"))),
                        name="label_randomness_after_commitment",
                        violation_error_message="L’aléa doit être postérieur à l’annonce.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "drawn"), _negated=True),
                            models.Q(
                                models.Q(("seed", ""), _negated=True),
                                models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="label_randomness_checked_by_two",
                        violation_error_message="Deux personnes vérifient l’aléa.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "voided"), _negated=True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="label_void_draw_says_why",
                        violation_error_message="L’annulation d’un tirage a une raison publique.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawCandidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pseudonym", models.CharField(max_length=40, verbose_name="pseudonyme")),
                ("college", models.CharField(max_length=40, verbose_name="collège")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang"),
                ),
                ("is_alternate", models.BooleanField(default=False, verbose_name="suppléance")),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="label.draw",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.grant",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="label.poolmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "candidat d’un tirage",
                "verbose_name_plural": "candidats d’un tirage",
                "ordering": ["draw", "college", "rank"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "pseudonym"), name="label_one_line_per_name"
                    ),
                    models.UniqueConstraint(
                        fields=("draw", "college", "rank"), name="label_one_candidate_per_rank"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawExclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=40, verbose_name="raison")),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exclusions",
                        to="label.draw",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.poolmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "exclusion d’un tirage",
                "verbose_name_plural": "exclusions d’un tirage",
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "member"), name="label_excluded_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.TextField(blank=True, max_length=2000, verbose_name="origine publiée"),
                ),
                ("is_in_force", models.BooleanField(default=False, editable=False)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="label.grant",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_lines",
                        to="label.productline",
                    ),
                ),
            ],
            options={
                "verbose_name": "gamme labellisée",
                "verbose_name_plural": "gammes labellisées",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grant", "line"), name="label_line_once_per_grant"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_in_force", True)),
                        fields=("line",),
                        name="label_one_grant_in_force_per_line",
                        violation_error_message="Cette gamme a déjà un label en vigueur.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reporter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="nom")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="adresse e-mail"),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                (
                    "alert",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reporter",
                        to="label.alert",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "auteur d’un signalement",
                "verbose_name_plural": "auteurs de signalements",
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "college",
                    models.CharField(
                        choices=[
                            ("citizen", "habitantes et habitants"),
                            ("peer", "pairs"),
                            ("trade", "commerce et restauration"),
                            ("qualified", "personnes qualifiées"),
                        ],
                        max_length=9,
                        verbose_name="collège",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drawn", "désigné"),
                            ("invited", "invité"),
                            ("accepted", "a accepté"),
                            ("declined", "a décliné"),
                            ("no_reply", "sans réponse"),
                            ("seated", "siège"),
                            ("recused", "récusé"),
                            ("excused", "excusé"),
                            ("discharged", "déchargé"),
                        ],
                        default="drawn",
                        editable=False,
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "a décliné"),
                            ("no_reply", "n’a pas répondu"),
                            ("recused", "déport ou récusation"),
                            ("excused", "empêchement"),
                        ],
                        max_length=8,
                        verbose_name="raison du remplacement",
                    ),
                ),
                (
                    "invited_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="invité le"),
                ),
                (
                    "reply_until",
                    models.DateField(blank=True, null=True, verbose_name="réponse avant le"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="répondu le"),
                ),
                (
                    "seated_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="siège depuis"),
                ),
                (
                    "left_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="ne siège plus depuis"
                    ),
                ),
                (
                    "candidate",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat",
                        to="label.drawcandidate",
                        verbose_name="rang du tirage",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="label.poolmember",
                        verbose_name="membre du vivier",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="nommé par",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="label.panel",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="label.seat",
                        verbose_name="remplace",
                    ),
                ),
            ],
            options={
                "verbose_name": "siège",
                "verbose_name_plural": "sièges",
                "ordering": ["panel", "college", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "discharged"), _negated=True),
                        fields=("panel", "member"),
                        name="label_one_seat_per_person",
                        violation_error_message="Cette personne a déjà été appelée à ce jury.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("candidate__isnull", False),
                            ("named_by__isnull", False),
                            _connector="OR",
                        ),
                        name="label_seat_has_an_origin",
                        violation_error_message="Un siège vient d’un rang du tirage ou d’un acte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces__isnull", True),
                            models.Q(("reason_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="label_replacement_has_a_reason",
                        violation_error_message="Un remplacement a une raison.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=label.storage.PrivateStorage(),
                        upload_to=label.models.visits.photo_path,
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "caption",
                    models.CharField(max_length=200, verbose_name="ce que montre la photo"),
                ),
                ("added_at", models.DateTimeField(verbose_name="ajoutée le")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="label.visitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo de visite",
                "verbose_name_plural": "photos de visite",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "sha256"), name="label_same_photo_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grounds", models.TextField(max_length=4000, verbose_name="motifs")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "à trancher"),
                            ("upheld", "récusation admise"),
                            ("rejected", "récusation rejetée"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("lodged_at", models.DateTimeField(verbose_name="déposée le")),
                ("due_on", models.DateField(verbose_name="à trancher avant le")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="tranchée le"),
                ),
                (
                    "decision",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="motifs de la décision"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lodged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="label.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande de récusation",
                "verbose_name_plural": "demandes de récusation",
                "ordering": ["lodged_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("seat",),
                        name="label_one_open_challenge_per_seat",
                        violation_error_message="Une récusation de cette personne est déjà en cours.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("drawn", "tiré au sort"),
                            ("targeted", "ciblé"),
                            ("cycle", "prévu au cycle"),
                            ("priority", "prioritaire, après une décision implicite"),
                        ],
                        max_length=8,
                        verbose_name="origine",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drawn", "tiré au sort"),
                            ("targeted", "décidé"),
                            ("announced", "annoncé"),
                            ("unannounced", "inopiné"),
                            ("done", "fait"),
                            ("findings", "avec constats"),
                            ("closed", "clos"),
                        ],
                        editable=False,
                        max_length=11,
                        verbose_name="état",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="décidé le")),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="à faire avant le"),
                ),
                ("planned_for", models.DateField(blank=True, null=True, verbose_name="prévu le")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="fait le")),
                ("report", models.TextField(blank=True, max_length=12000, verbose_name="rapport")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="clos le")),
                (
                    "alert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="label.alert",
                    ),
                ),
                (
                    "controller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="contrôle fait par",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="label.draw",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="label.grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "contrôle",
                "verbose_name_plural": "contrôles",
                "ordering": ["-opened_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("minor", "mineur"),
                            ("major", "majeur"),
                            ("critical", "critique"),
                        ],
                        max_length=8,
                        verbose_name="gravité",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="constat")),
                (
                    "action_due_on",
                    models.DateField(blank=True, null=True, verbose_name="correction avant le"),
                ),
                (
                    "corrected_on",
                    models.DateField(blank=True, null=True, verbose_name="corrigé le"),
                ),
                (
                    "check_made",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="label.check",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.criterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "constat",
                "verbose_name_plural": "constats",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ordre")),
                (
                    "convening",
                    models.PositiveSmallIntegerField(default=1, verbose_name="convocation"),
                ),
                (
                    "planned_for",
                    models.DateTimeField(blank=True, null=True, verbose_name="heure prévue"),
                ),
                (
                    "opened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="examen ouvert le"),
                ),
                (
                    "visitors_heard_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="visiteurs entendus le"
                    ),
                ),
                (
                    "operator_heard_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="opérateur entendu le"
                    ),
                ),
                (
                    "operator_declined",
                    models.BooleanField(default=False, verbose_name="opérateur absent ou non"),
                ),
                (
                    "second_round_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="second tour ouvert le"
                    ),
                ),
                (
                    "second_revealed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="second tour levé le"),
                ),
                (
                    "ballot_opened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="vote ouvert le"),
                ),
                (
                    "ballot_closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="vote clos le"),
                ),
                (
                    "ballot_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("grant", "accorder"),
                            ("grant_with_commitment", "accorder avec un engagement de progrès"),
                            ("grant_with_reserves", "accorder avec réserves"),
                            ("defer", "ajourner"),
                            ("refuse", "refuser"),
                        ],
                        max_length=22,
                        verbose_name="question mise au vote",
                    ),
                ),
                (
                    "ballot_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("grant", "accorder"),
                            ("grant_with_commitment", "accorder avec un engagement de progrès"),
                            ("grant_with_reserves", "accorder avec réserves"),
                            ("defer", "ajourner"),
                            ("refuse", "refuser"),
                        ],
                        max_length=22,
                        verbose_name="issue du vote",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="examen clos le"),
                ),
                (
                    "was_adjourned",
                    models.BooleanField(default=False, verbose_name="renvoyé à une autre séance"),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hearings",
                        to="label.panel",
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.seat",
                        verbose_name="présidence",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hearings",
                        to="label.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "examen en séance",
                "verbose_name_plural": "examens en séance",
                "ordering": ["session", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "panel"),
                        name="label_case_once_per_session",
                        violation_error_message="Ce dossier est déjà à l’ordre du jour.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="lecture")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("grant", "accorder"),
                            ("grant_with_commitment", "accorder avec un engagement de progrès"),
                            ("grant_with_reserves", "accorder avec réserves"),
                            ("defer", "ajourner"),
                            ("refuse", "refuser"),
                        ],
                        max_length=22,
                        verbose_name="avis",
                    ),
                ),
                (
                    "computed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("grant", "accorder"),
                            ("grant_with_commitment", "accorder avec un engagement de progrès"),
                            ("grant_with_reserves", "accorder avec réserves"),
                            ("defer", "ajourner"),
                            ("refuse", "refuser"),
                        ],
                        max_length=22,
                        verbose_name="proposition de la table",
                    ),
                ),
                (
                    "explanation",
                    models.JSONField(default=list, verbose_name="explication de la table"),
                ),
                (
                    "departure_reasons",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        verbose_name="pourquoi le jury s’écarte de la table",
                    ),
                ),
                (
                    "adopted_by",
                    models.CharField(
                        choices=[("consent", "consentement"), ("vote", "vote nominal")],
                        max_length=7,
                        verbose_name="adopté par",
                    ),
                ),
                ("votes", models.JSONField(default=dict, verbose_name="résultat du vote")),
                ("presence", models.JSONField(default=dict, verbose_name="présents par collège")),
                (
                    "recusals",
                    models.JSONField(default=dict, verbose_name="récusations par collège"),
                ),
                ("medians", models.JSONField(default=dict, verbose_name="médianes")),
                ("reasons", models.JSONField(default=dict, verbose_name="motifs par critère")),
                ("reserves", models.JSONField(default=list, verbose_name="réserves proposées")),
                (
                    "commitment",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="engagement de progrès"
                    ),
                ),
                (
                    "missing_proof",
                    models.JSONField(default=list, verbose_name="critères sans preuve seulement"),
                ),
                ("questions", models.JSONField(default=list, verbose_name="questions posées")),
                ("text", models.TextField(max_length=12000, verbose_name="avis")),
                (
                    "minority_text",
                    models.TextField(blank=True, max_length=4000, verbose_name="avis minoritaire"),
                ),
                (
                    "duration_minutes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="durée en minutes"),
                ),
                (
                    "chair_signed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="signé par la présidence le"
                    ),
                ),
                (
                    "guarantor_signed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="signé par le garant le"
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="rédigé le")),
                (
                    "adopted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="adopté le"),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="présidence",
                    ),
                ),
                (
                    "guarantor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="garant ou garante",
                    ),
                ),
                (
                    "hearing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="label.hearing",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="label.panel",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis",
                "verbose_name_plural": "avis",
                "ordering": ["panel", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "number"),
                        name="label_one_opinion_per_reading",
                        violation_error_message="Cette lecture a déjà un avis.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReserveReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_proved", models.BooleanField(verbose_name="preuve suffisante")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="remarque")),
                ("given_at", models.DateTimeField(verbose_name="donné le")),
                (
                    "reserve",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="label.reserve",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "examen d’une réserve",
                "verbose_name_plural": "examens d’une réserve",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reserve", "seat"),
                        name="label_one_review_per_juror",
                        violation_error_message="Vous avez déjà donné votre avis sur cette preuve.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phase", models.PositiveSmallIntegerField(default=1, verbose_name="notation")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="tour")),
                ("draft", models.TextField(blank=True)),
                ("sealed", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("saved_at", models.DateTimeField(verbose_name="enregistrée le")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rendue le"),
                ),
                (
                    "paper_envelope",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="enveloppe scellée n°"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="écartée le"),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="label.seat",
                        verbose_name="siège",
                    ),
                ),
            ],
            options={
                "verbose_name": "feuille de notation",
                "verbose_name_plural": "feuilles de notation",
                "ordering": ["seat", "phase", "round"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seat", "phase", "round"),
                        name="label_one_sheet_per_round",
                        violation_error_message="Vous avez déjà rendu votre feuille pour ce tour.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("round__in", [1, 2])), name="label_two_rounds_at_most"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submitted_at", None),
                            models.Q(models.Q(("sealed", ""), _negated=True), ("draft", "")),
                            _connector="OR",
                        ),
                        name="label_submitted_sheet_is_sealed",
                        violation_error_message="Une feuille rendue est scellée.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdversarialWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("granted", "accord"),
                            ("granted_with_reserves", "accord avec réserves"),
                            ("refused", "refus"),
                            ("inadmissible", "irrecevabilité"),
                            ("upheld", "confirmation après recours"),
                            ("remitted", "reprise de l’instruction après recours"),
                            ("formal_notice", "mise en demeure"),
                            ("suspended", "suspension"),
                            ("reinstated", "levée de suspension"),
                            ("withdrawn", "retrait"),
                            ("annulled", "annulation"),
                        ],
                        max_length=21,
                        verbose_name="mesure envisagée",
                    ),
                ),
                ("grounds", models.TextField(max_length=8000, verbose_name="motifs communiqués")),
                ("opened_on", models.DateField(verbose_name="ouverte le")),
                ("closes_on", models.DateField(verbose_name="observations jusqu’au")),
                (
                    "observations",
                    models.TextField(blank=True, max_length=12000, verbose_name="observations"),
                ),
                (
                    "observed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reçues le"),
                ),
                (
                    "wants_hearing",
                    models.BooleanField(default=False, verbose_name="demande à être entendu"),
                ),
                ("heard_on", models.DateField(blank=True, null=True, verbose_name="entendu le")),
                (
                    "alert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="label.alert",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="label.case",
                    ),
                ),
                (
                    "check_made",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="label.check",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="label.grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "procédure contradictoire",
                "verbose_name_plural": "procédures contradictoires",
                "ordering": ["-opened_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gt", models.F("opened_on"))),
                        name="label_window_closes_after_it_opens",
                        violation_error_message="La clôture suit l’ouverture.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("on_site", "sur place"), ("remote", "à distance")],
                        default="on_site",
                        max_length=7,
                        verbose_name="présence",
                    ),
                ),
                ("arrived_at", models.DateTimeField(verbose_name="arrivée")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="départ")),
                (
                    "identity_checked",
                    models.BooleanField(default=False, verbose_name="identité vérifiée"),
                ),
                (
                    "reaffirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="intérêts confirmés le"
                    ),
                ),
                (
                    "hearing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="label.hearing",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="label.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "verbose_name_plural": "présences",
                "constraints": [
                    models.UniqueConstraint(fields=("hearing", "seat"), name="label_present_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mode", "on_site"), ("identity_checked", True), _connector="OR"
                        ),
                        name="label_remote_juror_is_identified",
                        violation_error_message="À distance, l’identité est vérifiée et notée.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("for", "pour"), ("against", "contre"), ("abstain", "abstention")],
                        max_length=7,
                        verbose_name="vote",
                    ),
                ),
                ("cast_at", models.DateTimeField(verbose_name="voté le")),
                (
                    "hearing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="label.hearing",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hearing", "seat"),
                        name="label_one_ballot_per_juror",
                        violation_error_message="Vous avez déjà voté.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="tour")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("grant", "accorder"),
                            ("grant_with_commitment", "accorder avec un engagement de progrès"),
                            ("grant_with_reserves", "accorder avec réserves"),
                            ("defer", "ajourner"),
                            ("refuse", "refuser"),
                        ],
                        max_length=22,
                        verbose_name="proposition",
                    ),
                ),
                ("text", models.TextField(max_length=8000, verbose_name="texte proposé")),
                ("opened_at", models.DateTimeField(verbose_name="ouvert le")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="clos le")),
                ("is_adopted", models.BooleanField(default=False, verbose_name="adopté")),
                (
                    "hearing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consent_rounds",
                        to="label.hearing",
                    ),
                ),
            ],
            options={
                "verbose_name": "tour de consentement",
                "verbose_name_plural": "tours de consentement",
                "ordering": ["hearing", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hearing", "number"), name="label_one_consent_round_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="numéro")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("granted", "accord"),
                            ("granted_with_reserves", "accord avec réserves"),
                            ("refused", "refus"),
                            ("inadmissible", "irrecevabilité"),
                            ("upheld", "confirmation après recours"),
                            ("remitted", "reprise de l’instruction après recours"),
                            ("formal_notice", "mise en demeure"),
                            ("suspended", "suspension"),
                            ("reinstated", "levée de suspension"),
                            ("withdrawn", "retrait"),
                            ("annulled", "annulation"),
                        ],
                        max_length=21,
                        verbose_name="sens",
                    ),
                ),
                (
                    "is_implicit",
                    models.BooleanField(
                        default=False, verbose_name="reconnaît une décision implicite"
                    ),
                ),
                ("reasons", models.JSONField(default=dict, verbose_name="motifs par critère")),
                ("text", models.TextField(max_length=12000, verbose_name="motifs")),
                (
                    "departure_reasons",
                    models.TextField(blank=True, verbose_name="pourquoi s’écarter de l’avis"),
                ),
                (
                    "second_reading_reasons",
                    models.TextField(blank=True, verbose_name="motifs de la seconde lecture"),
                ),
                ("reserves", models.JSONField(default=list, verbose_name="réserves")),
                ("commitment", models.TextField(blank=True, verbose_name="engagement de progrès")),
                (
                    "road_map",
                    models.TextField(blank=True, verbose_name="pour une nouvelle demande"),
                ),
                (
                    "competence_ref",
                    models.CharField(max_length=200, verbose_name="compétence (délégation)"),
                ),
                ("appeal_routes", models.TextField(verbose_name="voies et délais de recours")),
                (
                    "algorithm_mention",
                    models.TextField(verbose_name="mention des traitements algorithmiques"),
                ),
                ("signed_at", models.DateTimeField(verbose_name="signée le")),
                ("document_hash", models.CharField(blank=True, max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="label.case",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_decisions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="signataire",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="label.decision",
                        verbose_name="remplace",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        blank=True,
                        help_text="Pour une mesure sur un label accordé : mise en demeure, suspension…",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="label.grant",
                        verbose_name="label concerné",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="label.opinion",
                        verbose_name="avis",
                    ),
                ),
                (
                    "referential",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.referentialversion",
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.rulesversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision",
                "verbose_name_plural": "décisions",
                "ordering": ["signed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("grant", None), ("supersedes", None)),
                        fields=("case",),
                        name="label_one_first_decision",
                        violation_error_message="Ce dossier a déjà une décision : la suivante doit la nommer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes", None),
                            models.Q(("supersedes", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="label_decision_not_its_own_successor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("competence_ref", ""), _negated=True),
                            models.Q(("appeal_routes", ""), _negated=True),
                            models.Q(("algorithm_mention", ""), _negated=True),
                        ),
                        name="label_decision_is_complete",
                        violation_error_message="Une décision porte ses motifs, la compétence du signataire, les voies de recours et la mention des algorithmes.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("notified_on", models.DateField(verbose_name="notifiée le")),
                ("how", models.CharField(max_length=120, verbose_name="par")),
                ("recorded_at", models.DateTimeField(verbose_name="noté le")),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="label.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
            },
        ),
        migrations.CreateModel(
            name="GivenGrade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("met", "conforme"),
                            ("partial", "partiel"),
                            ("unmet", "non conforme"),
                            ("absent", "absent"),
                            ("started", "amorcé"),
                            ("held", "tenu"),
                            ("exemplary", "exemplaire"),
                            ("cannot", "je ne peux pas juger"),
                        ],
                        max_length=9,
                        verbose_name="note",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="raison")),
                ("evidence", models.JSONField(default=list, verbose_name="pièces citées")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.criterion",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grades",
                        to="label.scoresheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["criterion__position", "sheet"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sheet", "criterion"), name="label_one_grade_per_criterion"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("lodged", "déposé"),
                            ("admitted", "recevable"),
                            ("inadmissible", "irrecevable"),
                            ("panel_drawn", "jury tiré"),
                            ("opinion", "avis rendu"),
                            ("decided", "décidé"),
                        ],
                        default="lodged",
                        editable=False,
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("grounds", models.TextField(max_length=12000, verbose_name="motifs")),
                (
                    "contests_procedure",
                    models.BooleanField(default=False, verbose_name="conteste la procédure"),
                ),
                ("lodged_at", models.DateTimeField(verbose_name="déposé le")),
                ("due_on", models.DateField(verbose_name="à décider avant le")),
                (
                    "admitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="recevable le"),
                ),
                (
                    "inadmissible_reasons",
                    models.TextField(blank=True, verbose_name="pourquoi irrecevable"),
                ),
                (
                    "advice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("uphold", "confirmer"),
                            ("grant", "accorder"),
                            ("grant_with_reserves", "accorder avec réserves"),
                            ("remit", "reprendre l’instruction"),
                        ],
                        max_length=19,
                        verbose_name="avis du jury de recours",
                    ),
                ),
                (
                    "advice_reasons",
                    models.TextField(blank=True, max_length=12000, verbose_name="motifs de l’avis"),
                ),
                ("findings", models.JSONField(default=dict, verbose_name="critères revus")),
                (
                    "advised_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="avis rendu le"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidé le"),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="label.case",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="label.decision",
                        verbose_name="décision contestée",
                    ),
                ),
            ],
            options={
                "verbose_name": "recours",
                "verbose_name_plural": "recours",
                "ordering": ["-lodged_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsentReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("consent", "je consens"),
                            ("object", "j’objecte"),
                            ("stand_aside", "je me mets en retrait"),
                        ],
                        max_length=11,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[("fact", "un fait"), ("purpose", "un tort à l’objet du label")],
                        max_length=7,
                        verbose_name="fondement",
                    ),
                ),
                ("reasons", models.TextField(blank=True, max_length=2000, verbose_name="motifs")),
                ("given_at", models.DateTimeField(verbose_name="donnée le")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="objection levée le"),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="label.consentround",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="label.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse au consentement",
                "verbose_name_plural": "réponses au consentement",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "seat"),
                        name="label_one_reply_per_consent_round",
                        violation_error_message="Vous avez déjà répondu à ce tour.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "object"), _negated=True),
                            models.Q(
                                models.Q(("ground", ""), _negated=True),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="label_objection_is_reasoned",
                        violation_error_message="Une objection repose sur un fait ou un tort à l’objet du label, et le dit.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="renewed_grant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewals",
                to="label.grant",
                verbose_name="label renouvelé",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="reused_visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="label.visit",
                verbose_name="visite d’un dossier précédent",
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resulting_grant",
                to="label.decision",
                verbose_name="décision",
            ),
        ),
    ]
