//! The schema that the migrations make is the committed one, on both engines: a change of it is read in review.
//! `cargo dev schema` writes it anew.

use migrations::sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use migrations::{Migrator, MigratorTrait};
use std::path::Path;

const OF_SQLITE: &str = "SELECT sql || ';' AS line FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'seaql_migrations' \
                         ORDER BY tbl_name, CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name";

/// Not `pg_dump`: its text changes with its version.
const OF_POSTGRES: [&str; 4] = [
    "SELECT format('%s.%s %s%s%s', table_name, column_name, data_type, CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END, \
     coalesce(' DEFAULT ' || column_default, '')) AS line FROM information_schema.columns \
     WHERE table_schema = 'public' AND table_name <> 'seaql_migrations' ORDER BY table_name, ordinal_position",
    // 18 lists NOT NULL (`n`) among the constraints; the columns above say it already.
    "SELECT format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid)) AS line FROM pg_constraint \
     WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid::regclass::text <> 'seaql_migrations' \
     ORDER BY conrelid::regclass::text, conname",
    "SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'seaql_migrations' ORDER BY indexname",
    "SELECT pg_get_triggerdef(oid) AS line FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgrelid::regclass::text, tgname",
];

async fn migrated(url: &str) -> DatabaseConnection {
    let database = Database::connect(url).await.expect("a database");
    Migrator::up(&database, None).await.expect("the schema");
    database
}

async fn lines(database: &DatabaseConnection, query: &str) -> Result<Vec<String>, DbErr> {
    let statement = Statement::from_string(database.get_database_backend(), query);
    let rows = database.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get("", "line")).collect()
}

fn compare(file: &str, schema: Vec<String>) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(file);
    let schema =
        format!("-- Written by `cargo dev schema` from the migrations; not read by any program.\n{}\n", schema.join("\n"));
    if std::env::var_os("SHANHUO_WRITE_SCHEMA").is_some() {
        std::fs::write(&file, schema).expect("the schema's file");
        return;
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(schema, committed, "the migrations make another schema than {}: run `cargo dev schema`", file.display());
}

#[tokio::test]
async fn the_schema_of_sqlite_is_the_committed_one() {
    let database = migrated("sqlite::memory:").await;
    compare("sqlite.sql", lines(&database, OF_SQLITE).await.expect("the schema"));
}

#[tokio::test]
async fn the_schema_of_postgres_is_the_committed_one() {
    let Ok(cluster) = std::env::var("SHANHUO_TEST_POSTGRES") else {
        eprintln!("SHANHUO_TEST_POSTGRES is not set: not run on PostgreSQL");
        return;
    };
    let admin = Database::connect(format!("{cluster}/postgres")).await.expect("the test cluster");
    let name = format!("schema_{}", std::process::id());
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
    let database = migrated(&format!("{cluster}/{name}")).await;
    let mut schema = Vec::new();
    for query in OF_POSTGRES {
        schema.extend(lines(&database, query).await.expect("the schema"));
    }
    database.close().await.expect("closing");
    admin.execute_unprepared(&format!("DROP DATABASE {name}")).await.expect("dropping");
    compare("postgres.txt", schema);
}
