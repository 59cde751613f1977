-- A version before made the table and its trigger each by itself, and may have ended in between. All of it is found in the books, so it
-- is made anew. What comes first changes nothing and yet writes, so that nobody else does until this is over: who begins by reading is
-- refused as soon as somebody has written meanwhile.
UPDATE ledger_account SET kind = kind WHERE id IS NULL;
DROP TRIGGER IF EXISTS ledger_entry_counts;
DROP TABLE IF EXISTS ledger_balance;
