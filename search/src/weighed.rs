//! A [`Part`], its terms looked up in one state of the index: where they stand in each segment, and what BM25 says that they weigh in all
//! of them.

use crate::matches::{Matches, Scoring};
use crate::part::Part;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, FieldType, IndexRecordOption};
use tantivy::{Score, Searcher, SegmentReader, Term};

/// A part, its terms looked up in one state of the index.
pub struct Weighed<'a> {
    searcher: &'a Searcher,
    node: Node,
}

enum Node {
    Nothing,
    /// With this score.
    Everything(Score),
    Term(Box<Found>),
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
    pub fn new(searcher: &'a Searcher, part: &Part) -> tantivy::Result<Self> {
        Ok(Self { searcher, node: Node::new(searcher, part, 1.0)? })
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
    fn new(searcher: &Searcher, part: &Part, times: f32) -> tantivy::Result<Self> {
        let several = |parts: &[Part]| parts.iter().map(|part| Self::new(searcher, part, times)).collect::<Result<Vec<_>, _>>();
        Ok(match part {
            Part::Nothing => Self::Nothing,
            Part::Everything => Self::Everything(times),
            Part::Term(term) => Found::new(searcher, term, times)?.map_or(Self::Nothing, |found| Self::Term(Box::new(found))),
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
            Part::Weighed(part, more) => Self::new(searcher, part, times * more)?,
        })
    }

    fn within(&self, reader: &SegmentReader, segment: usize) -> tantivy::Result<Matches> {
        let several = |nodes: &[Self]| nodes.iter().map(|node| node.within(reader, segment)).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            Self::Nothing => Matches::Nothing,
            Self::Everything(score) => Matches::everything(reader.max_doc(), *score),
            Self::Term(found) => found.within(reader, segment)?,
            Self::All(nodes) => Matches::all(several(nodes)?, reader.max_doc()),
            Self::Any(nodes) => Matches::any(several(nodes)?, reader.max_doc()),
        })
    }
}

impl Found {
    /// None where no document has it.
    fn new(searcher: &Searcher, term: &Term, times: f32) -> tantivy::Result<Option<Self>> {
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
        let weight = Bm25Weight::for_one_term_without_explain(documents, all, tokens as Score / all as Score).boost_by(times);
        let entry = searcher.schema().get_field_entry(field);
        let is_by_length = entry.has_fieldnorms();
        let record = match entry.field_type() {
            FieldType::Str(options) => options.get_indexing_options().map(|indexing| indexing.index_option()),
            _ => None,
        };
        Ok(Some(Self { field, record: record.unwrap_or(IndexRecordOption::Basic), is_by_length, weight, stands }))
    }

    fn within(&self, reader: &SegmentReader, segment: usize) -> tantivy::Result<Matches> {
        let Some((inverted, info)) = self.stands.get(segment).and_then(Option::as_ref) else { return Ok(Matches::Nothing) };
        let score = if self.is_by_length {
            Scoring::ByLength(self.weight.clone(), reader.get_fieldnorms_reader(self.field)?)
        } else {
            Scoring::Same(self.weight.score(FieldNormReader::fieldnorm_to_id(1), 1))
        };
        let postings = inverted.read_postings_from_terminfo(info, self.record)?;
        Ok(Matches::of_term(postings, score))
    }
}
