-- What only the provider's statement or only our books tell, and what an operator found out about it: a line of the statement, or a
-- journal of ours. It is off the list then.
CREATE TABLE explained_difference (
    id UUID PRIMARY KEY,
    provider TEXT NOT NULL,
    line_id TEXT,
    journal_id UUID UNIQUE REFERENCES ledger_journal (id),
    person_id UUID NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    explained_at BIGINT NOT NULL,
    UNIQUE (provider, line_id)
);
CREATE INDEX explained_difference_time ON explained_difference (provider, explained_at);
CREATE INDEX provider_report_line_payment ON provider_report_line (payment_id);
-- How many differences there were when the two were compared last, and since when the oldest of them.
ALTER TABLE provider_report ADD COLUMN differences BIGINT NOT NULL DEFAULT 0;
ALTER TABLE provider_report ADD COLUMN differences_since BIGINT;
