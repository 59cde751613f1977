//! What BM25 gives a term: how rare it is among all documents, and what of that texts of each length keep of it.

use crate::scoring::Shares;
use std::rc::Rc;
use tantivy::Score;
use tantivy::fieldnorm::FieldNormReader;

/// BM25's own number for how soon more of a word counts no more.
const K1: Score = 1.2;
/// How much the length of a text counts, as is usual: of fields whose lengths are not kept it decides only what they weigh beside others.
const B: Score = 0.75;
/// How much the length of a title counts: less than usual. A long title that describes its goods stays well above what must match to take
/// part in a draw, and one into which the names of other goods were crammed as well still has a little less of each.
const B_OF_LENGTHS: Score = 0.2;

/// What of a term's rarity a document counts that has it.
#[derive(Clone)]
pub enum Share {
    /// What texts of each length make of it.
    ByLength(Rc<Shares>),
    /// Each the same: what a text of one word makes of it.
    Same(Score),
}

impl Share {
    /// What BM25 leaves to a term that stands once in a text of one word, where texts have so many words on the average. The engine works
    /// out a table of 256 lengths for it, of which only this one is asked.
    pub fn of_one_word(average: Score) -> Self {
        Self::Same(share(1.0, average, B))
    }

    /// What it leaves to it in texts of each length.
    pub fn by_length(average: Score) -> Self {
        let of_number = |number: usize| {
            let length = FieldNormReader::id_to_fieldnorm(u8::try_from(number).unwrap_or(u8::MAX));
            share(length as Score, average, B_OF_LENGTHS)
        };
        Self::ByLength(Rc::new(std::array::from_fn(of_number)))
    }
}

/// How rare a term is that so many of all documents have.
pub fn rarity(documents: u64, all: u64) -> Score {
    (1.0 + ((all - documents) as Score + 0.5) / (documents as Score + 0.5)).ln() * (1.0 + K1)
}

/// What of that a term has that stands once in a text of so many words.
fn share(length: Score, average: Score, b: Score) -> Score {
    1.0 / (1.0 + K1 * (1.0 - b + b * length / average))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::query::Bm25Weight;

    #[test]
    fn what_is_the_same_for_all_is_to_the_bit_what_the_engine_says() {
        for (documents, all) in [(1, 1), (1, 10_000), (37, 10_000), (9_999, 10_000), (123_456, 10_000_000)] {
            for average in [0.2, 1.0, 3.7, 41.25] {
                for times in [0.0, 0.1, 1.0, 3.3] {
                    let engines = Bm25Weight::for_one_term_without_explain(documents, all, average).boost_by(times);
                    let Share::Same(share) = Share::of_one_word(average) else { unreachable!() };
                    let ours: Score = rarity(documents, all) * times * share;
                    assert_eq!(ours.to_bits(), engines.score(FieldNormReader::fieldnorm_to_id(1), 1).to_bits());
                }
            }
        }
    }

    #[test]
    fn a_long_title_keeps_most_of_its_match() {
        for average in [1.0, 3.7, 12.0] {
            let Share::ByLength(shares) = Share::by_length(average) else { unreachable!() };
            let of = |length: u32| shares[usize::from(FieldNormReader::fieldnorm_to_id(length))];
            assert!(shares.windows(2).all(|two| two[0] > two[1]), "what says more than it has to has less of each");
            for length in 1..=40 {
                assert_eq!(of(length).to_bits(), share(length as Score, average, B_OF_LENGTHS).to_bits());
            }
            let times = |more: Score| share(average * more, average, B_OF_LENGTHS) / share(average / 10.0, average, B_OF_LENGTHS);
            assert!(times(1.5) > 0.8 && times(3.0) > 0.66 && times(5.0) > 0.5, "beside the shortest title that there is");
        }
    }
}
