//! One text of SQL, in PostgreSQL's words, for both engines.

/// The statements of `text` as SQLite takes them: its five storage classes, and STRICT so that it refuses other types.
pub fn for_sqlite(text: &str) -> Vec<String> {
    statements(text)
        .into_iter()
        .map(|statement| {
            let translated = statement
                .replace(" UUID", " BLOB")
                .replace(" BYTEA", " BLOB")
                .replace(" BIGINT", " INTEGER")
                .replace(" BOOLEAN", " INTEGER");
            if translated.starts_with("CREATE TABLE") { format!("{translated} STRICT") } else { translated }
        })
        .collect()
}

/// The statements of `text`, without its comments.
pub fn statements(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    code.split(';').map(|statement| statement.trim().to_owned()).filter(|statement| !statement.is_empty()).collect()
}

/// A template whose statements contain semicolons themselves and are parted by `--` lines.
pub fn triggers(template: &str, table: &str) -> Vec<String> {
    template.replace("{table}", table).split("\n--\n").map(|statement| statement.trim().to_owned()).collect()
}
