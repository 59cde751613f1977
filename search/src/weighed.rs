//! A [`Part`], its terms looked up in one state of the index: where they stand in each segment, and what BM25 says that they weigh in all
//! of them.

use crate::matches::{Matches, Scoring, Shares};
use crate::part::Part;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, FieldType, IndexRecordOption};
use tantivy::{Score, Searcher, SegmentReader, Term};

/// BM25's own number for how soon more of a word counts no more.
const K1: Score = 1.2;
/// How much the length of a text counts, as is usual: of fields whose lengths are not kept it decides only what they weigh beside others.
const B: Score = 0.75;
/// How much the length of a title counts: less than usual. A long title that describes its goods stays well above what must match to take
/// part in a draw, and one into which the names of other goods were crammed as well still has a little less of each.
const B_OF_LENGTHS: Score = 0.2;

/// Terms that one search remembers: more than words have ways. What comes beyond are bands that are gone through once.
const TERMS_MAX: usize = 512;

/// The terms of one search, each looked up once: its query asks for them, its loose query does, and so do the reasons of its rows.
pub struct Terms<'a> {
    searcher: &'a Searcher,
    /// None where no document has it.
    found: RefCell<HashMap<Term, Option<Rc<Found>>>>,
}

impl<'a> Terms<'a> {
    pub fn new(searcher: &'a Searcher) -> Self {
        Self { searcher, found: RefCell::default() }
    }

    fn find(&self, term: &Term) -> tantivy::Result<Option<Rc<Found>>> {
        let known = self.found.borrow().get(term).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = Found::new(self.searcher, term)?.map(Rc::new);
        let mut all = self.found.borrow_mut();
        if all.len() < TERMS_MAX {
            all.insert(term.clone(), found.clone());
        }
        Ok(found)
    }
}

/// A part, its terms looked up in one state of the index.
pub struct Weighed<'a> {
    searcher: &'a Searcher,
    node: Node,
}

enum Node {
    Nothing,
    /// With this score.
    Everything(Score),
    /// Its score so many times as much.
    Term(Rc<Found>, f32),
    All(Vec<Node>),
    Any(Vec<Node>),
}

/// What a document counts that has a term.
enum Weight {
    /// How rare the term is, and what texts of each length make of it.
    ByLength { rarity: Score, shares: Rc<Shares> },
    /// Each counts the same: how rare the term is, and what a text of one word makes of it.
    Same { rarity: Score, share: Score },
}

/// A term and where it stands in each segment.
struct Found {
    field: Field,
    record: IndexRecordOption,
    weight: Weight,
    stands: Vec<Option<(Arc<InvertedIndexReader>, TermInfo)>>,
}

impl<'a> Weighed<'a> {
    /// Looks the terms up.
    pub fn new(terms: &Terms<'a>, part: &Part) -> tantivy::Result<Self> {
        Ok(Self { searcher: terms.searcher, node: Node::new(terms, part, 1.0)? })
    }

    /// What matches in a segment, by its position among all.
    pub fn within(&self, segment: usize) -> tantivy::Result<Matches> {
        self.node.within(self.searcher.segment_reader(segment as u32), segment)
    }

    /// What matches in each segment.
    pub fn everywhere(&self) -> tantivy::Result<Vec<Matches>> {
        (0..self.searcher.segment_readers().len()).map(|segment| self.within(segment)).collect()
    }
}

