"""Closed lists of the label; states have the names of label.md 6, in lower case."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who acts (label.md 1.4). A person may hold several, never two on one case."""

    OPERATOR = "operator", _("opérateur")
    SECRETARIAT = "secretariat", _("secrétariat")
    VISITOR = "visitor", _("visiteur ou visiteuse")
    JUROR = "juror", _("juré ou jurée")
    CHAIR = "chair", _("présidence de séance")
    FACILITATOR = "facilitator", _("animation")
    GUARANTOR = "guarantor", _("garant ou garante")
    AUTHORITY = "authority", _("autorité")
    CONTROLLER = "controller", _("contrôle")
    APPEAL_JUROR = "appeal_juror", _("juré ou jurée de recours")
    REPORTER = "reporter", _("auteur d’un signalement")
    ARCHIVIST = "archivist", _("protection des données et archives")
    AUDITOR = "auditor", _("audit")
    SYSTEM = "system", _("calendrier")


# Roles that one gets by belonging to a group of the team.
GROUP_ROLES = (
    Role.SECRETARIAT,
    Role.FACILITATOR,
    Role.GUARANTOR,
    Role.AUTHORITY,
    Role.CONTROLLER,
    Role.ARCHIVIST,
    Role.AUDITOR,
)


class VersionState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    CONSULTATION = "consultation", _("en consultation publique")
    ADOPTED = "adopted", _("adoptée")
    IN_FORCE = "in_force", _("en vigueur")
    RETIRED = "retired", _("remplacée")


class Dimension(models.TextChoices):
    """The five points of the citizens' compass."""

    ENV = "env", _("Environnementale")
    SAN = "san", _("Sanitaire et nutritionnelle")
    SOC = "soc", _("Sociale et éthique")
    CUL = "cul", _("Culturelle et sensorielle")
    ECO = "eco", _("Économique et d’usage")


class Level(models.TextChoices):
    ELIMINATORY = "E", _("indispensable")
    MANDATORY = "O", _("attendu")
    PROGRESS = "P", _("de progrès")


class Verification(models.TextChoices):
    DOCUMENT = "D", _("sur pièces")
    VISIT = "V", _("à la visite")
    TASTING = "T", _("à la dégustation")
    CHECK = "C", _("lors d’un contrôle")


class EvidenceEffect(models.TextChoices):
    """What an existing sign does for a criterion (label.md 7.2)."""

    MET = "met", _("tenu pour rempli")
    EVIDENCE = "evidence", _("vaut preuve")
    CONDITIONAL = "conditional", _("rempli si l’aire correspond")


class PanelFormation(models.TextChoices):
    DRAWN = "drawn", _("tiré au sort")
    NAMED = "named", _("nommé")


class LegalRegime(models.TextChoices):
    """What silence of the authority means (rules.md 4.5)."""

    SILENCE_ACCEPTS = "silence_accepts", _("le silence vaut accord")
    PRIVATE_LICENCE = "private_licence", _("licence de marque, le silence ne décide rien")


class CaseState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    SUBMITTED = "submitted", _("déposé")
    INCOMPLETE = "incomplete", _("à compléter")
    INVESTIGATION = "investigation", _("en instruction")
    SCORING = "scoring", _("en notation")
    DELIBERATION = "deliberation", _("en délibération")
    DEFERRED = "deferred", _("ajourné")
    OPINION_ISSUED = "opinion_issued", _("avis rendu")
    GRANTED = "granted", _("label accordé")
    GRANTED_WITH_RESERVES = "granted_with_reserves", _("label accordé avec réserves")
    REFUSED = "refused", _("refusé")
    INADMISSIBLE = "inadmissible", _("irrecevable")
    LAPSED = "lapsed", _("caduc")
    DESISTED = "desisted", _("retiré par l’opérateur")
    IMPLICIT_DECISION = "implicit_decision", _("décision implicite")
    UNDER_APPEAL = "under_appeal", _("en recours")
    CLOSED = "closed", _("clos")


class ApplicationPart(models.TextChoices):
    """The fifteen parts of an application (label.md 1.4), in the order they are asked."""

    IDENTITY = "identity", _("Qui vous êtes")
    SITES = "sites", _("Vos lieux de production")
    ACTIVITY = "activity", _("Votre activité")
    SCOPE = "scope", _("Les produits à labelliser")
    SALES_POINTS = "sales_points", _("Où l’on vous achète")
    SIGNS = "signs", _("Vos signes et labels")
    LEGAL = "legal", _("Vos documents sanitaires et légaux")
    ASSESSMENT = "assessment", _("Votre auto-évaluation")
    SUPPLIERS = "suppliers", _("Vos fournisseurs")
    PRICES = "prices", _("Vos prix et la rémunération")
    INTERESTS = "interests", _("Vos liens avec le label")
    COMMITMENTS = "commitments", _("Vos engagements de progrès")
    PUBLICATION = "publication", _("Ce qui peut être publié")
    ASSISTANCE = "assistance", _("Vous accompagner")
    SIGNATURE = "signature", _("Signature")


