//! Photos of cases: there as long as a message shows them, and gone a day after they were sent in vain.

use super::super::{FolderStore, Inbox, Photos};
use super::{halves, jpeg};
use async_trait::async_trait;
use market::account::SignedIn;
use market::aftersales::commands::{Evidence, Who, open_case, say_in_case, withdraw_case};
use market::aftersales::{CaseId, CaseKind, CaseRefusal, EvidenceId, EvidenceInbox};
use market::catalog::{PhotoStore, PhotoStoreError, UploadRefusal};
use market::kernel::{Problem, Span};
use market::outbox::{Job, commands};
use market::testkit::TestMarket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A store that fails while it is told to: after it has kept a file, and before it takes one away.
struct Shaky {
    folder: FolderStore,
    is_broken: Arc<AtomicBool>,
}

impl Shaky {
    fn answer(&self) -> Result<(), PhotoStoreError> {
        if self.is_broken.load(Ordering::SeqCst) { Err(PhotoStoreError("gone".to_owned())) } else { Ok(()) }
    }
}

#[async_trait]
impl PhotoStore for Shaky {
    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), PhotoStoreError> {
        self.folder.put(name, bytes).await?;
        self.answer()
    }

    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, PhotoStoreError> {
        self.folder.get(name).await
    }

    async fn delete(&self, name: &str) -> Result<(), PhotoStoreError> {
        self.answer()?;
        self.folder.delete(name).await
    }
}

/// A case, its buyer, and the store that they send photos to.
struct Room {
    kit: TestMarket,
    buyer: SignedIn,
    case: CaseId,
    inbox: Inbox,
    is_broken: Arc<AtomicBool>,
    folder: tempfile::TempDir,
}

impl Room {
    async fn open() -> Self {
        let (kit, folder) = (TestMarket::sqlite().await, tempfile::tempdir().unwrap());
        let owner = kit.person("Rosy").create().await;
        let staff = kit.shop("rosy", &owner).approved().create().await;
        let goods = kit.listing(&staff).price_fen(12_800).stock(10).create().await.variant();
        let buyer = kit.person("Ben").create().await;
        let order = kit.shipped_order(&staff, &buyer, &[(goods, 1)]).await;
        let asked = kit.asks(order, CaseKind::RefundOnly, &[(0, 1)]);
        let case = open_case(&kit.market, &buyer.buyer(), &asked).await.unwrap();
        let is_broken = Arc::new(AtomicBool::new(false));
        let store = Shaky { folder: FolderStore::open(folder.path()).unwrap(), is_broken: is_broken.clone() };
        let inbox = Inbox { market: kit.market.clone(), photos: Photos::new(Arc::new(store)) };
        Self { kit, buyer, case, inbox, is_broken, folder }
    }

    /// The same picture each time.
    async fn send(&self) -> Result<Evidence, Problem<UploadRefusal>> {
        self.inbox.keep(EvidenceId::mint(self.kit.market.now()), jpeg(&halves(300, 200))).await
    }

    async fn say(&self, words: &str, shown: &[Evidence]) -> Result<(), Problem<CaseRefusal>> {
        say_in_case(&self.kit.market, Who::Buyer(&self.buyer.buyer()), self.case, words, shown).await
    }

    /// The files, by the names that cases have for them.
    fn files(&self) -> Vec<String> {
        let folder = self.folder.path().join("evidence");
        let name = |file: std::io::Result<std::fs::DirEntry>| file.unwrap().file_name().into_string().unwrap();
        let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| format!("evidence/{}", name(file))).collect();
        names.sort();
        names
    }

    /// Looks after the photos whose time has come; says how many could not be.
    async fn look_after(&self) -> usize {
        let mut in_vain = 0;
        for taken in commands::take_jobs(&self.kit.market, 100).await.unwrap() {
            let Job::ForgetEvidence { photo, name } = &taken.job else { continue };
            let photo = EvidenceId::from_uuid(*photo);
            match self.inbox.photos.forget_evidence(&self.kit.market, photo, name).await {
                Ok(()) => commands::finish_job(&self.kit.market, taken.id).await.unwrap(),
                Err(fault) => {
                    in_vain += 1;
                    commands::put_back_job(&self.kit.market, &taken, &fault.to_string()).await.unwrap();
                }
            }
        }
        in_vain
    }
}

#[tokio::test]
async fn a_photo_is_kept_while_a_message_shows_it_and_forgotten_where_none_does() {
    let room = Room::open().await;
    let shown = room.send().await.unwrap();
    room.say("Torn.", std::slice::from_ref(&shown)).await.unwrap();
    // Sent once more, a command that is refused, and one that never came.
    let again = Evidence { id: shown.id, ..room.send().await.unwrap() };
    room.say("Torn.", &[again]).await.unwrap();
    let refused = room.send().await.unwrap();
    withdraw_case(&room.kit.market, &room.buyer.buyer(), room.case).await.unwrap();
    let no = room.say("Here too.", &[refused]).await;
    assert!(matches!(no, Err(Problem::Refused(CaseRefusal::NotFrom(_)))), "{no:?}");
    room.send().await.unwrap();
    assert_eq!(room.files().len(), 4, "the same picture lies in a place of its own each time");
    room.kit.clock.advance(Span::hours(23));
    room.look_after().await;
    assert_eq!(room.files().len(), 4, "a form may be under way");
    room.kit.clock.advance(Span::hours(1));
    assert_eq!(room.look_after().await, 0);
    assert_eq!(room.files(), std::slice::from_ref(&shown.name));
    assert!(room.inbox.read(&shown.name).await.unwrap().is_some());
    room.kit.clock.advance(Span::days(40));
    room.look_after().await;
    assert_eq!(room.files(), [shown.name], "for as long as there is its case");
}

#[tokio::test]
async fn what_the_store_kept_and_did_not_say_is_forgotten_too_once_the_store_is_back() {
    let room = Room::open().await;
    room.is_broken.store(true, Ordering::SeqCst);
    assert!(matches!(room.send().await, Err(Problem::Fault(_))));
    assert_eq!(room.files().len(), 1, "it was kept, and nobody heard of it");
    room.kit.clock.advance(Span::days(1));
    assert_eq!(room.look_after().await, 1, "the store is still away");
    assert_eq!(room.files().len(), 1);
    room.is_broken.store(false, Ordering::SeqCst);
    room.kit.clock.advance(Span::hours(1));
    assert_eq!(room.look_after().await, 0);
    assert_eq!(room.files(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_no_photo_finds_no_place() {
    let room = Room::open().await;
    let refused = room.inbox.keep(EvidenceId::mint(room.kit.market.now()), b"<svg/>".to_vec()).await;
    assert!(matches!(refused, Err(Problem::Refused(UploadRefusal::NotAPicture))));
    room.kit.clock.advance(Span::days(1));
    let jobs = commands::take_jobs(&room.kit.market, 100).await.unwrap();
    assert!(jobs.iter().all(|taken| !matches!(taken.job, Job::ForgetEvidence { .. })));
}
