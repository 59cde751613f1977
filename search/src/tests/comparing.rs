//! What stands in an index is read in the order of ids, whatever segment it lies in and however often it was put in.

use super::*;
use crate::comparing::{Entries, Entry};
use crate::schema::{LISTING, SHOP, digest};
use market::discovery::ShopDocument;

/// More than are read together.
const LISTINGS: u128 = 2_500;

fn of(document: &SearchDocument) -> Entry {
    Entry { id: document.listing.uuid(), digest: digest(document), sales: document.standing.sales }
}

/// Everything up to an id, in as many parts as it takes.
fn up_to(entries: &mut Entries, last: Option<Uuid>) -> Vec<Entry> {
    let mut all = Vec::new();
    loop {
        let part = entries.up_to(last).expect("read");
        if part.is_empty() {
            return all;
        }
        all.extend(part);
    }
}

#[test]
fn everything_that_is_there_is_read_once_in_the_order_of_ids() {
    let documents: Vec<SearchDocument> = (1..=LISTINGS).map(|number| listing(number, &format!("tea {number}"))).collect();
    let [odd, even]: [Vec<SearchDocument>; 2] =
        [1, 0].map(|rest| documents.iter().filter(|document| document.published_at % 2 == rest).cloned().collect());
    let engine = index(&odd);
    let shop = ShopDocument { shop: documents[0].shop, name: "Danqing".to_owned(), place: "凤凰".to_owned(), opened_at: 0 };
    engine.change(&[], &even, &[shop]).and_then(|()| engine.commit(1)).expect("written to memory");
    // One is another one by now, one is gone, and one was put in once more without being taken out.
    let (renamed, gone, doubled) = (listing(7, "green tea"), &documents[7], &documents[8]);
    let out = [engine.key(renamed.listing.uuid()), engine.key(gone.listing.uuid())];
    let put = [renamed.clone(), doubled.clone()];
    engine.change(&out, &put, &[]).and_then(|()| engine.commit(2)).expect("written to memory");

    let mut expected: Vec<Entry> = documents.iter().map(of).collect();
    expected[6] = of(&renamed);
    expected[7] = of(doubled);
    let (searcher, fields) = (engine.searcher(), &engine.fields);
    let mut entries = Entries::new(&searcher, fields, LISTING).expect("read");
    let first = up_to(&mut entries, Some(Uuid::from_u128(1_500)));
    assert!(first.iter().eq(&expected[..1_500]), "up to an id, and none behind it");
    assert!(up_to(&mut entries, None).iter().eq(&expected[1_500..]), "the rest");
    let shops = up_to(&mut Entries::new(&searcher, fields, SHOP).expect("read"), None);
    assert_eq!(shops.len(), 1, "another kind");
}
