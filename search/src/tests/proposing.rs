//! What was proposed is kept for whoever types the same, for as long as nothing that it was made from is another.

use super::*;
use market::discovery::SearchSettings;
use std::sync::Barrier;
use std::thread;

const HOUR: i64 = 3_600_000;

/// An answer, and how many matches were looked at for it.
fn looking<T>(engine: &Engine, ask: impl FnOnce() -> T) -> (T, u64) {
    let before = engine.segments.looked_at();
    let answer = ask();
    (answer, engine.segments.looked_at() - before)
}

/// The numbers of the goods that are proposed.
fn goods(engine: &Engine, tuned: &Tuned, typed: &str) -> Vec<u128> {
    let proposed = tuned_suggested(engine, tuned, typed, NOW);
    let mut numbers: Vec<u128> = proposed.listings.iter().map(|listing| listing.uuid().as_u128()).collect();
    numbers.sort_unstable();
    numbers
}

fn with_synonyms(groups: &[[&str; 2]]) -> Tuned {
    let synonyms = groups.iter().map(|group| group.map(str::to_owned).to_vec()).collect();
    Tuned::new(SearchSettings { synonyms, ..SearchSettings::default() })
}

#[test]
fn for_what_somebody_typed_before_nothing_is_looked_at() {
    let engine = index(&listings(&["Tea"; 64]));
    let (first, looked_at) = looking(&engine, || suggested(&engine, "te"));
    assert_eq!((first.listings.len(), looked_at), (5, 64));
    for same in ["te", " TE,", "ｔｅ"] {
        assert_eq!(looking(&engine, || suggested(&engine, same)), (first.clone(), 0), "{same}");
    }
    for other in ["t", "tea"] {
        assert_eq!(looking(&engine, || suggested(&engine, other)).1, 64, "{other}");
    }
}

#[test]
fn what_hardly_anybody_types_alike_is_looked_for_each_time() {
    let engine = index(&listings(&["Chrysanthemum tea"; 64]));
    for _ in 0..2 {
        let (proposed, looked_at) = looking(&engine, || suggested(&engine, "chrysanthemum te"));
        assert!(proposed.listings.len() == 5 && looked_at > 0, "{looked_at} for {proposed:?}");
    }
}

#[test]
fn what_is_put_in_is_proposed_at_once_and_what_is_taken_out_no_more() {
    let engine = index(&listings(&["Green tea"]));
    let tuned = Tuned::default();
    assert_eq!(goods(&engine, &tuned, "te"), [1]);
    engine.change(&[], &[listing(2, "Black tea")], &[]).expect("written to memory");
    assert_eq!(goods(&engine, &tuned, "te"), [1], "before the commit");
    engine.commit(1).expect("written to memory");
    assert_eq!(goods(&engine, &tuned, "te"), [1, 2]);
    let out = [engine.key(Uuid::from_u128(1))];
    engine.change(&out, &[], &[]).and_then(|()| engine.commit(2)).expect("written to memory");
    assert_eq!(goods(&engine, &tuned, "te"), [2]);
    assert_eq!(looking(&engine, || goods(&engine, &tuned, "te")), (vec![2], 0), "and that is kept");
}

#[test]
fn other_words_are_proposed_from_when_they_are_set_until_they_are_not() {
    let engine = index(&listings(&["柴火腊肉", "Bacon", "银饰"]));
    let none = (Tuned::default(), vec![2]);
    let pork = (with_synonyms(&[["腊肉", "bacon"]]), vec![1, 2]);
    let silver = (with_synonyms(&[["银饰", "bacon"]]), vec![2, 3]);
    for (tuned, expected) in [&none, &pork, &silver, &none, &pork] {
        assert_eq!(goods(&engine, tuned, "bacon"), *expected, "{:?}", tuned.settings().synonyms);
    }
}

#[test]
fn what_is_kept_of_a_turn_is_not_told_in_another() {
    let engine = index(&listings(&vec!["腊肉"; 24_576]));
    let ask = |turn: i64| suggested_at(&engine, "腊肉", NOW + turn * HOUR).listings;
    let turns: Vec<_> = (0..4).map(ask).collect();
    assert!((1..4).all(|turn| turns[turn] != turns[turn - 1]), "others have their turn: {turns:?}");
    assert_eq!(looking(&engine, || (0..4).map(ask).collect::<Vec<_>>()), (turns, 0));
}

#[test]
fn who_types_the_same_at_once_waits_for_one_who_looks() {
    let engine = index(&listings(&vec!["tea"; 5_000]));
    let barrier = Barrier::new(8);
    let ask = || {
        barrier.wait();
        suggested(&engine, "te")
    };
    let ask_together = || {
        thread::scope(|scope| {
            let asking: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            asking.into_iter().map(|asked| asked.join().expect("an answer")).collect::<Vec<_>>()
        })
    };
    let (answers, looked_at) = looking(&engine, ask_together);
    assert_eq!(looked_at, 5_000, "each looks by itself");
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer.listings.len() == 5));
}
