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
    use sea_orm::entity::prelude::*;

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
    use crate::kernel::{Fault, Timestamp, Tx};
    use sea_orm::entity::prelude::*;
    use sea_orm::{FromQueryResult, Statement, Value};

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

    const DUE: &str = "SELECT s.id AS shop_id, i.id AS identity_id, -b.posted_minor AS available \
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
        pub available: i64,
    }

    /// Who is to be paid, and how much, by the balances that the database keeps. A payout that is on its way is a promise that is
    /// not kept yet: its shop is left out, and so is one whose card rests, or from whose card payouts came back too often.
    pub async fn due(tx: &Tx, minimum: i64, most: i64, now: Timestamp) -> Result<Vec<Due>, Fault> {
        let (code, least) = (tx.currency().code().into(), minimum.saturating_neg().into());
        let values: [Value; 5] = [code, least, most.into(), PAYOUTS_BACK_MAX.into(), now.millis().into()];
        Ok(Due::find_by_statement(Statement::from_sql_and_values(tx.get_database_backend(), DUE, values)).all(&**tx).await?)
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
