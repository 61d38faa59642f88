"""Who may do and read what, role by role: the expected values of `test_permission_table.py`.

A line of DRAWS: an act of the desks (subject/name), and who is offered it; the verbs ask the same
again. A line of ACTS: what a person of these roles may attempt from the states of the move (guards
come after). A line of READS: a permission, the states of the case, and whom it lets; « team » and
« panel » stand for GROUPS. Three people are in no line: somebody with an account and nothing else,
who sent the application and tends the listing no more, and a superuser (I-08).
"""

ACTS = """
case:
    submit                  operator secretariat
    request_documents       secretariat
    provide_documents       operator secretariat
    declare_inadmissible    authority
    declare_complete        secretariat
    visit_refused           secretariat
    extend                  secretariat
    reopen                  secretariat
    adjourn                 chair
    defer                   juror chair
    complement_with_visit   secretariat
    complement              secretariat
    adopt_opinion           chair
    second_reading          authority
    grant                   authority
    grant_with_reserves     authority
    refuse                  authority
    desist                  operator
    acknowledge             authority
    retract                 authority
    lodge_appeal            operator
    uphold                  authority
    reform_grant            authority
    reform_reserves         authority
    remit                   authority
grant:
    sign                    authority
    sign_with_plan          authority
    lift_reserves           secretariat
    plan_overdue            authority
    major_finding           authority
    remedied                secretariat
    remedied_partly         secretariat
    suspend                 authority
    emergency_suspend       authority
    reinstate               authority
    withdraw                authority
    renounce                operator
    annul                   authority
panel:
    constitute              secretariat
    exhaust                 secretariat
    draw_again              secretariat
    lose_seat               secretariat
    open_session            secretariat chair
    discharge               secretariat chair
seat:
    invite                  secretariat
    accept                  secretariat juror
    decline                 secretariat juror
    declare_no_interest     secretariat juror
    recuse                  secretariat juror guarantor
    excuse                  secretariat juror
    discharge               secretariat chair
visit:
    schedule                secretariat visitor
    postpone                operator secretariat visitor
    reschedule              secretariat visitor
    visit                   secretariat visitor
    file_report             secretariat visitor
    reply                   operator secretariat
    lock                    secretariat
check:
    announce                secretariat controller
    keep_unannounced        secretariat controller
    do                      controller
    find                    controller
    close                   secretariat controller
alert:
    qualify                 secretariat
    reject                  secretariat
    forward                 secretariat
    hear                    secretariat
    found                   secretariat
    dismiss                 secretariat
    close                   secretariat
appeal:
    admit                   secretariat
    reject                  authority
    draw_panel              secretariat
    issue_opinion           chair appeal_juror
    decide                  authority
"""

DRAWS = """
    equipe/annoncer-le-tirage-du-vivier      | secretariat
    equipe/annoncer-le-tirage-des-controles  | secretariat
    visite/annoncer-le-tirage-de-l-equipe    | secretariat
    visite/designer                          | secretariat
    visite/designer-un-expert                | secretariat
    visiteur/retirer                         | secretariat
    jury/annoncer-un-tirage                  | secretariat
    tirage/saisir-alea                       | secretariat guarantor facilitator
    tirage/confirmer-alea                    | secretariat guarantor facilitator
    tirage/annuler-tirage                    | guarantor
    label/repondre-a-une-correction          | secretariat
"""

GROUPS = {
    "team": ["secretariat", "guarantor", "authority", "archivist", "auditor"],
    "panel": ["juror", "chair", "appeal_juror"],
}
READS = """
    see_case             draft                                | panel operator visitor
    see_case             investigation,deliberation,granted   | team panel operator visitor
    read_case            draft                                | operator
    read_case            investigation                        | team operator
    read_case            deliberation,granted                 | team panel operator
    read_visit_file      draft                                | operator visitor
    read_visit_file      investigation,deliberation,granted   | team operator visitor
    read_confidential    draft                                | operator
    read_confidential    investigation,deliberation,granted   | operator secretariat guarantor
    edit_application     draft                                | operator
    edit_application     investigation,deliberation,granted   | operator secretariat
    follow_application   always                               | operator
    enter_paper          always                               | secretariat
    read_evidence        draft                                | operator visitor
    read_evidence        investigation                        | team operator visitor
    read_evidence        deliberation,granted                 | team panel operator visitor
    see_panel_names      draft                                | operator
    see_panel_names      investigation,deliberation,granted   | team operator
    score_case           draft,investigation                  |
    score_case           deliberation,granted                 | panel
    read_declarations    always                               | secretariat guarantor
    read_medians         draft,investigation                  |
    read_medians         deliberation,granted                 | team panel facilitator
    read_opinion         draft,investigation,deliberation     |
    read_opinion         granted                              | team panel operator
    run_session          always                               | secretariat facilitator
    read_incidents       draft                                |
    read_incidents       investigation,deliberation,granted   | team
    read_journal         draft                                |
    read_journal         investigation,deliberation,granted   | team
    read_alerts          draft                                | controller
    read_alerts          investigation,deliberation,granted   | team controller
    read_reporter        always                               | secretariat guarantor
    purge                always                               | archivist
"""
