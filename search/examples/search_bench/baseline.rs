//! What is compared with: SQLite's FTS5 with BM25, given its best chance. Of its tokenizers `unicode61` takes a run of Chinese
//! characters for one word and `trigram` finds no two characters; so Chinese is given to it as pairs of characters, which finds
//! what a reader would and is what it is fastest at, and English without endings (`porter unicode61`). The table keeps no text, its
//! segments are merged into one, it may map all of the file, and it is asked for the best 24 only: no counts, no facets.

use super::corpus::Corpus;
use market::discovery::SearchRequest;
use market::discovery::SearchSort;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement, TransactionTrait, Value};
use std::path::Path;
use std::time::Instant;

const ROWS: usize = 200;

pub struct Baseline(DatabaseConnection);

impl Baseline {
    pub async fn build(corpus: &Corpus, file: &Path) -> Self {
        let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
        options.max_connections(1).sqlx_logging(false);
        let db = Database::connect(options).await.expect("a database");
        for sql in [
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "PRAGMA cache_size = -262144",
            "PRAGMA mmap_size = 8589934592",
            "CREATE VIRTUAL TABLE found USING fts5(title, kinds, about, content='', tokenize='porter unicode61')",
            "CREATE TABLE goods (id INTEGER PRIMARY KEY, category TEXT, place TEXT, price INTEGER, unit_price INTEGER, free INTEGER, \
             there INTEGER, published INTEGER, sold INTEGER)",
        ] {
            db.execute_unprepared(sql).await.expect(sql);
        }
        let begun = Instant::now();
        let mut number = 0;
        while number < corpus.count {
            let tx = db.begin().await.expect("a transaction");
            let end = (number + 50_000).min(corpus.count);
            while number < end {
                let last = (number + ROWS as u64).min(end);
                insert(&tx, corpus, number..last).await;
                number = last;
            }
            tx.commit().await.expect("a commit");
        }
        db.execute_unprepared("INSERT INTO found(found) VALUES ('optimize')").await.expect("one segment");
        db.execute_unprepared("ANALYZE").await.expect("statistics");
        let bytes = std::fs::metadata(file).map_or(0, |data| data.len());
        println!(
            "FTS5 (porter unicode61, Chinese by pairs) built in {:.1} s, {:.1} bytes a listing",
            begun.elapsed().as_secs_f64(),
            bytes as f64 / corpus.count as f64
        );
        Self(db)
    }

    /// How many of the best 24 it found.
    pub async fn find(&self, request: &SearchRequest) -> usize {
        let words = request.words.as_ref().map(|words| words.words().join(" ")).unwrap_or_default();
        let (mut tail, mut values) = (String::new(), vec![Value::from(matching(&words))]);
        let mut and = |sql: &str, value: Value| {
            values.push(value);
            tail.push_str(&format!(" AND {sql} ?{}", values.len()));
        };
        let filter = &request.filter;
        if let Some(path) = &filter.category {
            and("g.category >=", path.clone().into());
            and("g.category <", format!("{path}0").into());
        }
        if let Some(price) = filter.price_from {
            and("g.price >=", price.into());
        }
        if let Some(price) = filter.price_below {
            and("g.price <", price.into());
        }
        for place in &filter.places {
            and("g.place =", place.clone().into());
        }
        if filter.free_freight {
            and("g.free =", 1.into());
        }
        if filter.in_stock {
            and("g.there =", 1.into());
        }
        let order = match request.sort {
            SearchSort::Relevance => "rank",
            SearchSort::Price => "g.price",
            SearchSort::UnitPrice => "g.unit_price",
            SearchSort::Newest => "g.published DESC",
            SearchSort::Sold => "g.sold DESC",
        };
        let join = if tail.is_empty() && order == "rank" { "" } else { " JOIN goods g ON g.id = found.rowid" };
        let sql = format!("SELECT found.rowid FROM found{join} WHERE found MATCH ?1{tail} ORDER BY {order} LIMIT 25");
        let statement = Statement::from_sql_and_values(self.0.get_database_backend(), sql, values);
        self.0.query_all_raw(statement).await.expect("an answer").len()
    }
}

async fn insert(tx: &impl ConnectionTrait, corpus: &Corpus, numbers: std::ops::Range<u64>) {
    let rows = (numbers.end - numbers.start) as usize;
    let marks = |columns: usize| vec![format!("({})", vec!["?"; columns].join(", ")); rows].join(", ");
    let (mut texts, mut goods): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for number in numbers {
        let document = corpus.document(number);
        let id = number as i64 + 1;
        let about =
            [document.maker.as_str(), &document.place, &document.shop_name, &document.description, &document.choices.join(" ")];
        texts.extend([
            id.into(),
            parted(&document.title).into(),
            parted(&document.kinds.join(" ")).into(),
            parted(&about.join(" ")).into(),
        ]);
        goods.extend([id.into(), document.category_path.into(), document.place.into(), document.price_minor.into()]);
        goods.extend([document.unit_price_minor.into(), document.is_free_freight.into(), document.is_available.into()]);
        goods.extend([document.published_at.into(), document.sold.into()]);
    }
    let backend = tx.get_database_backend();
    for (sql, values) in [
        (format!("INSERT INTO found (rowid, title, kinds, about) VALUES {}", marks(4)), texts),
        (format!("INSERT INTO goods VALUES {}", marks(9)), goods),
    ] {
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await.expect("rows");
    }
}

/// Chinese by pairs of characters, everything else by words.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let is_han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    let mut runs: Vec<(bool, String)> = Vec::new();
    for c in text.chars() {
        match runs.last_mut() {
            Some((han, run)) if *han == is_han(c) && c.is_alphanumeric() => run.push(c),
            _ if c.is_alphanumeric() => runs.push((is_han(c), c.to_string())),
            _ => runs.push((false, String::new())),
        }
    }
    for (han, run) in runs.into_iter().filter(|(_, run)| !run.is_empty()) {
        let characters: Vec<char> = run.chars().collect();
        if han && characters.len() > 1 {
            tokens.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            tokens.push(run);
        }
    }
    tokens
}

fn parted(text: &str) -> String {
    tokens(text).join(" ")
}

fn matching(typed: &str) -> String {
    tokens(typed).iter().map(|token| format!("\"{token}\"")).collect::<Vec<_>>().join(" ")
}
