-- What was posted on a shop's account, in one number: the database adds every entry in the transaction that writes it, so that a payout
-- need not read the whole history. Other accounts have none: whoever pays or is paid back would wait at the row of the market's own.
CREATE TABLE ledger_balance (
    account_id UUID PRIMARY KEY REFERENCES ledger_account (id),
    posted_minor BIGINT NOT NULL
);
