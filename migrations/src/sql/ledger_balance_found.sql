-- Behind the triggers, which keep whoever writes meanwhile out until this is over.
INSERT INTO ledger_balance (account_id, posted_minor)
SELECT a.id, SUM(e.amount_minor) FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id
JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' WHERE a.kind = 'shop_payable' GROUP BY a.id;
