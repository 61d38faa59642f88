"""Roles of the team as Wagtail groups: made once, then the team's own to change."""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

FILES = {"wagtailimages.image": ("add", "change", "choose")} | {
    "wagtaildocs.document": ("add", "change", "choose")
}


@dataclass(frozen=True)
class Role:
    """What a group may do; `former_name` is the group that Wagtail's migrations make."""

    name: str
    former_name: str
    page_actions: tuple[str, ...]
    models: dict[str, tuple[str, ...]] = field(default_factory=dict)  # "app.model": actions


@transaction.atomic
def ensure(role: Role, *, home: Page, reset: bool = False) -> Group:
    """Create the group of a role with its permissions; leave an existing group as the team set it.

    `reset` gives the role's permissions again, and only those.
    """
    group = Group.objects.filter(name=role.name).first()
    if group and not reset:
        return group
    group = group or Group.objects.filter(name=role.former_name).first() or Group()
    group.name = role.name
    group.save()
    group.permissions.set(_permissions(role.models | {"wagtailadmin.admin": ("access",)}))
    group.page_permissions.all().delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=home, permission=permission)
        for permission in _permissions({"wagtailcore.page": role.page_actions})
    )
    group.collection_permissions.all().delete()
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission=permission)
        for permission in _permissions(FILES)
    )
    return group


def _permissions(models: dict[str, tuple[str, ...]]) -> list[Permission]:
    wanted = {
        (*label.split("."), f"{action}_{label.split('.')[1]}")
        for label, actions in models.items()
        for action in actions
    }
    rows = Permission.objects.filter(codename__in={codename for *_, codename in wanted})
    found = {
        (row.content_type.app_label, row.content_type.model, row.codename): row
        for row in rows.select_related("content_type")
    }
    return [found[key] for key in sorted(wanted)]


@transaction.atomic
def ensure_moderation(moderators: Group, *, home: Page) -> Workflow:
    """The workflow that the pages under `home` go through; one that is already there is kept.

    A group that approves must also hold the permission to publish, or approval fails.
    """
    workflow = home.get_workflow()
    if workflow is None:
        task = GroupApprovalTask.objects.create(name=_("Relecture"))
        task.groups.add(moderators)
        workflow = Workflow.objects.create(name=_("Modération"))
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.create(workflow=workflow, page=home)
    elif workflow.name == "Moderators approval":  # as Wagtail's migrations leave it
        workflow.name = _("Modération")
        workflow.save()
        workflow.tasks.filter(name="Moderators approval").update(name=_("Relecture"))
    return workflow
