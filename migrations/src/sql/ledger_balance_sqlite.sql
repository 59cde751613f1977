CREATE TRIGGER ledger_entry_counts AFTER INSERT ON ledger_entry BEGIN
    INSERT INTO ledger_balance (account_id, posted_minor)
    SELECT a.id, NEW.amount_minor FROM ledger_account a JOIN ledger_journal j ON j.id = NEW.journal_id AND j.phase = 'posted'
    WHERE a.id = NEW.account_id AND a.kind = 'shop_payable'
    ON CONFLICT (account_id) DO UPDATE SET posted_minor = posted_minor + excluded.posted_minor;
END;
