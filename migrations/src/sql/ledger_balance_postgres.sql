CREATE FUNCTION ledger_entry_counts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO ledger_balance AS kept (account_id, posted_minor)
    SELECT a.id, NEW.amount_minor FROM ledger_account a JOIN ledger_journal j ON j.id = NEW.journal_id AND j.phase = 'posted'
    WHERE a.id = NEW.account_id AND a.kind = 'shop_payable'
    ON CONFLICT (account_id) DO UPDATE SET posted_minor = kept.posted_minor + excluded.posted_minor;
    RETURN NULL;
END $$;
--
CREATE TRIGGER ledger_entry_counts AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_counts();