impl Node {
    fn new(terms: &Terms<'_>, part: &Part, times: f32) -> tantivy::Result<Self> {
        Ok(match part {
            Part::Nothing => Self::Nothing,
            Part::Everything => Self::Everything(times),
            Part::Term(term) => terms.find(term)?.map_or(Self::Nothing, |found| Self::Term(found, times)),
            Part::All(parts) => {
                let mut nodes = Vec::with_capacity(parts.len());
                for part in parts {
                    match Self::new(terms, part, times)? {
                        // The others need not be looked up.
                        Self::Nothing => return Ok(Self::Nothing),
                        node => nodes.push(node),
                    }
                }
                Self::All(nodes)
            }
            Part::Any(parts) => {
                let nodes = parts.iter().map(|part| Self::new(terms, part, times)).collect::<Result<Vec<_>, _>>();
                let mut nodes = nodes?;
                nodes.retain(|node| !matches!(node, Self::Nothing));
                match nodes.pop() {
                    None => Self::Nothing,
                    Some(only) if nodes.is_empty() => only,
                    Some(last) => {
                        nodes.push(last);
                        Self::Any(nodes)
                    }
                }
            }
            Part::Weighed(part, more) => Self::new(terms, part, times * more)?,
        })
    }

    fn within(&self, reader: &SegmentReader, segment: usize) -> tantivy::Result<Matches> {
        let several = |nodes: &[Self]| nodes.iter().map(|node| node.within(reader, segment)).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            Self::Nothing => Matches::Nothing,
            Self::Everything(score) => Matches::everything(reader.max_doc(), *score),
            Self::Term(found, times) => found.within(reader, segment, *times)?,
            Self::All(nodes) => Matches::all(several(nodes)?, reader.max_doc()),
            Self::Any(nodes) => Matches::any(several(nodes)?, reader.max_doc()),
        })
    }
}

impl Found {
    /// None where no document has it.
    fn new(searcher: &Searcher, term: &Term) -> tantivy::Result<Option<Self>> {
        let (field, mut stands, mut tokens) = (term.field(), Vec::new(), 0);
        for reader in searcher.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            tokens += inverted.total_num_tokens();
            stands.push(inverted.get_term_info(term)?.map(|info| (inverted, info)));
        }
        let documents: u64 = stands.iter().flatten().map(|(_, info)| u64::from(info.doc_freq)).sum();
        if documents == 0 {
            return Ok(None);
        }
        let all: u64 = searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum();
        let average = tokens as Score / all as Score;
        let entry = searcher.schema().get_field_entry(field);
        let weight = if entry.has_fieldnorms() {
            Weight::by_length(documents, all, average)
        } else {
            Weight::of_one_word(documents, all, average)
        };
        let record = match entry.field_type() {
            FieldType::Str(options) => options.get_indexing_options().map(|indexing| indexing.index_option()),
            _ => None,
        };
        Ok(Some(Self { field, record: record.unwrap_or(IndexRecordOption::Basic), weight, stands }))
    }

    fn within(&self, reader: &SegmentReader, segment: usize, times: f32) -> tantivy::Result<Matches> {
        let Some((inverted, info)) = self.stands.get(segment).and_then(Option::as_ref) else { return Ok(Matches::Nothing) };
        let score = match &self.weight {
            Weight::ByLength { rarity, shares } => {
                Scoring::ByLength(rarity * times, Rc::clone(shares), reader.get_fieldnorms_reader(self.field)?)
            }
            Weight::Same { rarity, share } => Scoring::Same(rarity * times * share),
        };
        let postings = inverted.read_postings_from_terminfo(info, self.record)?;
        Ok(Matches::of_term(postings, score))
    }
}

impl Weight {
    /// What BM25 gives a term that so many of all documents have and that stands once in a text of one word, where texts have so many
    /// words on the average. The engine works out a table of 256 lengths for it, of which only this one is asked.
    fn of_one_word(documents: u64, all: u64, average: Score) -> Self {
        Self::Same { rarity: rarity(documents, all), share: share(1.0, average, B) }
    }

    /// What it gives it in texts of each length.
    fn by_length(documents: u64, all: u64, average: Score) -> Self {
        let of_number = |number: usize| {
            let length = FieldNormReader::id_to_fieldnorm(u8::try_from(number).unwrap_or(u8::MAX));
            share(length as Score, average, B_OF_LENGTHS)
        };
        Self::ByLength { rarity: rarity(documents, all), shares: Rc::new(std::array::from_fn(of_number)) }
    }
}

