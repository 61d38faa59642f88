from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabelConfig(AppConfig):
    name = "label"
    verbose_name = _("label")

    def ready(self):
        from directory import groups as directory_groups
        from directory import place_facts
        from directory import retention as directory_retention
        from directory import site_tree as directory_tree
        from directory.demonstration import accounts as demonstration_accounts
        from directory.demonstration import loading as demonstration
        from directory.editing import covered
        from directory.space import notices, todos
        from home import navigation, sitemaps
        from home.models import HomePage
        from label import front_page, groups, how_it_works, retention, site_tree
        from label.applicant import home as applicant
        from label.demonstration import accounts, loading
        from label.desks import home_panel
        from label.jury import todos as jury_todos
        from label.papers import access  # noqa: F401  (its permissions)
        from label.public import charter
        from label.register import covering
        from label.signatory import home as signatory
        from label.visiting import todos as visit_todos

        directory_tree.contributors.append(site_tree.ensure)
        directory_groups.contributors.append(groups.ensure)
        navigation.foot_contributors.append(how_it_works.foot_links)
        directory_retention.PURGES.extend(retention.PURGES)
        covered.contributors.append(covering.cover)
        sitemaps.contributors.append(how_it_works.addresses)
        todos.SOURCES += [jury_todos.to_do, visit_todos.to_do, applicant.to_do]
        notices.SOURCES += [
            home_panel.desk,
            applicant.cases,
            applicant.grants,
            signatory.notices,
            jury_todos.room,
            visit_todos.room,
        ]
        notices.PAGE_LINKS += [applicant.links, signatory.links]
        HomePage.contributors.append(front_page.contribute)
        place_facts.MARKS.append(charter.mark)
        demonstration.contributors.append(loading.load)
        demonstration_accounts.contributors.append(accounts.accounts)
