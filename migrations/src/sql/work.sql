-- What happens later: clocks, things that leave the process, what was done by whom, and the numbers of the market.
CREATE TABLE timer (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    subject UUID NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'fired', 'cancelled')),
    ended_at BIGINT,
    UNIQUE (kind, subject)
);
CREATE INDEX timer_due ON timer (due_at) WHERE state = 'waiting';
CREATE TABLE outbox (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    done_at BIGINT,
    last_error TEXT
);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'waiting';
CREATE TABLE audit_log (
    id UUID PRIMARY KEY,
    actor_id UUID,
    action TEXT NOT NULL,
    subject UUID,
    detail TEXT NOT NULL,
    happened_at BIGINT NOT NULL
);
CREATE INDEX audit_log_time ON audit_log (happened_at, id);
-- The chain over journals and deeds: each digest covers the row and the link before it.
CREATE TABLE seal (
    chain TEXT NOT NULL CHECK (chain IN ('ledger', 'audit_log')),
    position BIGINT NOT NULL CHECK (position > 0),
    row_id UUID NOT NULL,
    digest BYTEA NOT NULL,
    PRIMARY KEY (chain, position),
    UNIQUE (chain, row_id)
);
CREATE INDEX audit_log_subject ON audit_log (subject, happened_at);
-- Fees, limits and clocks of the market, each with the date it came into force. The newest that is in force counts.
CREATE TABLE market_rule (
    name TEXT NOT NULL,
    in_force_from BIGINT NOT NULL,
    value BIGINT NOT NULL,
    set_by UUID REFERENCES person (id),
    set_at BIGINT NOT NULL,
    PRIMARY KEY (name, in_force_from)
);
