//! Writing to an index: what is there as it would be written again is left alone, since whatever is written makes another state of it,
//! and every page that was drawn from the one before an old one.

use super::{Broken, Engine};
use crate::schema::{Fields, digest};
use market::discovery::{SearchDocument, ShopDocument};
use std::collections::{HashMap, HashSet};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, IndexWriter, TERMINATED, Term};
use uuid::Uuid;

/// Memory of each thread that writes, until it flushes a segment.
pub const HEAP_OF_THREAD: usize = 32 * 1024 * 1024;

impl Engine {
    /// Takes the lock, where no other process has it. What is written from here on follows the last commit, which is looked at: what was
    /// changed since and never committed is taken back.
    pub fn ready(&self) -> Result<(), Broken> {
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_unsaved.swap(false, Ordering::AcqRel) {
            *held = None;
        }
        let is_new = held.is_none();
        drop(held);
        self.write(|_, _| Ok(()))?;
        if is_new { self.reload() } else { Ok(()) }
    }

    /// Makes these ids stand for these documents and for nothing else, where they do not; to be made [ready](Engine::ready) for. Says
    /// whether anything was changed.
    pub fn replace(&self, ids: &[Uuid], mut listings: Vec<SearchDocument>, mut shops: Vec<ShopDocument>) -> Result<bool, Broken> {
        let mut there = self.digests(ids)?;
        let mut is_another = |id: Uuid, digest: u64| {
            let is_same = there.get(&id) == Some(&digest);
            if is_same {
                there.remove(&id);
            }
            !is_same
        };
        listings.retain(|listing| is_another(listing.listing.uuid(), digest(listing)));
        shops.retain(|shop| is_another(shop.shop.uuid(), digest(shop)));
        // Also what is not there yet: it may have been put in since the last commit.
        let new = listings.iter().map(|listing| listing.listing.uuid()).chain(shops.iter().map(|shop| shop.shop.uuid()));
        let out: HashSet<Uuid> = there.into_keys().chain(new).collect();
        if out.is_empty() {
            return Ok(false);
        }
        let out: Vec<Term> = out.into_iter().map(|id| self.key(id)).collect();
        self.change(&out, &listings, &shops)?;
        Ok(true)
    }

    /// What is there under these ids, by what it says.
    fn digests(&self, ids: &[Uuid]) -> tantivy::Result<HashMap<Uuid, u64>> {
        let searcher = self.searcher();
        let mut digests = HashMap::with_capacity(ids.len());
        for id in ids {
            if let Some(at) = self.find(&searcher, *id)? {
                let segment = self.segments.of(searcher.segment_reader(at.segment_ord))?;
                digests.insert(*id, segment.columns.digest.get_val(at.doc_id));
            }
        }
        Ok(digests)
    }

    /// What is there of a shop: itself and its listings.
    pub fn of_shop(&self, shop: Uuid) -> tantivy::Result<HashSet<Uuid>> {
        let (searcher, term) = (self.searcher(), self.fields.of_shop(shop));
        let mut all = HashSet::new();
        for reader in searcher.segment_readers() {
            let found = reader.inverted_index(term.field())?.read_postings(&term, IndexRecordOption::Basic)?;
            let Some(mut found) = found else { continue };
            let segment = self.segments.of(reader)?;
            while found.doc() != TERMINATED {
                if !reader.is_deleted(found.doc()) {
                    all.insert(Uuid::from_u128(segment.columns.id(found.doc())));
                }
                found.advance();
            }
        }
        Ok(all)
    }

    /// Takes out what these terms find, puts documents in; seen after [`Engine::commit`].
    pub fn change(&self, out: &[Term], listings: &[SearchDocument], shops: &[ShopDocument]) -> Result<(), Broken> {
        // Damage is met here first: in its own threads the engine would panic over it, and end the whole process.
        self.look_up(out)?;
        self.is_unsaved.store(true, Ordering::Release);
        self.write(|writer, fields| {
            for term in out {
                writer.delete_term(term.clone());
            }
            for listing in listings {
                writer.add_document(fields.listing(listing))?;
            }
            for shop in shops {
                writer.add_document(fields.shop(shop))?;
            }
            Ok(())
        })
    }

    /// Reads what a commit reads to take these out.
    fn look_up(&self, terms: &[Term]) -> tantivy::Result<()> {
        let searcher = self.searcher();
        for term in terms {
            for reader in searcher.segment_readers() {
                let found = reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)?;
                let Some(mut found) = found else { continue };
                while found.doc() != TERMINATED {
                    found.advance();
                }
            }
        }
        Ok(())
    }

    /// Makes the changes so far durable together with the horizon that they reach, and looks at them.
    pub fn commit(&self, horizon: i64) -> Result<(), Broken> {
        self.write(|writer, _| {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&horizon.to_string());
            prepared.commit().map(drop)
        })?;
        self.is_unsaved.store(false, Ordering::Release);
        self.reload()
    }

    /// Waits until segments are merged, and lets go of the lock.
    pub fn close(&self) -> Result<(), Broken> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            writer.wait_merging_threads()?;
        }
        Ok(())
    }

    /// With the writer; after an error or a panic it is dropped, since what it holds is unknown, and the next change begins at the last
    /// commit.
    fn write(&self, work: impl FnOnce(&mut IndexWriter, &Fields) -> tantivy::Result<()>) -> Result<(), Broken> {
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match held.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(self.threads, self.threads * self.heap)?,
        };
        work(&mut writer, &self.fields).map_err(Broken::of_writing)?;
        *held = Some(writer);
        Ok(())
    }
}
