//! Rows of the books and of payouts.

pub mod account {
    //! Accounts.
    use crate::kernel::{Fault, Tx};
    use sea_orm::Statement;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub owner: Option<Uuid>,
        pub currency: String,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// Writes an account's row as it is: who else does so waits until this transaction ends.
    pub async fn lock(tx: &Tx, id: Uuid) -> Result<(), Fault> {
        let sql = "UPDATE ledger_account SET currency = currency WHERE id = $1";
        tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, [id.into()])).await?;
        Ok(())
    }
}

pub mod journal {
    //! Journals.
    use crate::kernel::{Fault, Tx};
    use sea_orm::entity::prelude::*;
    use sea_orm::{DatabaseBackend, Statement};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_journal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub subject: Uuid,
        pub phase: String,
        pub settles: Option<Uuid>,
        pub made_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// On SQLite nobody else writes meanwhile.
    const HOLD: &str = "SELECT account_id FROM ledger_balance WHERE account_id = $1 FOR UPDATE";

    const LAST: &str = "SELECT journal_id FROM ledger_entry WHERE account_id = $1 ORDER BY journal_id DESC LIMIT 1";

    /// The last journal that has an entry on the account of a shop, whose balance is held from here on: whoever books on it next waits, and
    /// finds what this transaction has booked. An account without a balance has earned nothing yet, and its order says nothing.
    pub async fn last_on(tx: &Tx, account: Uuid) -> Result<Option<Uuid>, Fault> {
        let backend = tx.get_database_backend();
        if backend != DatabaseBackend::Sqlite {
            tx.query_one_raw(Statement::from_sql_and_values(backend, HOLD, [account.into()])).await?;
        }
        let last = tx.query_one_raw(Statement::from_sql_and_values(backend, LAST, [account.into()])).await?;
        Ok(last.map(|row| row.try_get("", "journal_id")).transpose()?)
    }
}

pub mod entry {
    //! Entries.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub journal_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub account_id: Uuid,
        pub amount_minor: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod payout_batch {
    //! Files for the bank.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payout_batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub made_by: Option<Uuid>,
        pub made_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod payout {
    //! Their lines.
    use crate::kernel::limits::PAYOUTS_BACK_MAX;
    use crate::kernel::{Fault, Timestamp, Tx, placeholders};
    use sea_orm::entity::prelude::*;
    use sea_orm::{DatabaseBackend, FromQueryResult, Statement, Value};
    use std::collections::HashMap;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payout")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub batch_id: Uuid,
        pub shop_id: Uuid,
        pub identity_id: Uuid,
        pub amount_minor: i64,
        pub currency: String,
        pub state: String,
        pub reason: Option<String>,
        pub made_at: i64,
        pub ended_at: Option<i64>,
        /// The how-manieth end of a payout from its card this was; a payout that is given back ends once more. None while it waits, and
        /// where a process ended it that did not know of turns yet: it counts as before all others then.
        pub turn: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    const DUE: &str = "SELECT s.id AS shop_id, i.id AS identity_id, b.account_id, -b.posted_minor AS available \
        FROM shop s JOIN identity i ON i.shop_id = s.id AND i.state = 'approved' \
        AND i.came_back < $4 AND COALESCE(i.pays_from, 0) <= $5 \
        JOIN ledger_account a ON a.kind = 'shop_payable' AND a.owner = s.id AND a.currency = $1 \
        JOIN ledger_balance b ON b.account_id = a.id AND b.posted_minor <= $2 \
        WHERE s.verification = 'approved' \
        AND NOT EXISTS (SELECT 1 FROM payout p WHERE p.shop_id = s.id AND p.state = 'waiting') \
        ORDER BY COALESCE((SELECT MAX(p.made_at) FROM payout p WHERE p.shop_id = s.id), 0), s.id LIMIT $3";

    /// A shop that is to be paid.
    #[derive(FromQueryResult)]
    pub struct Due {
        pub shop_id: Uuid,
        pub identity_id: Uuid,
        pub account_id: Uuid,
        pub available: i64,
    }

    /// Who is to be paid, and how much, by the balances that the database keeps. A payout that is on its way is a promise that is
    /// not kept yet: its shop is left out, and so is one whose card rests, or from whose card payouts came back too often. Their balances
    /// are held from here on: nothing is taken back from a shop between what it has and what it is promised.
    pub async fn due(tx: &Tx, minimum: i64, most: i64, now: Timestamp) -> Result<Vec<Due>, Fault> {
        let (code, least) = (tx.currency().code().into(), minimum.saturating_neg().into());
        let values: [Value; 5] = [code, least, most.into(), PAYOUTS_BACK_MAX.into(), now.millis().into()];
        let due = Statement::from_sql_and_values(tx.get_database_backend(), DUE, values);
        let mut due = Due::find_by_statement(due).all(&**tx).await?;
        // On SQLite nobody else writes meanwhile.
        if tx.get_database_backend() != DatabaseBackend::Sqlite && !due.is_empty() {
            let held = hold(tx, &due).await?;
            for shop in &mut due {
                shop.available = held.get(&shop.account_id).copied().unwrap_or(0);
            }
            due.retain(|shop| shop.available > 0 && shop.available >= minimum);
        }
        Ok(due)
    }

    #[derive(FromQueryResult)]
    struct Held {
        account_id: Uuid,
        available: i64,
    }

    /// Holds the balances of these shops, in the order of their ids, as everybody does, and tells what they are by then.
    async fn hold(tx: &Tx, due: &[Due]) -> Result<HashMap<Uuid, i64>, Fault> {
        let sql = format!(
            "SELECT account_id, -posted_minor AS available FROM ledger_balance WHERE account_id IN ({}) ORDER BY account_id FOR UPDATE",
            placeholders(1, due.len())
        );
        let values = due.iter().map(|shop| Value::from(shop.account_id));
        let held = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        let held = Held::find_by_statement(held).all(&**tx).await?;
        Ok(held.into_iter().map(|row| (row.account_id, row.available)).collect())
    }

    const TAKE_TURN: &str = "UPDATE payout SET turn = 1 + COALESCE((SELECT MAX(q.turn) FROM payout q WHERE q.identity_id = $1), 0) \
        WHERE id = $2";

    const BACK: &str = "SELECT COUNT(*) AS back FROM payout p WHERE p.identity_id = $1 AND p.state IN ('failed', 'returned') \
        AND p.turn > COALESCE((SELECT MAX(q.turn) FROM payout q WHERE q.identity_id = $1 AND q.state = 'paid'), 0)";

    /// Puts a payout that ends behind all others that ended from its card, and tells how many came back since the last that was paid
    /// and stayed so. Whoever asks holds the card, so that no two take one turn, and who comes second counts the first.
    pub async fn take_turn(tx: &Tx, row: &Model) -> Result<i64, Fault> {
        let backend = tx.get_database_backend();
        let values: [Value; 2] = [row.identity_id.into(), row.id.into()];
        tx.execute_raw(Statement::from_sql_and_values(backend, TAKE_TURN, values)).await?;
        let counted = tx.query_one_raw(Statement::from_sql_and_values(backend, BACK, [row.identity_id.into()])).await?;
        let counted = counted.ok_or_else(|| Fault::broken("a count without a row"))?;
        Ok(counted.try_get("", "back")?)
    }
}
