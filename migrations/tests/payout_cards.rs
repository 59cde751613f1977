//! That payouts came back before they were counted is known.

use migrations::sea_orm::{ConnectionTrait, Database, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 19;

#[tokio::test]
async fn that_something_came_back_since_a_card_was_last_paid_is_known() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // Neither shops nor batches are there: what is looked at is the rows.
    for statement in [
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO identity (id, shop_id, legal_name_sealed, id_number_sealed, id_number_index, id_number_last4, bank_card_sealed, \
         bank_card_last4, state, submitted_at) VALUES (x'01', x'11', x'00', x'00', x'00', '002X', x'00', '0001', 'approved', 1), \
         (x'02', x'12', x'00', x'00', x'00', '002X', x'00', '0002', 'approved', 1), \
         (x'03', x'13', x'00', x'00', x'00', '002X', x'00', '0003', 'waiting', 1)",
        "INSERT INTO payout (id, batch_id, shop_id, identity_id, amount_minor, currency, state, made_at, ended_at) VALUES \
         (x'21', x'09', x'11', x'01', 5, 'CNY', 'failed', 1, 2), (x'22', x'09', x'11', x'01', 5, 'CNY', 'paid', 3, 4), \
         (x'23', x'09', x'11', x'01', 5, 'CNY', 'returned', 5, 6), (x'24', x'09', x'11', x'01', 5, 'CNY', 'failed', 7, 8), \
         (x'25', x'09', x'12', x'02', 5, 'CNY', 'failed', 1, 2), (x'26', x'09', x'12', x'02', 5, 'CNY', 'paid', 3, 4), \
         (x'27', x'09', x'12', x'02', 5, 'CNY', 'waiting', 5, NULL)",
    ] {
        database.execute_unprepared(statement).await.expect(statement);
    }
    Migrator::up(&database, None).await.expect("the schema");
    let counted = "SELECT group_concat(line, ' ') FROM (SELECT bank_card_last4 || ':' || came_back || COALESCE(pays_from, '') AS line \
                   FROM identity ORDER BY bank_card_last4)";
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), counted)).await;
    assert_eq!(row.expect(counted).expect(counted).try_get_by_index::<String>(0).expect(counted), "0001:1 0002:0 0003:0");
}
