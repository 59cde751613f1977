//! In which order payouts ended before that was written down is known of each card.

use migrations::sea_orm::{ConnectionTrait, Database, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 22;
/// With the one that is looked at.
const AFTER: u32 = 1;

#[tokio::test]
async fn payouts_that_ended_stand_in_the_order_of_their_ends() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // Neither shops nor batches are there: what is looked at is the rows. Two ended in one millisecond.
    for statement in [
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO identity (id, shop_id, legal_name_sealed, id_number_sealed, id_number_index, id_number_last4, bank_card_sealed, \
         bank_card_last4, state, submitted_at, came_back) VALUES \
         (x'01', x'11', x'00', x'00', x'00', '002X', x'00', '0001', 'approved', 1, 1)",
        "INSERT INTO payout (id, batch_id, shop_id, identity_id, amount_minor, currency, state, made_at, ended_at) VALUES \
         (x'21', x'09', x'11', x'01', 5, 'CNY', 'returned', 1, 8), (x'22', x'09', x'11', x'01', 5, 'CNY', 'failed', 3, 4), \
         (x'23', x'09', x'11', x'01', 5, 'CNY', 'paid', 4, 4), (x'24', x'09', x'11', x'01', 5, 'CNY', 'waiting', 9, NULL), \
         (x'25', x'09', x'11', x'02', 5, 'CNY', 'paid', 2, 5)",
    ] {
        database.execute_unprepared(statement).await.expect(statement);
    }
    Migrator::up(&database, Some(AFTER)).await.expect("the schema");
    for (asked, answer) in [
        (
            "SELECT group_concat(line, ' ') FROM (SELECT hex(id) || ':' || COALESCE(turn, '') AS line FROM payout ORDER BY id)",
            "21:3 22:1 23:2 24: 25:1",
        ),
        ("SELECT CAST(came_back AS TEXT) FROM identity", "1"),
    ] {
        let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), asked)).await;
        assert_eq!(row.expect(asked).expect(asked).try_get_by_index::<String>(0).expect(asked), answer);
    }
}
