-- Roles of the portal on PostgreSQL 15 and later. Run it by the owner of the database after every upgrade of the
-- schema (`python -m portal init`), again and again: it ends in the same state.
--
-- natyija_ingest      machine intake           may add what machines send, and nothing else
-- natyija_staff       staff pages              may add facts, decisions, approvals, device keys
-- natyija_publisher   the publisher            may read everything and add releases
-- natyija_auditor     the auditor              may read everything
--
-- Nobody but the owner may change a row, empty a table or drop one; only the state of logins may change. The public role has no database at all.
-- Login roles are made by the operator: CREATE ROLE portal_ingest LOGIN PASSWORD '…' IN ROLE natyija_ingest.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['natyija_ingest', 'natyija_staff', 'natyija_publisher', 'natyija_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', role);
        END IF;
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', role);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM %I', role);
        EXECUTE format('REVOKE CREATE ON SCHEMA public FROM %I', role);
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role);
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA public TO %I', role);
    END LOOP;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;

GRANT INSERT ON
    fact, turnout_report, scanner_report, scanner_vote, scan,
    intake_message, intake_verdict, intake_fact, scan_file,
    audit_event, chain_link
    TO natyija_ingest;

GRANT INSERT ON
    campaign, fact, configuration_version, territory, contest, contest_option, list_person, precinct, precinct_contest,
    commission, commission_member,
    turnout_report, scanner_report, scanner_vote, protocol, protocol_line, protocol_vote, protocol_preference,
    no_machine_result,
    consolidated, consolidated_line, consolidated_vote, scan,
    decision, decision_confirmation, decision_ground, decision_document, schedule_version, schedule_item, publication_order, approval,
    statement_signature, approval_withdrawal,
    device_key, device_confirmation, device_revocation, carried_file, intake_message, intake_verdict, intake_fact,
    quarantine_decision, scan_file, scan_check, scan_upload, asu_failure,
    paper_step, entry_attempt, entry_fact, entry_reading, turnout_entry, printing, consolidated_signing,
    draft_change, draft_adoption, test_event, promotion, promotion_confirmation, incident, incident_approval,
    login_attempt, account_request, account_confirmation, account_end, address_request, address_confirmation,
    notice_recipient, inquiry, inquiry_notice, inquiry_step,
    audit_event, chain_link
    TO natyija_staff;

-- The state of logins may change (it is no fact), and holds secrets: only the staff pages read it.
REVOKE SELECT ON person, activation, staff_session FROM natyija_ingest, natyija_publisher, natyija_auditor;
GRANT INSERT, UPDATE ON person, activation, staff_session TO natyija_staff;

GRANT INSERT ON release, staged_statement, audit_event, chain_link TO natyija_publisher;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO natyija_ingest, natyija_staff, natyija_publisher;
