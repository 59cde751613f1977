//! The columns of one segment, as sifting and counting read them.

use crate::schema::column;
use market::discovery::SearchFilter;
use std::fmt::Debug;
use std::sync::Arc;
use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::{DocId, SegmentReader};

/// A column of names: a number a document, and what each number says.
pub struct Names {
    numbers: Arc<dyn ColumnValues<u64>>,
    said: Option<StrColumn>,
    pub count: usize,
}

impl Names {
    fn open(reader: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        let said = reader.fast_fields().str(name)?;
        Ok(match said {
            Some(column) => Self { numbers: first(column.ords().clone()), count: column.num_terms(), said: Some(column) },
            None => Self { numbers: first(Column::build_empty_column(reader.max_doc())), count: 0, said: None },
        })
    }

    /// The number of a document's name.
    pub fn of(&self, document: DocId) -> Option<usize> {
        usize::try_from(self.numbers.get_val(document)).ok().filter(|number| *number < self.count)
    }

    /// What a number says.
    pub fn say(&self, number: usize) -> tantivy::Result<String> {
        let mut name = String::new();
        if let Some(column) = &self.said {
            column.ord_to_str(number as u64, &mut name)?;
        }
        Ok(name)
    }

    /// What these numbers say, which are sorted: read in one go.
    pub fn say_all(&self, numbers: &[u64], mut each: impl FnMut(&str)) -> tantivy::Result<()> {
        if let Some(column) = &self.said {
            column.dictionary().sorted_ords_to_term_cb(numbers, |name| each(std::str::from_utf8(name).unwrap_or_default()))?;
        }
        Ok(())
    }

    /// For each number, whether it says one of these.
    pub fn named<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> tantivy::Result<Vec<bool>> {
        let mut which = vec![false; self.count];
        for name in names {
            let number = self.said.as_ref().map(|column| column.dictionary().term_ord(name)).transpose()?.flatten();
            if let Some(is_wanted) =
                number.and_then(|number| usize::try_from(number).ok()).and_then(|number| which.get_mut(number))
            {
                *is_wanted = true;
            }
        }
        Ok(which)
    }

    /// For each number something of what it says: all names are read from the first to the last, which is far less work than one by
    /// one.
    pub fn each<T>(&self, mut of: impl FnMut(&str) -> T) -> tantivy::Result<Vec<T>> {
        let Some(column) = &self.said else { return Ok(Vec::new()) };
        let mut all = Vec::with_capacity(self.count);
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

/// One segment's columns.
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
    pub category: Names,
    pub place: Names,
    pub holder: Names,
    pub held_since: Arc<dyn ColumnValues<i64>>,
    pub sales: Arc<dyn ColumnValues<i64>>,
    pub quality: Arc<dyn ColumnValues<u64>>,
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
            category: Names::open(reader, column::CATEGORY)?,
            place: Names::open(reader, column::PLACE)?,
            holder: Names::open(reader, column::HOLDER)?,
            held_since: fast.column_first_or_default(column::HELD_SINCE)?,
            sales: fast.column_first_or_default(column::SALES)?,
            quality: fast.column_first_or_default(column::QUALITY)?,
        })
    }

    pub fn id(&self, document: DocId) -> u128 {
        (u128::from(self.id_high.get_val(document)) << 64) | u128::from(self.id_low.get_val(document))
    }

    pub fn kind(&self, document: DocId) -> u64 {
        self.kind.get_val(document)
    }
}

/// Whether a category is this one or one below it.
fn is_below(path: &str, name: &str) -> bool {
    name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a choice lets through: facets, by their position in [`Sieve::fails`].
pub const CATEGORY: u8 = 1;
pub const PRICE: u8 = 1 << 1;
pub const PLACE: u8 = 1 << 2;
pub const FREE: u8 = 1 << 3;
pub const THERE: u8 = 1 << 4;
pub const ATTRIBUTES: u8 = 1 << 5;

/// A filter, made ready for one segment.
pub struct Sieve<'a> {
    filter: &'a SearchFilter,
    categories: Option<Vec<bool>>,
    places: Option<Vec<bool>>,
}

impl<'a> Sieve<'a> {
    pub fn new(filter: &'a SearchFilter, columns: &Columns) -> tantivy::Result<Self> {
        let named = !filter.places.is_empty();
        Ok(Self {
            filter,
            categories: filter.category.as_deref().map(|path| columns.category.each(|name| is_below(path, name))).transpose()?,
            places: named.then(|| columns.place.named(filter.places.iter().map(String::as_str))).transpose()?,
        })
    }

    /// Which choices a document does not meet: none lets it through, and one alone counts it for that facet.
    pub fn fails(&self, columns: &Columns, document: DocId) -> u8 {
        let wanted = |which: &Option<Vec<bool>>, names: &Names| {
            which.as_ref().is_none_or(|which| names.of(document).and_then(|number| which.get(number)) == Some(&true))
        };
        let mut fails = 0;
        if !wanted(&self.categories, &columns.category) {
            fails |= CATEGORY;
        }
        if self.filter.price_from.is_some() || self.filter.price_below.is_some() {
            let price = columns.price.get_val(document);
            let fits = self.filter.price_from.is_none_or(|from| price >= from)
                && self.filter.price_below.is_none_or(|below| price < below);
            if !fits {
                fails |= PRICE;
            }
        }
        if !wanted(&self.places, &columns.place) {
            fails |= PLACE;
        }
        if self.filter.free_freight && !columns.free.get_val(document) {
            fails |= FREE;
        }
        if self.filter.in_stock && !columns.there.get_val(document) {
            fails |= THERE;
        }
        fails
    }
}
