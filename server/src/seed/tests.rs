//! The demo market as a whole: what is in it, and that making it again changes nothing.

use super::{Seed, fill};
use crate::boot::{Mode, Settings, migrate, open, photos};
use crate::regions::SiteRegions;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

/// Pictures are drawn in their own tests.
const PHOTO_WIDTH: u32 = 40;

/// Three provinces, as the site's files have them.
fn regions() -> SiteRegions {
    SiteRegions::new(|path| {
        let file: &str = match path {
            "regions/index.json" => r#"[["11","北京市"],["31","上海市"],["43","湖南省"]]"#,
            "regions/11.json" => r#"[["1101","市辖区",[["110108","海淀区",[["110108011","中关村街道"]]]]]]"#,
            "regions/31.json" => r#"[["3101","市辖区",[["310104","徐汇区",[["310104003","天平路街道"]]]]]]"#,
            "regions/43.json" => r#"[["4301","长沙市",[["430104","岳麓区",[["430104001","望月湖街道"]]]]]]"#,
            _ => return None,
        };
        Some(file.as_bytes().to_vec())
    })
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("rows");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
}

/// Every row of every table, as text.
async fn everything(db: &DatabaseConnection) -> Vec<String> {
    let mut all = Vec::new();
    for table in texts(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").await {
        let columns = texts(db, &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid")).await;
        let row = columns.iter().map(|column| format!("quote(\"{column}\")")).collect::<Vec<_>>().join(" || ',' || ");
        all.extend(texts(db, &format!("SELECT '{table} ' || {row} FROM \"{table}\" ORDER BY 1")).await);
    }
    all
}

#[tokio::test]
async fn the_demo_is_made_once_and_its_books_are_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = Settings {
        data: folder.path().to_owned(),
        database: None,
        mode: Mode::Demo,
        smtp: None,
        mail_from: String::new(),
        public_url: None,
        test_clock: false,
    };
    let opened = open(&settings).await.expect("a market");
    migrate(&opened.pools).await.expect("a schema");
    let run = || async {
        let mut seed =
            Seed::new(&opened, photos(&settings).expect("a folder of photos"), PHOTO_WIDTH, regions()).expect("a seed");
        fill(&mut seed).await.expect("the demo");
        everything(&opened.pools.reader).await
    };
    let first = run().await;
    let count = |table: &str| first.iter().filter(|row| row.starts_with(&format!("{table} "))).count();
    assert_eq!((count("person"), count("shop"), count("session")), (12, 5, 0));
    assert_eq!(count("coupon"), 2, "one of a shop, and one of the market");
    assert_eq!(count("home_story"), 1, "the home page tells one");
    assert!(count("listing") >= 55 && count("photo") >= count("listing"), "{} {}", count("listing"), count("photo"));
    assert!(first.iter().filter(|row| row.starts_with("photo ")).all(|row| row.contains("'ready'")));
    assert!(first.iter().filter(|row| row.starts_with("outbox ")).all(|row| row.contains("'done'")));
    let states = texts(&opened.pools.reader, "SELECT DISTINCT state FROM orders ORDER BY state").await;
    assert_eq!(states, ["cancelled", "completed", "delivered", "paid", "placed", "shipped"]);
    let out = |row: &&String| row.starts_with("payment ") && row.contains("'cash_on_delivery'") && row.contains("'waiting'");
    assert_eq!(first.iter().filter(out).count(), 2, "cash is out, and some of it for a month");
    let second = run().await;
    let changed: Vec<_> = second.iter().filter(|row| !first.contains(row)).collect();
    assert!(first == second, "a second run changed something: {changed:?}");
    // The demo's past is sealed by whoever serves or audits it.
    market::audit::chain::seal_all(&opened.market).await.expect("seals");
    let report = market::audit::queries::audit(&opened.market).await.expect("an audit");
    assert!(report.is_clean(), "{report:?}");
}