class Channel(models.TextChoices):
    WEB = "web", _("en ligne")
    PAPER = "paper", _("sur papier, saisi par le secrétariat")


class Confidence(models.TextChoices):
    """What an operator says of a criterion in the self-assessment."""

    YES = "yes", _("oui")
    PARTLY = "partly", _("en partie")
    NO = "no", _("pas encore")


class EvidenceKind(models.TextChoices):
    DOCUMENT = "document", _("document")
    CERTIFICATE = "certificate", _("certificat ou attestation")
    INVOICE = "invoice", _("facture")
    LABEL = "label", _("étiquette")
    PHOTO = "photo", _("photo")
    MANDATE = "mandate", _("mandat signé")
    REMEDY = "remedy", _("correction montrée")
    OTHER = "other", _("autre")


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("non analysé")
    CLEAN = "clean", _("sain")
    INFECTED = "infected", _("écarté par l’antivirus")


class College(models.TextChoices):
    CITIZEN = "citizen", _("habitantes et habitants")
    PEER = "peer", _("pairs")
    TRADE = "trade", _("commerce et restauration")
    QUALIFIED = "qualified", _("personnes qualifiées")


class PoolState(models.TextChoices):
    VOLUNTEER = "volunteer", _("volontaire")
    MEMBER = "member", _("au vivier")
    NOT_DRAWN = "not_drawn", _("non retenu")
    LEFT = "left", _("sorti du vivier")


class DrawPurpose(models.TextChoices):
    POOL = "pool", _("vivier de l’année")
    PANEL = "panel", _("jury d’un dossier")
    APPEAL_PANEL = "appeal_panel", _("jury de recours")
    VISIT = "visit", _("équipe de visite")
    CHECKS = "checks", _("contrôles de l’année")


class DrawState(models.TextChoices):
    COMMITTED = "committed", _("annoncé")
    DRAWN = "drawn", _("fait")
    VOIDED = "voided", _("annulé")


class RandomnessSource(models.TextChoices):
    DRAND = "drand", _("balise publique drand")
    LOTTERY = "lottery", _("numéros d’une loterie nationale")


class PanelKind(models.TextChoices):
    FIRST = "first", _("premier jury")
    APPEAL = "appeal", _("jury de recours")


class PanelState(models.TextChoices):
    FORMING = "forming", _("en formation")
    SHORT = "short", _("incomplet, nouveau tirage")
    CONSTITUTED = "constituted", _("constitué")
    IN_SESSION = "in_session", _("en séance")
    DISCHARGED = "discharged", _("déchargé")


class SeatState(models.TextChoices):
    DRAWN = "drawn", _("désigné")
    INVITED = "invited", _("invité")
    ACCEPTED = "accepted", _("a accepté")
    DECLINED = "declined", _("a décliné")
    NO_REPLY = "no_reply", _("sans réponse")
    SEATED = "seated", _("siège")
    RECUSED = "recused", _("récusé")
    EXCUSED = "excused", _("excusé")
    DISCHARGED = "discharged", _("déchargé")


class ReplacementReason(models.TextChoices):
    """Public reasons why the next rank was called (no motive of a person)."""

    DECLINED = "declined", _("a décliné")
    NO_REPLY = "no_reply", _("n’a pas répondu")
    RECUSED = "recused", _("déport ou récusation")
    EXCUSED = "excused", _("empêchement")
    NOT_ELIGIBLE = "not_eligible", _("n’était plus disponible")


class ChallengeState(models.TextChoices):
    OPEN = "open", _("à trancher")
    UPHELD = "upheld", _("récusation admise")
    REJECTED = "rejected", _("récusation rejetée")


class InterestQuestion(models.TextChoices):
    """The questionnaire of label.md 3.3."""

    FAMILY = "family", _("Parent jusqu’au troisième degré, ou même foyer")
    WORK = "work", _("Emploi, mandat ou parts, aujourd’hui ou depuis moins de trois ans")
    TRADE = "trade", _("Client ou fournisseur pour plus de 10 % de l’activité de l’un ou l’autre")
    COMPETITOR = (
        "competitor",
        _("Concurrent direct : même famille à moins de 15 km, ou même étal"),
    )
    DISPUTE = "dispute", _("Différend public, ou amitié qui paraîtrait partiale")
    ASSOCIATION = "association", _("Même conseil d’association")
    GIFT = "gift", _("Cadeau reçu")
    ELECTED = "elected", _("Mandat électif chargé d’une aide à cet opérateur")


