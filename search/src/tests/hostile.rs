//! Whatever is typed and forged: an answer.

use super::*;
use crate::cursor::Cursor;
use crate::slices::Slice;
use market::discovery::{AttributeFilter, SearchFilter, SearchSort};

#[test]
fn every_text_has_an_answer() {
    let engine = index(&listings(&["湘西柴火腊肉 五花", "Salted pork 500g", "C++ (programming) *tea*", "😀 smile"]));
    for typed in texts::hostile().iter().chain(&texts::loose()) {
        for sort in SearchSort::ALL {
            let page = page(&engine, &SearchRequest { sort, ..asked(typed) });
            assert!(page.total <= 4);
        }
        let proposed = suggested(&engine, typed);
        assert!(proposed.listings.len() <= 5);
    }
    assert_eq!(found(&engine, "-pork"), [2], "every sign is a sign");
    assert_eq!(found(&engine, "title:pork"), Vec::<u128>::new(), "no field is named, and no title says so");
}

#[test]
fn what_is_not_read_of_a_text_is_known() {
    let engine = index(&listings(&["Tea"]));
    let of = |count: usize| vec!["tea"; count].join(",");
    let han = |count: usize| format!("tea,{}", "茶".repeat(count));
    for (typed, is_cut) in [(of(12), false), (of(13), true), (han(24), false), (han(25), true), (String::new(), false)] {
        assert_eq!(page(&engine, &asked(&typed)).is_cut, is_cut, "{typed}");
    }
    assert_eq!(found(&engine, &format!("{},sausage", of(12))), [1], "the thirteenth is no condition");
}

fn asking(terms: Vec<(&str, &str)>) -> SearchFilter {
    let ask =
        |(attribute, value): (&str, &str)| AttributeFilter { attribute: attribute.to_owned(), values: vec![value.to_owned()] };
    SearchFilter { attributes: terms.into_iter().map(ask).collect(), ..SearchFilter::default() }
}

#[test]
fn forged_choices_and_keys_find_nothing_or_begin_anew() {
    let engine = index(&listings(&["tea one", "tea two"]));
    let filters = [
        SearchFilter { category: Some("../..".to_owned()), ..SearchFilter::default() },
        SearchFilter { category: Some(String::new()), ..SearchFilter::default() },
        SearchFilter { places: vec!["\0".to_owned(), "' OR 1=1".to_owned()], ..SearchFilter::default() },
        SearchFilter { makers: vec!["\0".to_owned(), "' OR 1=1".to_owned()], ..SearchFilter::default() },
        SearchFilter { makers: vec![String::new()], places: vec!["凤凰".to_owned()], ..SearchFilter::default() },
        asking(vec![("flavour", "smoked")]),
        asking(vec![("", ""), ("\0", "."), ("a b", "c d")]),
        asking(vec![("flavour", "smoked"); 500]),
        SearchFilter { price_from: Some(i64::MAX), price_below: Some(i64::MIN), ..SearchFilter::default() },
        SearchFilter { shop: Some(ShopId::from_uuid(Uuid::nil())), ..SearchFilter::default() },
    ];
    for filter in filters {
        let page = page(&engine, &SearchRequest { filter, ..asked("tea") });
        assert_eq!(page.total, 0);
    }
    let of_newest = format!("{NOW}_{:032x}", 1);
    let older = format!("s{}", "0".repeat(72));
    for key in ["", "s", "zzz", "l0", &"f".repeat(49), &"9".repeat(5_000), "页", &of_newest, &older] {
        let page = page(&engine, &SearchRequest { page: PageRequest::after(Some(key.to_owned()), 24), ..asked("tea") });
        assert_eq!((page.listings.len(), page.is_further), (2, false), "{key:?}");
    }
    let deep = Cursor { is_loose: false, last: (0, 0), slice: Slice::WHOLE, turn: 0, used_below: 0 }.key();
    let page = page(&engine, &SearchRequest { page: PageRequest::after(Some(deep), 24), ..asked("tea") });
    assert!(page.is_further);
    assert_eq!((page.listings.len(), page.total, page.next), (0, 2, None), "behind the last one");
}
