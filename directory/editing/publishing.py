"""What Wagtail is asked to do: publish beside a moderation that goes on, submit, drop a draft."""

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from directory.editing import listing_review


class _PublicationBesideModeration(PublishPageRevisionAction):
    """Wagtail cancels the moderation of what it publishes; here it is about other facts."""

    def _after_publish(self):
        self.object._current_workflow_states = []  # as if they had been read: none to cancel
        super()._after_publish()


def publish(revision: Revision, *, by, beside_moderation: bool = False) -> None:
    """Put a revision online, whatever this person may do in Wagtail: who asks has checked."""
    revision = Revision.objects.get(pk=revision.pk)  # with its page as the database has it
    action = _PublicationBesideModeration if beside_moderation else PublishPageRevisionAction
    action(revision, user=by, log_action=False).execute(skip_permission_checks=True)


def follow(page: Page) -> None:
    """Let a moderation in progress be about the latest version."""
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        state.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).update(
            revision=page.latest_revision_id
        )


def submit(page: Page, *, by) -> bool:
    """Hand the latest version over to the moderators; whether the site has any.

    `by` needs no right in Wagtail; None: somebody without an account.
    """
    page = Page.objects.get(pk=page.pk).specific
    state = page.current_workflow_state
    if by is not None:
        _keep_mails_of_wagtail_away(by)
    if state is None:
        listing_review.ensure()
        workflow = Page.objects.get(pk=page.pk).get_workflow()
        if workflow is None:
            return False
        workflow.start(page, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        follow(page)
    return True


def _keep_mails_of_wagtail_away(person) -> None:
    """Wagtail's answers lead to its admin: who has no way in gets ours alone."""
    if not person.has_perm("wagtailadmin.access_admin"):
        profile = UserProfile.get_for_user(person)
        if profile.approved_notifications or profile.rejected_notifications:
            profile.approved_notifications = profile.rejected_notifications = False
            profile.save()
