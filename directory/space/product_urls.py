from django.urls import path, re_path

from directory.space import product_views as views
from directory.space.parts import part_path

urlpatterns = [
    part_path("offers", views.ProductsView),
    path("fiches/<int:pk>/produits/ajouter/", views.add_product, name="espace_product_add"),
    re_path(
        r"^fiches/(?P<pk>[0-9]+)/produits/(?P<key>[0-9]+-[0-9]+)/$",
        views.ProductView.as_view(),
        name="espace_product",
    ),
]
