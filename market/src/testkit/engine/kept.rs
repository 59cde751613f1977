//! One database of PostgreSQL for many tests, one after the other. A database of its own costs each test a quarter of a second, and its
//! new connections have to be told and to plan every statement; here they stay, and what the database held is put back.

use super::{TestMarket, market_on};
use crate::kernel::Timestamp;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, FromQueryResult, QueryResult, Statement,
};

/// All that a migrated database holds, but for the list of its migrations.
const TABLES: &str = "SELECT CAST(relname AS TEXT) AS name FROM pg_class \
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'seaql_migrations' ORDER BY relname";

/// Where its sequences stand.
const SEQUENCES: &str = "SELECT CAST(sequencename AS TEXT) AS name, COALESCE(last_value, start_value) AS stands_at, \
last_value IS NOT NULL AS is_used FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename";

/// What a database held, in a schema of its own beside the market's.
pub struct Kept {
    /// Only puts back: PostgreSQL forgets all plans of a connection on which triggers were silent.
    keeper: DatabaseConnection,
    /// Names the tables that hold more or fewer rows than they held.
    differing: String,
    now: Timestamp,
}

#[derive(FromQueryResult)]
struct Sequence {
    name: String,
    stands_at: i64,
    is_used: bool,
}

impl TestMarket {
    /// Keeps what the database holds now, for [`begin_again`](Self::begin_again). Nothing on SQLite, where a file is as quickly copied.
    ///
    /// # Panics
    /// When the cluster refuses: keys and append-only tables are silent only for a superuser, as whoever made the cluster is.
    pub async fn keep(&self) -> Option<Kept> {
        if self.market.backend() == DatabaseBackend::Sqlite {
            return None;
        }
        let mut options = ConnectOptions::new(self.url.clone());
        options.max_connections(1).sqlx_logging(false);
        let keeper = Database::connect(options).await.expect("a database");
        let tables = names(keeper.query_all_raw(asked(TABLES)).await.expect("the tables"));
        let sequences = Sequence::find_by_statement(asked(SEQUENCES)).all(&keeper).await.expect("the sequences");
        let kept: Vec<_> =
            tables.iter().map(|table| format!("CREATE TABLE kept.\"{table}\" AS TABLE public.\"{table}\"")).collect();
        let all = format!("CREATE SCHEMA kept; {}; {}", kept.join("; "), putting_back(&tables, &sequences));
        keeper.execute_unprepared(&all).await.expect("the rights of a superuser");
        Some(Kept { keeper, differing: differing(&tables), now: self.market.now() })
    }

    /// The same database with what it held when it was kept, at that time, and a market that remembers nothing. Nobody else may be at work
    /// on it.
    ///
    /// # Panics
    /// When the database refuses, or one of its tables holds more or fewer rows.
    pub async fn begin_again(self, kept: &Kept) -> Self {
        kept.keeper.execute_unprepared("SELECT kept.put_back()").await.expect("what was kept");
        let differing = names(kept.keeper.query_all_raw(asked(&kept.differing)).await.expect("the tables"));
        assert!(differing.is_empty(), "these hold more or fewer rows than they held: {differing:?}");
        self.clock.set(kept.now);
        let market = market_on(self.pools.clone(), &self.clock, self.market.currency());
        Self { market, ..self }
    }
}

impl Kept {
    /// Lets go of the database, for [`TestMarket::discard`].
    ///
    /// # Panics
    /// When the connection cannot be closed.
    pub async fn let_go(self) {
        self.keeper.close().await.expect("closing");
    }
}

fn asked(sql: &str) -> Statement {
    Statement::from_string(DatabaseBackend::Postgres, sql)
}

fn names(rows: Vec<QueryResult>) -> Vec<String> {
    rows.iter().map(|row| row.try_get("", "name").expect("a name")).collect()
}

/// The function that takes out all rows and puts the kept ones in, table by table: no key is looked at and no trigger fires meanwhile, for
/// what these wrote was kept as well. Rows are deleted and tables not truncated, which would make every connection plan anew.
fn putting_back(tables: &[String], sequences: &[Sequence]) -> String {
    let out = tables.iter().map(|table| format!("DELETE FROM public.\"{table}\";"));
    let back = tables
        .iter()
        .map(|table| format!("INSERT INTO public.\"{table}\" OVERRIDING SYSTEM VALUE SELECT * FROM kept.\"{table}\";"));
    let stand = sequences
        .iter()
        .map(|Sequence { name, stands_at, is_used }| format!("PERFORM setval('public.\"{name}\"', {stands_at}, {is_used});"));
    let all: Vec<_> = out.chain(back).chain(stand).collect();
    format!(
        "CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS \
         $$ BEGIN {} END $$",
        all.join(" ")
    )
}

fn differing(tables: &[String]) -> String {
    let counts = tables.iter().map(|table| {
        format!(
            "SELECT '{table}' AS name, (SELECT COUNT(*) FROM public.\"{table}\") AS has, (SELECT COUNT(*) FROM kept.\"{table}\") AS had"
        )
    });
    format!("SELECT name FROM ({}) counted WHERE has <> had", counts.collect::<Vec<_>>().join(" UNION ALL "))
}
