from django.urls import include, path

from directory import error_report_views, outlines_views, place_proposal_views, views

app_name = "directory"
urlpatterns = [
    path("ou-acheter/points.geojson", views.search_points, name="search_points"),
    path("ou-acheter/suggestions.json", views.suggestions, name="suggestions"),
    path("ou-acheter/communes.json", outlines_views.communes, name="outlines"),
    path("", include("directory.season_urls")),
    path("", include("directory.proposal_urls")),
    path("f/<int:pk>/", views.scanned, name="scanned"),
    path("signaler/<int:pk>/", error_report_views.report, name="report_error"),
    path("proposer-un-lieu/", place_proposal_views.propose, name="propose_place"),
    path("espace/", include("directory.space.urls")),
    path("", include("directory.reminders.urls")),
]