class VisitState(models.TextChoices):
    PLANNED = "planned", _("à organiser")
    SCHEDULED = "scheduled", _("fixée")
    POSTPONED = "postponed", _("reportée")
    DONE = "done", _("faite")
    REPORT_FILED = "report_filed", _("compte rendu déposé")
    REPLIED = "replied", _("réponse reçue")
    REPLY_EXPIRED = "reply_expired", _("sans réponse")
    LOCKED = "locked", _("verrouillée")


class VisitorKind(models.TextChoices):
    PEER = "peer", _("pair")
    RESIDENT = "resident", _("habitante ou habitant")
    EXPERT = "expert", _("expert ou experte")


class Grade(models.TextChoices):
    """Worded grades of the sheets (label.md 3.2); E and O use the first, P the second scale."""

    MET = "met", _("conforme")
    PARTIAL = "partial", _("partiel")
    UNMET = "unmet", _("non conforme")
    ABSENT = "absent", _("absent")
    STARTED = "started", _("amorcé")
    HELD = "held", _("tenu")
    EXEMPLARY = "exemplary", _("exemplaire")
    CANNOT = "cannot", _("je ne peux pas juger")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("prévue")
    OPEN = "open", _("ouverte")
    CLOSED = "closed", _("close")
    CANCELLED = "cancelled", _("annulée")


class AttendanceMode(models.TextChoices):
    ON_SITE = "on_site", _("sur place")
    REMOTE = "remote", _("à distance")


class Outcome(models.TextChoices):
    """What a panel may propose (label.md 7.3)."""

    GRANT = "grant", _("accorder")
    GRANT_WITH_COMMITMENT = "grant_with_commitment", _("accorder avec un engagement de progrès")
    GRANT_WITH_RESERVES = "grant_with_reserves", _("accorder avec réserves")
    DEFER = "defer", _("ajourner")
    REFUSE = "refuse", _("refuser")


class ConsentAnswer(models.TextChoices):
    CONSENT = "consent", _("je consens")
    OBJECT = "object", _("j’objecte")
    STAND_ASIDE = "stand_aside", _("je me mets en retrait")


class ObjectionGround(models.TextChoices):
    FACT = "fact", _("un fait")
    PURPOSE = "purpose", _("un tort à l’objet du label")


class BallotChoice(models.TextChoices):
    FOR = "for", _("pour")
    AGAINST = "against", _("contre")
    ABSTAIN = "abstain", _("abstention")


class MinutesAnswer(models.TextChoices):
    APPROVE = "approve", _("j’approuve")
    CORRECT = "correct", _("je demande une correction")


class AdoptedBy(models.TextChoices):
    CONSENT = "consent", _("consentement")
    VOTE = "vote", _("vote nominal")


class DecisionKind(models.TextChoices):
    GRANTED = "granted", _("accord")
    GRANTED_WITH_RESERVES = "granted_with_reserves", _("accord avec réserves")
    REFUSED = "refused", _("refus")
    INADMISSIBLE = "inadmissible", _("irrecevabilité")
    UPHELD = "upheld", _("confirmation après recours")
    REMITTED = "remitted", _("reprise de l’instruction après recours")
    FORMAL_NOTICE = "formal_notice", _("mise en demeure")
    SUSPENDED = "suspended", _("suspension")
    REINSTATED = "reinstated", _("levée de suspension")
    WITHDRAWN = "withdrawn", _("retrait")
    ANNULLED = "annulled", _("annulation")


class GrantState(models.TextChoices):
    PENDING_SIGNATURE = "pending_signature", _("à signer")
    ACTIVE = "active", _("en vigueur")
    ACTIVE_WITH_RESERVES = "active_with_reserves", _("en vigueur, avec réserves")
    FORMAL_NOTICE = "formal_notice", _("en demeure")
    SUSPENDED = "suspended", _("suspendu")
    WITHDRAWN = "withdrawn", _("retiré")
    RENOUNCED = "renounced", _("abandonné par le titulaire")
    EXPIRED = "expired", _("expiré")
    SUPERSEDED = "superseded", _("remplacé")
    ANNULLED = "annulled", _("annulé")


# What the register shows (label.md I-21); FORMAL_NOTICE is shown as active, without mention (6.4).
IN_REGISTER = (
    GrantState.ACTIVE,
    GrantState.ACTIVE_WITH_RESERVES,
    GrantState.FORMAL_NOTICE,
    GrantState.SUSPENDED,
)
TO_CORRECT = (GrantState.FORMAL_NOTICE, GrantState.SUSPENDED)  # a measure that a remedy lifts
ENDED_GRANT = (
    GrantState.WITHDRAWN,
    GrantState.RENOUNCED,
    GrantState.EXPIRED,
    GrantState.SUPERSEDED,
    GrantState.ANNULLED,
)


