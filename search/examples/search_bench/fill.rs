//! A database that has listings of the corpus. They are written by SQL, as copies of one that was made by the market's own commands,
//! each with a title, a variant and stock of its own, and nothing is told of them: an index of them is built, and does not follow.

use super::corpus::{Corpus, OF_SHOP};
use market::catalog::ListingId;
use market::discovery::queries::product;
use market::kernel::Tx;
use market::shop::ShopId;
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement, Value};

/// Rows of one statement.
const ROWS: usize = 500;
/// Rows of one transaction.
const TRANSACTION: u64 = 50_000;
/// Who would tell an index of each row.
const TELLERS: [&str; 7] = [
    "listing_tells_listing_insert",
    "listing_tells_lists_insert",
    "variant_tells_listing_insert",
    "shop_tells_shop_insert",
    "shop_tells_lists_insert",
    "freight_template_tells_shop_insert",
    "freight_zone_tells_shop_insert",
];

const LISTINGS: &str = "\
INSERT INTO listing SELECT v.column1, v.column7, t.category_id, t.category_root, t.category_branch, t.category_path, t.state, \
v.column2, t.description, v.column3, v.column4, t.unit, t.price_per, t.minimum, t.step, t.options, NULL, \
t.packaging_minor, t.producer_basis_points, v.column5, v.column5, t.cover_photo_id, t.version, v.column6, v.column6, v.column6, \
t.is_perishable FROM (VALUES ";
/// A variant's id begins as its listing's, as the form makes it: those that were made together lie together.
const VARIANTS: &str = "\
INSERT INTO variant SELECT CAST(substr(l.id, 1, 8) || randomblob(8) AS BLOB), l.id, 0, '[]', '', l.price_from_minor, 500, NULL, 1 \
FROM listing l WHERE NOT EXISTS (SELECT 1 FROM variant v WHERE v.listing_id = l.id); \
INSERT INTO stock SELECT v.id, 10, 0 FROM variant v WHERE NOT EXISTS (SELECT 1 FROM stock k WHERE k.variant_id = v.id)";
const SHOPS: &str = "\
INSERT INTO shop SELECT v.column1, v.column2, v.column3, v.column3 || ': ' || t.story || ' ' || t.story, v.column4, t.ships_from, \
'approved', v.column5, v.column1 FROM (VALUES ";
/// What every shop has beside its goods, copied from the first one: who holds it, another person each, and how it sends.
const OF_SHOPS: [&str; 3] = [
    "INSERT INTO identity SELECT s.id, s.id, i.legal_name_sealed, i.id_number_sealed, s.id, i.id_number_last4, i.bank_card_sealed, \
     i.bank_card_last4, 'approved', i.submitted_at, NULL, NULL, NULL, NULL, 0 FROM shop s, identity i WHERE i.shop_id = $1 AND s.id <> $1",
    "INSERT INTO freight_template SELECT s.id, s.id, t.name, t.counts_by, t.is_default, t.version, t.created_at \
     FROM shop s, freight_template t WHERE t.shop_id = $1 AND t.is_default AND s.id <> $1",
    "INSERT INTO freight_zone SELECT randomblob(16), s.id, z.position, z.provinces, z.ships, z.first_amount, z.first_minor, \
     z.next_amount, z.next_minor, z.free_from_minor FROM shop s, freight_template t JOIN freight_zone z ON z.template_id = t.id \
     WHERE t.shop_id = $1 AND t.is_default AND s.id <> $1",
];

/// What all others are copies of.
struct First {
    listing: ListingId,
    shop: ShopId,
    path: String,
}

/// All listings of the corpus, each in its shop; returns the path of the one category that they are in.
pub async fn everything(kit: &TestMarket, corpus: &Corpus) -> String {
    let first = First::make(kit).await;
    let tx = silent(kit).await;
    shops(&tx, corpus, &first).await;
    tx.commit().await.expect("a commit");
    let mut number = 0;
    while number < corpus.count {
        let end = (number + TRANSACTION).min(corpus.count);
        let tx = kit.market.begin("bench").await.expect("a transaction");
        listings(&tx, corpus, &(number..end).collect::<Vec<_>>(), (&first, false)).await;
        if end == corpus.count {
            tx.execute_unprepared(VARIANTS).await.expect("variants and stock");
        }
        tx.commit().await.expect("a commit");
        number = end;
    }
    first.path
}

/// The listings of these numbers, all in one shop.
pub async fn some(kit: &TestMarket, corpus: &Corpus, numbers: &[u64]) {
    let first = First::make(kit).await;
    let tx = silent(kit).await;
    listings(&tx, corpus, numbers, (&first, true)).await;
    tx.execute_unprepared(VARIANTS).await.expect("variants and stock");
    tx.commit().await.expect("a commit");
}

/// The handle of the shop that has the listing of this number.
pub fn handle_of(number: u64) -> String {
    format!("bench-{}", number / OF_SHOP)
}

impl First {
    /// A listing as the market makes it.
    async fn make(kit: &TestMarket) -> Self {
        let owner = kit.person("Seller").create().await;
        let staff = kit.shop("bench", &owner).create().await;
        let listing = kit.listing(&staff).title("Template").create().await.listing;
        let page = product(&kit.market, listing).await.expect("a product").expect("a published one");
        Self { listing, shop: staff.shop(), path: page.listing.category_path }
    }
}

/// A transaction that tells nobody of what is put in; those that come after it neither.
async fn silent(kit: &TestMarket) -> Tx {
    let tx = kit.market.begin("bench").await.expect("a transaction");
    for teller in TELLERS {
        tx.execute_unprepared(&format!("DROP TRIGGER {teller}")).await.expect(teller);
    }
    tx
}

async fn shops(tx: &Tx, corpus: &Corpus, first: &First) {
    let numbers: Vec<u64> = (0..corpus.count).step_by(OF_SHOP as usize).collect();
    for part in numbers.chunks(ROWS) {
        let mut values: Vec<Value> = Vec::new();
        for number in part {
            let document = corpus.document(*number);
            values.extend([document.shop.uuid().into(), handle_of(*number).into(), document.shop_name.into()]);
            values.extend([document.place.into(), document.published_at.into()]);
        }
        values.push(first.shop.uuid().into());
        insert(tx, &format!("{SHOPS}{}) v, shop t WHERE t.id = ?", marks(part.len(), 5)), values).await;
    }
    for sql in OF_SHOPS {
        insert(tx, sql, vec![first.shop.uuid().into()]).await;
    }
}

async fn listings(tx: &Tx, corpus: &Corpus, numbers: &[u64], (first, is_one_shop): (&First, bool)) {
    for part in numbers.chunks(ROWS) {
        let mut values: Vec<Value> = Vec::new();
        for number in part {
            let document = corpus.document(*number);
            let shop = if is_one_shop { first.shop } else { document.shop };
            values.extend([document.listing.uuid().into(), document.title.into(), document.maker.into(), document.place.into()]);
            values.extend([document.price_minor.into(), document.published_at.into(), shop.uuid().into()]);
        }
        values.push(first.listing.uuid().into());
        insert(tx, &format!("{LISTINGS}{}) v, listing t WHERE t.id = ?", marks(part.len(), 7)), values).await;
    }
}

fn marks(rows: usize, columns: usize) -> String {
    vec![format!("({})", vec!["?"; columns].join(", ")); rows].join(", ")
}

async fn insert(tx: &Tx, sql: &str, values: Vec<Value>) {
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await.expect("rows");
}
