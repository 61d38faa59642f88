"""Addresses of the applicant, under « Mon espace »."""

from django.urls import path

from label.applicant import (
    act_views,
    assessment_views,
    case_views,
    grant_views,
    meeting_views,
    paper_views,
    remedy_views,
    scope_views,
)
from label.applicant.part_views import PartView

CASE = "espace/label/<key:reference>/"
GRANT = "espace/label/accord/<key:number>/"

urlpatterns = [
    path("espace/label/", case_views.home, name="case_home"),
    path("espace/label/demander/<int:pk>/", case_views.start, name="case_start"),
    path("espace/label/pieces/<int:pk>/", case_views.evidence_file, name="case_evidence_file"),
    path(
        "espace/label/pieces/<int:pk>/retirer/",
        case_views.remove_evidence,
        name="case_evidence_remove",
    ),
    path(
        "espace/label/visites/photos/<int:pk>/", meeting_views.visit_photo, name="case_visit_photo"
    ),
    path("espace/label/observations/<int:pk>/", act_views.window, name="case_window"),
    path("espace/label/papier/", paper_views.entry, name="case_paper_entry"),
    path(GRANT, grant_views.grant, name="case_grant"),
    path(f"{GRANT}convention/", grant_views.sign, name="case_sign"),
    path(f"{GRANT}reserves/<int:pk>/", grant_views.reserve, name="case_reserve"),
    path(f"{GRANT}corrections/", remedy_views.remedy, name="case_remedy"),
    path(f"{GRANT}declarations/<int:pk>/", grant_views.declaration, name="case_declaration"),
    path(f"{GRANT}renouveler/", grant_views.renew, name="case_renew"),
    path(f"{GRANT}renoncer/", grant_views.renounce, name="case_renounce"),
    path(CASE, case_views.case, name="case"),
    path(f"{CASE}lien/", case_views.send_link, name="case_link"),
    path(f"{CASE}demande/", case_views.reread, name="case_reread"),
    path(f"{CASE}demande/lieux/ajouter/", scope_views.site, name="case_site_add"),
    path(f"{CASE}demande/lieux/<int:pk>/", scope_views.site, name="case_site"),
    path(
        f"{CASE}demande/lieux/<int:pk>/retirer/", scope_views.remove_site, name="case_site_remove"
    ),
    path(f"{CASE}demande/gammes/ajouter/", scope_views.line, name="case_line_add"),
    path(f"{CASE}demande/gammes/<int:pk>/", scope_views.line, name="case_line"),
    path(
        f"{CASE}demande/gammes/<int:pk>/retirer/", scope_views.remove_line, name="case_line_remove"
    ),
    path(f"{CASE}demande/criteres/<key:code>/", assessment_views.criterion, name="case_criterion"),
    path(f"{CASE}demande/<key:part>/", PartView.as_view(), name="case_part"),
    path(f"{CASE}deposer/", case_views.submit, name="case_submit"),
    path(f"{CASE}accuse/", case_views.receipt, name="case_receipt"),
    path(f"{CASE}pieces/", case_views.evidence_list, name="case_evidence"),
    path(f"{CASE}pieces-demandees/", act_views.documents, name="case_documents"),
    path(f"{CASE}questions/", act_views.questions, name="case_questions"),
    path(f"{CASE}plan/", act_views.plan, name="case_plan"),
    path(f"{CASE}avis/", act_views.opinion, name="case_opinion"),
    path(f"{CASE}decision/", act_views.decision, name="case_decision"),
    path(f"{CASE}recours/", act_views.appeal, name="case_appeal"),
    path(f"{CASE}retrait/", act_views.desist, name="case_desist"),
    path(f"{CASE}visite/", meeting_views.visit, name="case_visit"),
    path(f"{CASE}jury/", meeting_views.panel, name="case_panel"),
]
