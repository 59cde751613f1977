//! Building an index from the database: beside the one in use, while everything goes on.

use crate::engine::{Broken, Engine, HEAP_OF_THREAD};
use crate::place::{Permit, Place};
use crate::room::{Headroom, Unbuilt};
use market::catalog::ListingId;
use market::change::queries::end;
use market::discovery::queries::{DOCUMENTS_MAX, documents_after, published, shops_after, tree};
use market::discovery::{SearchDocument, ShopDocument};
use market::kernel::{Fault, Market};
use market::shop::ShopId;
use tantivy::Directory;
use uuid::Uuid;

/// Threads that write while an index is built; the market's answers need the others.
const THREADS_MAX: usize = 4;
/// So few listings one thread writes, in about a second, into one segment: in each further one every search looks up all of its terms and
/// opens all of their lists, which among so few is most of what it costs.
const OF_ONE_THREAD_MAX: u64 = 20_000;
/// Memory of that thread, in bytes: as much as several have together. So many listings fit into it, however long their descriptions are, of
/// which only the beginning counts.
const HEAP_OF_ONE: usize = THREADS_MAX * HEAP_OF_THREAD;

/// Builds a new index and puts it in the place of the one in use; returns its name. `progress` is told how many listings of how
/// many are in it.
///
/// # Errors
/// Too little room, found before it is begun or while it goes on, or a fault of the database or of the disk. The index in use stays as it
/// was, and nothing is left of the new one.
pub async fn build(
    market: &Market,
    place: &Place,
    permit: &Permit,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<String, Unbuilt> {
    let all = published(market).await?;
    // What lies there unused is room.
    place.tidy(permit).map_err(Fault::unavailable)?;
    let room = Headroom::of(place, all)?;
    let (name, engine) = begin(place, permit, all)?;
    let work = Work { market, place, name: &name, room, all, progress };
    let built = write(&work, &engine).await.map_err(|unbuilt| work.for_want_of_room(unbuilt));
    if built.is_err() {
        // Where the disk is full, the database is waiting for this room.
        tokio::task::block_in_place(|| drop(engine));
        give_up(place, &name);
    }
    built.map(|()| name)
}

/// An index that is built.
struct Work<'a> {
    market: &'a Market,
    place: &'a Place,
    name: &'a str,
    room: Headroom,
    /// Listings that it will have.
    all: u64,
    progress: &'a (dyn Fn(u64, u64) + Sync),
}

impl Work<'_> {
    /// Whatever failed while hardly any room was left failed for that: the engine does not always say so of a full disk, and tried again at
    /// once it would fill it again.
    fn for_want_of_room(&self, unbuilt: Unbuilt) -> Unbuilt {
        match unbuilt {
            Unbuilt::Fault(_) => self.room.go_on(self.place, self.name).err().map_or(unbuilt, Unbuilt::from),
            Unbuilt::NoRoom(_) => unbuilt,
        }
    }
}

async fn write(work: &Work<'_>, engine: &Engine) -> Result<(), Unbuilt> {
    // What changes from here on is followed afterwards; what is read twice is replaced by itself.
    let horizon = end(work.market).await?;
    fill(work, engine).await?;
    tokio::task::block_in_place(|| {
        work.room.finish(work.place, work.name)?;
        finish(work.place, work.name, engine, horizon).map_err(Unbuilt::from)
    })
}

fn give_up(place: &Place, name: &str) {
    if let Err(error) = place.forget(name) {
        tracing::warn!(index.name = %name, "what was built of a search index stays until the next one is built: {error}");
    }
}

/// Builds a new index of listings that no database has, for measurements, as if it had read up to this horizon.
///
/// # Errors
/// A fault of the disk. The index in use stays as it was.
pub fn build_of(
    place: &Place,
    permit: &Permit,
    horizon: i64,
    documents: impl IntoIterator<Item = SearchDocument>,
) -> Result<String, Fault> {
    let mut documents = documents.into_iter();
    let most = documents.size_hint().1.and_then(|most| u64::try_from(most).ok());
    let (name, engine) = begin(place, permit, most.unwrap_or(u64::MAX))?;
    loop {
        let part: Vec<SearchDocument> = documents.by_ref().take(DOCUMENTS_MAX).collect();
        if part.is_empty() {
            break;
        }
        engine.change(&[], &part, &[])?;
    }
    finish(place, &name, &engine, horizon)?;
    Ok(name)
}

/// An empty index for about so many listings.
fn begin(place: &Place, permit: &Permit, listings: u64) -> Result<(String, Engine), Fault> {
    let name = place.begin(permit).map_err(Fault::unavailable)?;
    let (most, heap) = if listings > OF_ONE_THREAD_MAX { (THREADS_MAX, HEAP_OF_THREAD) } else { (1, HEAP_OF_ONE) };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(most);
    let begun = folder(place, &name).and_then(|directory| Engine::begin(directory, threads));
    match begun.map(|engine| engine.with_heap(heap)) {
        Ok(engine) => Ok((name, engine)),
        Err(broken) => {
            give_up(place, &name);
            Err(broken.into())
        }
    }
}

fn finish(place: &Place, name: &str, engine: &Engine, horizon: i64) -> Result<(), Fault> {
    engine.commit(horizon)?;
    engine.close()?;
    place.set_current(name).map_err(Fault::unavailable)
}

/// Opens the index of a name.
pub fn open(place: &Place, name: &str, threads: usize) -> Result<Engine, Broken> {
    Engine::open(folder(place, name)?, threads)
}

/// The files of the index of a name.
pub fn folder(place: &Place, name: &str) -> Result<Box<dyn Directory>, Broken> {
    place.files(name).map_err(|error| Broken::Corrupt(error.to_string()))
}

async fn fill(work: &Work<'_>, engine: &Engine) -> Result<(), Unbuilt> {
    let Work { market, place, name, room, all, progress } = work;
    let put = |listings: &[SearchDocument], shops: &[ShopDocument]| {
        tokio::task::block_in_place(|| {
            engine.change(&[], listings, shops)?;
            room.go_on(place, name).map_err(Unbuilt::from)
        })
    };
    let tree = tree(market).await?;
    let mut done = 0;
    progress(done, *all);
    let mut next = Some(ListingId::from_uuid(Uuid::nil()));
    while let Some(after) = next {
        let step = documents_after(market, &tree, after).await?;
        done += step.documents.len() as u64;
        put(&step.documents, &[])?;
        next = step.next;
        // In the end none is missing: what went meanwhile, or cannot be read, is not waited for.
        progress(done, if next.is_some() { done.max(*all) } else { done });
    }
    let mut after = ShopId::from_uuid(Uuid::nil());
    loop {
        let shops = shops_after(market, after).await?;
        let Some(last) = shops.last() else { return Ok(()) };
        after = last.shop;
        put(&[], &shops)?;
    }
}
