//! An index opened to be compared, whoever else writes to it. Of its documents nothing is held in memory.

use super::LOOK_EVERY;
use crate::build::folder;
use crate::engine::{Broken, checked, horizon};
use crate::follow::at_work;
use crate::place::Place;
use crate::schema::Fields;
use market::change::queries::{CHANGES_MAX, beginning, end, since};
use market::kernel::{Fault, Market};
use std::time::{Duration, Instant};
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher};

/// An index, and its last commit that was looked at.
pub struct Opened {
    pub name: String,
    pub fields: Fields,
    index: Index,
    reader: IndexReader,
    /// What this commit has for certain.
    pub horizon: i64,
    /// Whether it has everything that the database had when it was waited for.
    pub has_caught_up: bool,
}

impl Opened {
    fn open(place: &Place, name: &str) -> Result<Self, Broken> {
        let fields = Fields::new();
        let index = checked(folder(place, name)?, &fields)?;
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { name: name.to_owned(), fields, index, reader, horizon: -1, has_caught_up: false })
    }

    /// Looks at the last commit. Its horizon is read first: what is looked at has at least that.
    fn look(&mut self) -> Result<(), Broken> {
        self.horizon = horizon(&self.index)?;
        self.reader.reload().map_err(Broken::from)
    }

    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }
}

/// The index in use, as soon as it has everything that the database had at the first look, or as it is when nobody waits any longer. None
/// where there is none then.
///
/// # Errors
/// A fault of the database, damage, or an index that has missed what is forgotten by now.
pub async fn opened(market: &Market, place: &Place, patience: Duration) -> Result<Option<Opened>, Fault> {
    let begun = Instant::now();
    let (mut kept, mut awaited): (Option<Opened>, Option<i64>) = (None, None);
    loop {
        let is_late = begun.elapsed() >= patience;
        match look(place, kept.take()) {
            Ok(Some(mut opened)) => {
                let news = since(market, opened.horizon, CHANGES_MAX).await?;
                let last = news.changes.iter().map(|change| change.place).max();
                if let (Some(last), None) = (last, awaited) {
                    awaited = Some(end(market).await?.max(last));
                }
                opened.has_caught_up = last.is_none() || awaited.is_some_and(|awaited| awaited <= opened.horizon);
                let is_told = opened.has_caught_up || opened.horizon >= beginning(market).await?;
                if is_told && (opened.has_caught_up || is_late) {
                    return Ok(Some(opened));
                }
                if is_late {
                    return Err(Fault::unavailable(
                        "the search index has missed what is forgotten by now: it has to be built anew",
                    ));
                }
                kept = Some(opened);
            }
            Ok(None) if is_late => return Ok(None),
            // Whoever writes may take a file away between two looks, and whoever serves builds anew what is damaged.
            Err(broken) if is_late => return Err(broken.into()),
            Ok(None) | Err(_) => {}
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The last commit of the index in use, which may be another one than before.
fn look(place: &Place, before: Option<Opened>) -> Result<Option<Opened>, Broken> {
    let Some(name) = place.current() else { return Ok(None) };
    at_work(|| {
        let mut opened = match before.filter(|before| before.name == name) {
            Some(before) => before,
            None => Opened::open(place, &name)?,
        };
        opened.look()?;
        Ok(Some(opened))
    })
}
