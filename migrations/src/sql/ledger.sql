-- Every fen. Positive amounts are what the market has (debits), negative ones what it owes (credits); a journal sums to zero.
CREATE TABLE ledger_account (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('clearing', 'escrow', 'shop_payable', 'producer_payable', 'platform_fee', 'refund_due', 'suspense', 'bank')),
    owner UUID,
    currency TEXT NOT NULL
);
CREATE UNIQUE INDEX ledger_account_owned ON ledger_account (kind, owner, currency) WHERE owner IS NOT NULL;
CREATE UNIQUE INDEX ledger_account_single ON ledger_account (kind, currency) WHERE owner IS NULL;
-- A pending journal is a promise; a posted or voided one with `settles` keeps or breaks it, once.
CREATE TABLE ledger_journal (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    subject UUID NOT NULL,
    phase TEXT NOT NULL CHECK (phase IN ('pending', 'posted', 'voided')),
    settles UUID UNIQUE REFERENCES ledger_journal (id),
    made_at BIGINT NOT NULL,
    UNIQUE (kind, subject, phase)
);
CREATE INDEX ledger_journal_time ON ledger_journal (made_at, id);
CREATE INDEX ledger_journal_subject ON ledger_journal (subject);
CREATE TABLE ledger_entry (
    journal_id UUID NOT NULL REFERENCES ledger_journal (id),
    position BIGINT NOT NULL,
    account_id UUID NOT NULL REFERENCES ledger_account (id),
    amount_minor BIGINT NOT NULL CHECK (amount_minor <> 0),
    PRIMARY KEY (journal_id, position)
);
-- With the journal, so that one entry of a journal is found even on an account that has one of every journal.
CREATE INDEX ledger_entry_account ON ledger_entry (account_id, journal_id);
CREATE TABLE payout_batch (
    id UUID PRIMARY KEY,
    made_by UUID REFERENCES person (id),
    made_at BIGINT NOT NULL
);
CREATE TABLE payout (
    id UUID PRIMARY KEY,
    batch_id UUID NOT NULL REFERENCES payout_batch (id),
    shop_id UUID NOT NULL REFERENCES shop (id),
    identity_id UUID NOT NULL REFERENCES identity (id),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'paid', 'failed')),
    reason TEXT,
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX payout_open ON payout (shop_id) WHERE state = 'waiting';
CREATE INDEX payout_shop ON payout (shop_id, made_at);
CREATE INDEX payout_batch_rows ON payout (batch_id);
-- A provider's own statement, as far as it was read.
CREATE TABLE provider_report (
    provider TEXT PRIMARY KEY,
    read_until BIGINT NOT NULL
);
-- Its lines. `payment_id` and `refund_id` are what the provider says, and may be none of ours, `journal_id` is the booking that
-- says the same, once.
CREATE TABLE provider_report_line (
    provider TEXT NOT NULL,
    line_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('captured', 'refunded', 'fee', 'payout', 'other')),
    reference TEXT,
    payment_id UUID,
    refund_id UUID,
    amount_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    journal_id UUID UNIQUE REFERENCES ledger_journal (id),
    PRIMARY KEY (provider, line_id)
);
CREATE INDEX provider_report_line_open ON provider_report_line (happened_at) WHERE journal_id IS NULL;
CREATE INDEX provider_report_line_reference ON provider_report_line (provider, reference);
