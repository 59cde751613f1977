//! Pages of a list by key, never by OFFSET: the next page starts after the last row seen.

use super::limits::PAGE_ROWS_MAX;
use serde::{Deserialize, Serialize};

/// Which page is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// The last key of the page before; none for the first page.
    pub after: Option<String>,
    /// Rows wanted, at most [`PAGE_ROWS_MAX`].
    pub rows: u64,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::first(PAGE_ROWS_MAX)
    }
}

impl PageRequest {
    /// The first `rows` rows.
    #[must_use]
    pub fn first(rows: u64) -> Self {
        Self { after: None, rows: rows.clamp(1, PAGE_ROWS_MAX) }
    }
    /// `rows` rows after the key.
    #[must_use]
    pub fn after(key: Option<String>, rows: u64) -> Self {
        Self { after: key, rows: rows.clamp(1, PAGE_ROWS_MAX) }
    }
}

/// Rows and, where there are more, the key to ask on with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The key of the last row, where more follow.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of `request.rows` rows out of a list that was read one row longer.
    #[must_use]
    pub fn cut(mut rows: Vec<T>, request: &PageRequest, key: impl Fn(&T) -> String) -> Self {
        let wanted = usize::try_from(request.rows).unwrap_or(usize::MAX);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = if more { rows.last().map(key) } else { None };
        Self { rows, next }
    }
}
