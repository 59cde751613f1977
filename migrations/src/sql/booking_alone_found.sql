-- Behind the triggers, which keep whoever writes meanwhile out until this is over.
INSERT INTO booking_alone (journal_id)
SELECT DISTINCT e.journal_id FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id
JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted'
WHERE a.kind = 'clearing' AND NOT EXISTS (SELECT 1 FROM provider_report_line l WHERE l.journal_id = e.journal_id)
ON CONFLICT (journal_id) DO NOTHING;
