CREATE TRIGGER ledger_entry_stands_alone AFTER INSERT ON ledger_entry BEGIN
    INSERT INTO booking_alone (journal_id)
    SELECT j.id FROM ledger_account a JOIN ledger_journal j ON j.id = NEW.journal_id AND j.phase = 'posted'
    WHERE a.id = NEW.account_id AND a.kind = 'clearing' ON CONFLICT (journal_id) DO NOTHING;
END;
--
CREATE TRIGGER provider_report_line_is_booking AFTER UPDATE OF journal_id ON provider_report_line WHEN (NEW.journal_id IS NOT NULL) BEGIN
    DELETE FROM booking_alone WHERE journal_id = NEW.journal_id;
END;
