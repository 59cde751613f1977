CREATE FUNCTION ledger_entry_stands_alone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO booking_alone (journal_id)
    SELECT j.id FROM ledger_account a JOIN ledger_journal j ON j.id = NEW.journal_id AND j.phase = 'posted'
    WHERE a.id = NEW.account_id AND a.kind = 'clearing' ON CONFLICT (journal_id) DO NOTHING;
    RETURN NULL;
END $$;
--
CREATE TRIGGER ledger_entry_stands_alone AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_stands_alone();
--
CREATE FUNCTION provider_report_line_is_booking() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    DELETE FROM booking_alone WHERE journal_id = NEW.journal_id;
    RETURN NULL;
END $$;
--
CREATE TRIGGER provider_report_line_is_booking AFTER UPDATE OF journal_id ON provider_report_line FOR EACH ROW
    WHEN (NEW.journal_id IS NOT NULL) EXECUTE FUNCTION provider_report_line_is_booking();
