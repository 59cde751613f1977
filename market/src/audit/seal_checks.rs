//! What the chains must say of the rows that they cover, as SQL; that their links fit, following them shows.

use super::chain::NOTE_HEAD;
use super::invariants::Invariant;
use crate::kernel::Span;
use sea_orm::DatabaseBackend;

/// A row gets its seal seconds after it was written; so long only where nobody makes seals any more.
const UNSEALED_MAX: Span = Span::hours(1);

/// All of them, as it is at the time that is $1.
pub(super) fn all(engine: DatabaseBackend) -> Vec<Invariant> {
    let old = format!("CAST($1 AS BIGINT) - {}", UNSEALED_MAX.millis());
    let digest = if engine == DatabaseBackend::Sqlite { "lower(hex(s.digest))" } else { "encode(s.digest, 'hex')" };
    vec![
        Invariant {
            code: "M2",
            says: "every journal and deed has had its seal within an hour",
            violators: format!(
                "SELECT r.id FROM ledger_journal r WHERE r.made_at < {old} AND NOT EXISTS \
                 (SELECT 1 FROM seal s WHERE s.chain = 'ledger' AND s.row_id = r.id) \
                 UNION ALL SELECT r.id FROM audit_log r WHERE r.happened_at < {old} AND NOT EXISTS \
                 (SELECT 1 FROM seal s WHERE s.chain = 'audit_log' AND s.row_id = r.id)"
            ),
        },
        Invariant {
            code: "M2",
            says: "the chain over the books still has every end that the log of deeds has noted",
            violators: format!(
                "SELECT d.id FROM audit_log d WHERE d.action = '{NOTE_HEAD}' AND NOT EXISTS \
                 (SELECT 1 FROM seal s WHERE s.chain = 'ledger' AND s.row_id = d.subject \
                 AND d.detail = 'ledger:' || CAST(s.position AS TEXT) || ':' || {digest})"
            ),
        },
    ]
}
