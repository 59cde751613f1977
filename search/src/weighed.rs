//! A [`Part`], its terms looked up in one state of the index: where they stand in each segment, and what BM25 says that they weigh in all
//! of them.

use crate::matches::{Matches, Scoring};
use crate::part::Part;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, FieldType, IndexRecordOption};
use tantivy::{Score, Searcher, SegmentReader, Term};

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

/// A term and where it stands in each segment.
struct Found {
    field: Field,
    record: IndexRecordOption,
    /// Whether how long a text is counts.
    is_by_length: bool,
    weight: Bm25Weight,
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
        let several = |parts: &[Part]| parts.iter().map(|part| Self::new(terms, part, times)).collect::<Result<Vec<_>, _>>();
        Ok(match part {
            Part::Nothing => Self::Nothing,
            Part::Everything => Self::Everything(times),
            Part::Term(term) => terms.find(term)?.map_or(Self::Nothing, |found| Self::Term(found, times)),
            Part::All(parts) => {
                let nodes = several(parts)?;
                if nodes.iter().any(|node| matches!(node, Self::Nothing)) { Self::Nothing } else { Self::All(nodes) }
            }
            Part::Any(parts) => {
                let mut nodes = several(parts)?;
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
        let weight = Bm25Weight::for_one_term_without_explain(documents, all, tokens as Score / all as Score);
        let entry = searcher.schema().get_field_entry(field);
        let is_by_length = entry.has_fieldnorms();
        let record = match entry.field_type() {
            FieldType::Str(options) => options.get_indexing_options().map(|indexing| indexing.index_option()),
            _ => None,
        };
        Ok(Some(Self { field, record: record.unwrap_or(IndexRecordOption::Basic), is_by_length, weight, stands }))
    }

    fn within(&self, reader: &SegmentReader, segment: usize, times: f32) -> tantivy::Result<Matches> {
        let Some((inverted, info)) = self.stands.get(segment).and_then(Option::as_ref) else { return Ok(Matches::Nothing) };
        let weight = self.weight.boost_by(times);
        let score = if self.is_by_length {
            Scoring::ByLength(weight, reader.get_fieldnorms_reader(self.field)?)
        } else {
            Scoring::Same(weight.score(FieldNormReader::fieldnorm_to_id(1), 1))
        };
        let postings = inverted.read_postings_from_terminfo(info, self.record)?;
        Ok(Matches::of_term(postings, score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use market::discovery::ShopDocument;
    use market::shop::ShopId;
    use tantivy::directory::RamDirectory;
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
}
