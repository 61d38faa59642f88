from django.urls import path

from directory.admin import edits, papers, recipe_reports, recipes, reports, views

app_name = "directory_admin"
urlpatterns = [
    path("horaires/", views.hours_preview, name="hours_preview"),
    path("communes/<int:pk>/position/", views.commune_position, name="commune_position"),
    path("a-rafraichir/", reports.StaleReport.as_view(), name="stale"),
    path(
        "a-rafraichir/resultats/",
        reports.StaleReport.as_view(results_only=True),
        name="stale_results",
    ),
    path("incompletes/", reports.IncompleteReport.as_view(), name="incomplete"),
    path(
        "incompletes/resultats/",
        reports.IncompleteReport.as_view(results_only=True),
        name="incomplete_results",
    ),
    path("demandes/justificatif/<int:pk>/", papers.claim_proof, name="claim_proof"),
    path("mandats/document/<int:pk>/", papers.mandate_document, name="mandate_document"),
    path("recettes/valeurs/", recipes.values, name="recipe_values"),
    path("recettes/ligne/", recipes.line, name="recipe_line"),
    *recipe_reports.urlpatterns(),
    *edits.urlpatterns,
]