/// How rare a term is that so many of all documents have.
fn rarity(documents: u64, all: u64) -> Score {
    (1.0 + ((all - documents) as Score + 0.5) / (documents as Score + 0.5)).ln() * (1.0 + K1)
}

/// What of that a term has that stands once in a text of so many words.
fn share(length: Score, average: Score, b: Score) -> Score {
    1.0 / (1.0 + K1 * (1.0 - b + b * length / average))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use market::discovery::ShopDocument;
    use market::shop::ShopId;
    use tantivy::directory::RamDirectory;
    use tantivy::query::Bm25Weight;
    use uuid::Uuid;

    #[test]
    fn a_term_is_looked_up_once() {
        let engine = Engine::begin(Box::new(RamDirectory::create()), 1).expect("an index in memory");
        let shop = ShopDocument {
            shop: ShopId::from_uuid(Uuid::from_u128(1)),
            name: "Danqing".to_owned(),
            place: String::new(),
            opened_at: 0,
        };
        engine.change(&[], &[], &[shop]).and_then(|()| engine.commit(0)).expect("written to memory");
        let searcher = engine.searcher();
        let terms = Terms::new(&searcher);
        let find = |word: &str| terms.find(&Term::from_field_text(engine.fields.title, word)).expect("looked up");
        let found = find("danqing").expect("the name of the shop");
        assert!(find("danqing").is_some_and(|again| Rc::ptr_eq(&again, &found)));
        assert!(find("nobody").is_none() && find("nobody").is_none());
        assert_eq!(terms.found.borrow().len(), 2);
    }

    #[test]
    fn what_is_the_same_for_all_is_to_the_bit_what_the_engine_says() {
        for (documents, all) in [(1, 1), (1, 10_000), (37, 10_000), (9_999, 10_000), (123_456, 10_000_000)] {
            for average in [0.2, 1.0, 3.7, 41.25] {
                for times in [0.0, 0.1, 1.0, 3.3] {
                    let engines = Bm25Weight::for_one_term_without_explain(documents, all, average).boost_by(times);
                    let Weight::Same { rarity, share } = Weight::of_one_word(documents, all, average) else { unreachable!() };
                    let ours: Score = rarity * times * share;
                    assert_eq!(ours.to_bits(), engines.score(FieldNormReader::fieldnorm_to_id(1), 1).to_bits());
                }
            }
        }
    }

    #[test]
    fn a_long_title_keeps_most_of_its_match() {
        for average in [1.0, 3.7, 12.0] {
            let Weight::ByLength { rarity, shares } = Weight::by_length(37, 10_000, average) else { unreachable!() };
            let of = |length: u32| shares[usize::from(FieldNormReader::fieldnorm_to_id(length))];
            assert!(shares.windows(2).all(|two| two[0] > two[1]), "what says more than it has to has less of each");
            for length in 1..=40 {
                assert_eq!(of(length).to_bits(), share(length as Score, average, B_OF_LENGTHS).to_bits());
            }
            let times = |more: Score| share(average * more, average, B_OF_LENGTHS) / share(average / 10.0, average, B_OF_LENGTHS);
            assert!(times(1.5) > 0.8 && times(3.0) > 0.66 && times(5.0) > 0.5, "beside the shortest title that there is");
            assert_eq!(rarity.to_bits(), super::rarity(37, 10_000).to_bits());
        }
    }

    #[test]
    fn behind_what_no_document_has_nothing_is_looked_up() {
        let engine = Engine::begin(Box::new(RamDirectory::create()), 1).expect("an index in memory");
        let searcher = engine.searcher();
        let terms = Terms::new(&searcher);
        let part = Part::All(["lro", "rou"].map(|gram| crate::part::term(engine.fields.initials, gram)).into());
        assert!(matches!(Weighed::new(&terms, &part).expect("looked up").node, Node::Nothing));
        assert_eq!(terms.found.borrow().len(), 1);
    }
}
