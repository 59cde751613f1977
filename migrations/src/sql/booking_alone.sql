-- Bookings of what providers hold that no line of a statement is. Of those it is asked whether they are differences, and not of all that was
-- ever booked. The database keeps the list: a booking is in it from its entry on, until a line is tied to it.
CREATE TABLE booking_alone (
    journal_id UUID PRIMARY KEY REFERENCES ledger_journal (id)
);
-- The same the other way round: lines that are no booking. Fees and payouts never are one. `= TRUE` keeps SQLite from the unique key of
-- bookings, where the lines without one, all fees among them, stand in one place.
CREATE INDEX provider_report_line_alone ON provider_report_line (provider, kind, happened_at, line_id)
    WHERE (journal_id IS NULL) = TRUE AND kind IN ('captured', 'refunded', 'other');
DROP INDEX provider_report_line_open;