class ReadObject(models.TextChoices):
    """What a reading of the log was of."""

    FILE = "file", _("dossier")
    EVIDENCE = "evidence", _("pièce")
    PHOTO = "photo", _("photo de visite")
    SHEET = "sheet", _("sa propre feuille")
    OPINION = "opinion", _("avis et décision")
    PROOF = "proof", _("preuve d’une réserve")
    MEASURE = "measure", _("mesure examinée")
    GRADES = "grades", _("notes révélées en séance")
    PAPER = "paper", _("papier signé")
    REPORTER = "reporter", _("qui a signalé")


class PaperAct(models.TextChoices):
    """What an operator without an account signs on paper."""

    DOCUMENTS = "documents", _("pièces envoyées")
    VISIT = "visit", _("réponse pour la visite")
    CHALLENGE = "challenge", _("récusation")
    QUESTIONS = "questions", _("réponses au jury")
    WINDOW = "window", _("observations")
    PLAN = "plan", _("plan accepté")
    SIGN = "sign", _("accord signé")
    RESERVE = "reserve", _("réserve prouvée")
    REMEDY = "remedy", _("correction montrée")
    DECLARATION = "declaration", _("déclaration de l’année")
    APPEAL = "appeal", _("recours")
    DESIST = "desist", _("demande retirée")
    RENEW = "renew", _("renouvellement demandé")
    RENOUNCE = "renounce", _("label abandonné")


class CheckOrigin(models.TextChoices):
    DRAWN = "drawn", _("tiré au sort")
    TARGETED = "targeted", _("ciblé")
    CYCLE = "cycle", _("prévu au cycle")
    PRIORITY = "priority", _("prioritaire, après une décision implicite")


class CheckState(models.TextChoices):
    DRAWN = "drawn", _("tiré au sort")
    TARGETED = "targeted", _("décidé")
    ANNOUNCED = "announced", _("annoncé")
    UNANNOUNCED = "unannounced", _("inopiné")
    DONE = "done", _("fait")
    FINDINGS = "findings", _("avec constats")
    CLOSED = "closed", _("clos")


class Severity(models.TextChoices):
    MINOR = "minor", _("mineur")
    MAJOR = "major", _("majeur")
    CRITICAL = "critical", _("critique")


class AlertState(models.TextChoices):
    RECEIVED = "received", _("reçu")
    QUALIFIED = "qualified", _("retenu")
    REJECTED = "rejected", _("écarté")
    FORWARDED = "forwarded", _("transmis au service compétent")
    ADVERSARIAL = "adversarial", _("observations demandées")
    FOUNDED = "founded", _("fondé")
    UNFOUNDED = "unfounded", _("non fondé")
    CLOSED = "closed", _("clos")


class AppealState(models.TextChoices):
    LODGED = "lodged", _("déposé")
    ADMITTED = "admitted", _("recevable")
    INADMISSIBLE = "inadmissible", _("irrecevable")
    PANEL_DRAWN = "panel_drawn", _("jury tiré")
    OPINION = "opinion", _("avis rendu")
    DECIDED = "decided", _("décidé")


class AppealAdvice(models.TextChoices):
    UPHOLD = "uphold", _("confirmer")
    GRANT = "grant", _("accorder")
    GRANT_WITH_RESERVES = "grant_with_reserves", _("accorder avec réserves")
    REMIT = "remit", _("reprendre l’instruction")


class CharterState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    SIGNED = "signed", _("signée")
    LISTED = "listed", _("publiée")
    CHECKED = "checked", _("vérifiée")
    REMINDED = "reminded", _("rappelée")
    REMOVED = "removed", _("retirée")


PUBLISHED_CHARTER = (CharterState.LISTED, CharterState.CHECKED, CharterState.REMINDED)


class IncidentKind(models.TextChoices):
    MISSED_DEADLINE = "missed_deadline", _("échéance interne passée")
    IMPLICIT_DECISION = "implicit_decision", _("décision implicite")
    RETRACTION_CLOSED = "retraction_closed", _("retrait de la décision implicite impossible")
    REINSTATED_BY_DEADLINE = "reinstated_by_deadline", _("suspension d’urgence non confirmée")
    REPLAY_MISMATCH = "replay_mismatch", _("journal et états différents")
    SEALED_ACCESS = "sealed_access", _("accès à un objet scellé")


class MailState(models.TextChoices):
    HELD = "held", _("retenu")
    READY = "ready", _("à envoyer")
    SENT = "sent", _("envoyé")
    CANCELLED = "cancelled", _("annulé")


class PostedHow(models.TextChoices):
    LETTER = "letter", _("lettre simple")
    REGISTERED = "registered", _("lettre recommandée avec avis de réception")
    HAND = "hand", _("remise en main propre")
