"""Which guards each move of the tables asks. A guard gives its reasons to refuse, in French."""

from django.utils.translation import gettext as _

from label.enums import AppealAdvice, DecisionKind, GrantState, Outcome, Role
from label.guards import application, deciding, grants, judging, panels, visits, watching

follows = deciding.opinion_is_followed_or_departure_says_why


def not_by_hand(obj, attempt):
    """Moves that only another act makes: the verb that makes it vouches for it."""
    return [] if attempt.data.get("caused_by") else [_("Cela découle d’un autre acte.")]


GUARDS = {
    "C02": (
        application.paper_only_for_the_secretariat,
        application.versions_in_force,
        application.every_part_is_given,
        application.lines_are_free,
        application.waiting_time_is_over,
    ),
    "C03": (application.draft_is_forgotten,),
    "C04": (application.items_are_listed, application.within_examination_time),
    "C05": (
        application.paper_only_for_the_secretariat,
        application.items_are_answered,
    ),
    "C06": (application.documents_are_overdue,),
    "C07": (
        application.rule_is_named,
        application.operator_was_heard_on_admissibility,
        deciding.decision_is_written,
    ),
    "C08": (application.mandatory_pieces_are_there,),
    "C09": (
        judging.visit_is_reported_and_answered,
        judging.panel_is_constituted,
        judging.file_was_open_long_enough,
        judging.ruled_criteria_have_evidence,
    ),
    "C10": (judging.proposals_failed, judging.notice_of_lapse_is_over),
    "C11": (judging.not_revealed_yet, judging.sheets_are_in),
    "C12": (judging.window_is_over, judging.sheets_are_short, judging.not_extended_yet),
    "C13": (judging.window_is_over, judging.sheets_are_short, judging.extension_is_exhausted),
    "C14": (judging.hearing_is_open, judging.adjournment_has_a_cause),
    "C15": (
        judging.hearing_is_open,
        judging.deferral_was_adopted,
        judging.questions_are_precise,
        judging.deferrals_are_left,
        judging.legal_days_allow_deferral,
    ),
    "C16": (judging.answer_is_there_in_time,),
    "C17": (judging.answer_is_there_in_time,),
    "C18": (
        judging.answer_time_is_over,
        judging.answer_was_reminded,
        judging.silence_does_not_decide,
    ),
    "C19": (
        judging.opinion_is_drafted,
        judging.no_round_is_pending,
        judging.vote_held_with_quorum,
        judging.opinion_follows_the_vote,
        judging.rule_table_is_applied,
        judging.unmet_criteria_have_reasons,
        judging.minutes_are_signed,
    ),
    "C20": (
        judging.no_second_reading_yet,
        judging.reasons_are_written,
        judging.legal_days_allow_second_reading,
    ),
    "C21": (
        deciding.decision_is_written,
        follows(Outcome.GRANT, Outcome.GRANT_WITH_COMMITMENT),
        deciding.everything_required_is_met,
    ),
    "C22": (
        deciding.decision_is_written,
        follows(Outcome.GRANT_WITH_RESERVES),
        deciding.reserves_cover_what_is_unmet,
        deciding.plan_is_accepted,
        deciding.appeal_did_not_worsen,
    ),
    "C23": (
        deciding.deferral_is_over_under_silence,
        deciding.decision_is_written,
        follows(Outcome.REFUSE),
        deciding.unmet_criteria_are_explained,
        deciding.operator_could_reply,
        deciding.appeal_did_not_worsen,
    ),
    "C24": (deciding.an_owner_acts, deciding.nothing_is_signed),
    "C25": (deciding.silence_has_decided,),
    "C26": (deciding.decision_is_written, deciding.opinion_or_reasons),
    "C27": (
        deciding.decision_is_written,
        deciding.retraction_is_in_time,
        deciding.implicit_decision_is_illegal,
        deciding.adversarial_phase_is_over,
    ),
    "C28": (
        deciding.an_owner_acts,
        deciding.no_appeal_yet,
        deciding.appeal_is_in_time,
        deciding.grounds_are_given,
    ),
    "C29": (
        deciding.decision_is_written,
        deciding.appeal_panel_has_spoken,
        deciding.appeal_advice_is_followed(AppealAdvice.UPHOLD),
    ),
    "C30": (
        deciding.decision_is_written,
        deciding.appeal_panel_has_spoken,
        deciding.appeal_advice_is_followed(AppealAdvice.GRANT),
        deciding.appeal_settles_what_was_unmet,
    ),
    "C31": (
        deciding.decision_is_written,
        deciding.appeal_panel_has_spoken,
        deciding.appeal_advice_is_followed(AppealAdvice.GRANT_WITH_RESERVES),
        deciding.appeal_settles_what_was_unmet,
        deciding.appeal_did_not_worsen,
        deciding.plan_is_accepted,
    ),
    "C32": (
        deciding.decision_is_written,
        deciding.appeal_panel_has_spoken,
        deciding.appeal_advice_is_followed(AppealAdvice.REMIT),
        deciding.procedural_defect_is_named,
        deciding.remit_cannot_worsen,
    ),
    "C33": (deciding.appeal_time_is_over,),
    "C34": (deciding.month_has_passed,),
    "G02": (grants.operator_has_signed, grants.no_reserve_is_open, grants.lines_are_free),
    "G03": (
        grants.operator_has_signed,
        grants.a_reserve_is_open,
        grants.plan_is_signed,
        grants.lines_are_free,
    ),
    "G04": (grants.signature_time_is_over,),
    "G05": (grants.every_reserve_is_proved,),
    "G06": (grants.plan_is_overdue, grants.measure_is_written),
    "G07": (
        grants.major_finding_is_reported,
        grants.operator_was_heard(DecisionKind.FORMAL_NOTICE),
        grants.measure_is_written,
    ),
    "G08": (grants.remedy_is_verified, grants.no_reserve_is_open),
    "G09": (grants.remedy_is_verified, grants.new_plan_is_dated),
    "G10": (
        grants.notice_is_over,
        grants.operator_was_heard(DecisionKind.SUSPENDED),
        grants.panel_gave_its_opinion(DecisionKind.SUSPENDED),
        grants.measure_is_written,
    ),
    "G11": (grants.emergency_is_named, grants.measure_is_written),
    "G12": (grants.suspension_may_end,),
    "G13": (
        grants.operator_was_heard(DecisionKind.WITHDRAWN),
        grants.panel_gave_its_opinion(DecisionKind.WITHDRAWN),
        grants.measure_is_written,
    ),
    "G14": (deciding.an_owner_acts, grants.renunciation_is_written),
    "G15": (grants.validity_is_over, grants.no_extension_is_due),
    "G16": (
        grants.not_extended_yet,
        grants.end_is_near,
        grants.renewal_is_complete_in_time,
    ),
    "G17": (grants.successor_is_active,),
    "G18": (grants.annulment_has_a_ground, grants.measure_is_written),
    "P02": (panels.every_seat_is_filled, panels.challenge_time_is_over),
    "P03": (panels.alternates_are_exhausted,),
    "P04": (panels.new_draw_is_done,),
    "P05": (panels.a_seat_fell,),
    "P06": (not_by_hand,),
    "P07": (not_by_hand,),
    "S02": (panels.panel_is_forming, panels.seat_is_in_order, panels.person_has_no_other_role),
    "S03": (panels.person_has_no_other_role,),
    "S05": (panels.reply_time_is_over,),
    "S06": (panels.nil_declaration_is_there,),
    "S07": (panels.recusal_has_a_cause,),
    "S08": (panels.excuse_has_a_reason,),
    "S09": (not_by_hand,),
    "V02": (visits.team_is_complete, visits.date_is_given),
    "V03": (visits.not_postponed_yet,),
    "V04": (visits.team_is_complete, visits.date_is_given),
    "V05": (visits.nobody_is_missing, visits.visit_day_has_come),
    "V06": (visits.report_is_complete, visits.every_visitor_has_signed),
    "V07": (visits.reply_is_given_in_time,),
    "V08": (visits.reply_time_is_over,),
    "K03": (watching.day_is_planned,),
    "K04": (watching.day_is_planned,),
    "K05": (watching.report_is_written,),
    "K06": (watching.findings_are_listed,),
    "K07": (watching.findings_have_their_follow_up,),
    "A02": (watching.alert_names_a_grant,),
    "A03": (watching.conclusion_is_written,),
    "A04": (watching.service_is_named,),
    "A06": (watching.operator_could_answer, watching.conclusion_is_written),
    "A07": (watching.operator_could_answer, watching.conclusion_is_written),
    "A08": (watching.reporter_has_an_answer,),
    "R03": (watching.reasons_are_given,),
    "R04": (watching.appeal_panel_is_new,),
    "R05": (watching.advice_is_given,),
    "R06": (not_by_hand,),
    "T02": (watching.version_is_complete,),
    "T03": (
        watching.consultation_is_over,
        watching.deliberation_is_named,
        watching.version_is_complete,
    ),
    "T05": (not_by_hand,),
    "H02": (watching.charter_is_filled, watching.an_owner_commits_the_place),
    "H03": (watching.charter_is_of_another,),
    "H04": (watching.charter_is_of_another,),
    "H06": (watching.reasons_are_given, watching.an_owner_commits_the_place),
    "H07": (watching.charter_is_filled, watching.an_owner_commits_the_place),
}

# Agreements that the facts hold (an answer, a signature, an opinion): a guard above asks for them.
AGREED_BY_FACT = {
    ("C15", Role.GUARANTOR),  # for a second deferral only
    ("C16", Role.OPERATOR),
    ("C17", Role.OPERATOR),
    ("C19", Role.GUARANTOR),
    ("C29", Role.APPEAL_JUROR),
    ("C30", Role.APPEAL_JUROR),
    ("C31", Role.APPEAL_JUROR),
    ("C32", Role.APPEAL_JUROR),
    ("G02", Role.OPERATOR),
    ("G03", Role.OPERATOR),
    ("G05", Role.JUROR),
}


def _reinstated(grant, attempt) -> str:
    """Back to active, or to active with reserves if some are open (G12)."""
    open_reserves = grant.open_reserves.exists()
    return GrantState.ACTIVE_WITH_RESERVES if open_reserves else GrantState.ACTIVE


# Where the facts choose between two states.
TARGETS = {"G12": _reinstated}
