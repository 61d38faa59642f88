from django.urls import include, path, register_converter

from label import converters, criteria_views, draw_views, transparency_views

register_converter(converters.Key, "key")

app_name = "label"
urlpatterns = [
    path("label/criteres/", criteria_views.current, name="criteria"),
    path("label/criteres.json", criteria_views.current_json, name="criteria_json"),
    path("label/criteres/differences/", criteria_views.differences, name="criteria_differences"),
    path("label/criteres/<key:code>.json", criteria_views.version_json, name="version_json"),
    path("label/criteres/<key:code>/", criteria_views.version, name="criteria_version"),
    path("label/tirages/", draw_views.index, name="draws"),
    path("label/tirages.json", draw_views.index_json, name="draws_json"),
    path("label/tirages/verifier/", draw_views.check, name="draw_check"),
    path("label/tirages/<key:reference>.json", draw_views.draw_json, name="draw_json"),
    path("label/tirages/<key:reference>/", draw_views.draw, name="draw"),
    path("label/journal.json", transparency_views.journal_json, name="journal_json"),
    path("label/registre.json", transparency_views.register_json, name="register_json"),
    path("transparence/algorithmes/", transparency_views.algorithms, name="algorithms"),
    path("", include("label.jury.urls")),
    path("", include("label.signatory.urls")),
    path("", include("label.applicant.urls")),
    path("", include("label.papers.urls")),
    path("", include("label.register.urls")),
    path("", include("label.visiting.urls")),
    path("", include("label.session.urls")),
]
