//! The columns of one segment.

use crate::schema::column;
use std::fmt::Debug;
use std::sync::Arc;
use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::{DocId, SegmentReader};

/// A column of names: a number of the segment's own for each document, and what each number says.
pub struct Names {
    pub numbers: Arc<dyn ColumnValues<u64>>,
    said: Option<StrColumn>,
}

/// The column of this name.
pub fn named(reader: &SegmentReader, name: &str) -> tantivy::Result<Names> {
    let said = reader.fast_fields().str(name)?;
    Ok(match said {
        Some(column) => Names { numbers: first(column.ords().clone()), said: Some(column) },
        None => Names { numbers: first(Column::build_empty_column(reader.max_doc())), said: None },
    })
}

impl Names {
    /// For each number something of what it says: all names are read from the first to the last, which is far less work than one by
    /// one.
    pub fn each<T>(&self, mut of: impl FnMut(&str) -> T) -> tantivy::Result<Vec<T>> {
        let Some(column) = &self.said else { return Ok(Vec::new()) };
        let mut all = Vec::with_capacity(column.num_terms());
        let mut names = column.dictionary().stream()?;
        while names.advance() {
            all.push(of(std::str::from_utf8(names.key()).unwrap_or_default()));
        }
        Ok(all)
    }
}

/// A column's first values. Every document has one in every column, so they lie there one after the other.
fn first<T>(column: Column<T>) -> Arc<dyn ColumnValues<T>>
where
    T: PartialOrd + Copy + Default + Debug + Send + Sync + 'static,
{
    if column.get_cardinality().is_full() { column.values } else { column.first_or_default_col(T::default()) }
}

/// One segment's columns of numbers.
pub struct Columns {
    id_high: Arc<dyn ColumnValues<u64>>,
    id_low: Arc<dyn ColumnValues<u64>>,
    kind: Arc<dyn ColumnValues<u64>>,
    pub price: Arc<dyn ColumnValues<i64>>,
    pub unit_price: Arc<dyn ColumnValues<i64>>,
    pub published: Arc<dyn ColumnValues<i64>>,
    pub sold: Arc<dyn ColumnValues<i64>>,
    pub free: Arc<dyn ColumnValues<bool>>,
    pub there: Arc<dyn ColumnValues<bool>>,
    pub held_since: Arc<dyn ColumnValues<i64>>,
    pub sales: Arc<dyn ColumnValues<i64>>,
    pub quality: Arc<dyn ColumnValues<u64>>,
    /// Of all that the document says.
    pub digest: Arc<dyn ColumnValues<u64>>,
}

impl Columns {
    pub fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self {
            id_high: first(fast.u64(column::ID_HIGH)?),
            id_low: first(fast.u64(column::ID_LOW)?),
            kind: first(fast.u64(column::KIND)?),
            price: first(fast.i64(column::PRICE)?),
            unit_price: first(fast.i64(column::UNIT_PRICE)?),
            published: first(fast.i64(column::PUBLISHED)?),
            sold: first(fast.i64(column::SOLD)?),
            free: first(fast.bool(column::FREE)?),
            there: first(fast.bool(column::THERE)?),
            held_since: first(fast.i64(column::HELD_SINCE)?),
            sales: first(fast.i64(column::SALES)?),
            quality: first(fast.u64(column::QUALITY)?),
            digest: first(fast.u64(column::DIGEST)?),
        })
    }

    pub fn id(&self, document: DocId) -> u128 {
        (u128::from(self.id_high.get_val(document)) << 64) | u128::from(self.id_low.get_val(document))
    }

    pub fn kind(&self, document: DocId) -> u64 {
        self.kind.get_val(document)
    }
}
