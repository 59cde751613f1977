//! A [`Part`], its terms looked up in one state of the index: where they stand in each segment, and what BM25 says that they weigh in all
//! of them. A word is as rare in each field as in the one where most documents have it: by descriptions alone, what nearly every title
//! says would be rare, and whoever writes it there would stand before the titles.

use crate::bm25::rarity;
use crate::found::{Found, Kept, documents_of};
use crate::hashed::{Begin, Map};
use crate::matches::Matches;
use crate::part::Part;
use crate::schema::Fields;
use crate::text::is_han;
use std::cell::RefCell;
use std::rc::Rc;
use tantivy::schema::Field;
use tantivy::{Score, Searcher, SegmentReader, TERMINATED, Term};

/// Terms that one search remembers: of these the longest one looks up no more than three in four, each word in five fields. Of whatever
/// is typed only so many runs count, each to a length (`reading`). The rest is for other words that an operator set, and for bands, of which
/// a page goes through no more than two hundred. What comes beyond is found all the same, but for each band of a page anew.
const TERMS_MAX: usize = 4_096;
/// Terms that there is room for at once: as many as a search of two words looks up.
const TERMS_USUALLY: usize = 48;

/// The terms of one search, each looked up once: its query asks for them, its loose query does, and so do the reasons of its rows.
pub struct Terms<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    /// None where no document has it.
    found: RefCell<Map<Term, Option<Rc<Found>>>>,
    /// Of each word that was found how many documents have it, in the field in which most have.
    words: RefCell<Map<String, u64>>,
    kept: Rc<Kept>,
}

impl<'a> Terms<'a> {
    pub fn new(searcher: &'a Searcher, fields: &'a Fields) -> Self {
        let found = RefCell::new(Map::with_capacity_and_hasher(TERMS_USUALLY, Begin::default()));
        Self { searcher, fields, found, words: RefCell::default(), kept: Rc::default() }
    }

    fn find(&self, term: &Term) -> tantivy::Result<Option<Rc<Found>>> {
        let known = self.found.borrow().get(term).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = Found::new(self.searcher, term, &self.kept)?.map(Rc::new);
        let mut all = self.found.borrow_mut();
        if all.len() < TERMS_MAX {
            all.insert(term.clone(), found.clone());
        }
        Ok(found)
    }

    /// How rare a term is that was found: a word by the field in which most documents have it, everything else by its own.
    fn rarity(&self, term: &Term, found: &Found) -> tantivy::Result<Score> {
        let mut documents = found.documents;
        if self.fields.words().contains(&term.field())
            && let Some(word) = term.value().as_str()
        {
            documents = self.documents_with(word)?;
        }
        Ok(rarity(documents, documents_of(self.searcher)))
    }

    /// How rare a word is that was found, by the field in which most documents have it.
    pub fn rarity_of(&self, word: &str) -> tantivy::Result<Score> {
        Ok(rarity(self.documents_with(word)?, documents_of(self.searcher)))
    }

    /// Whether a word may stand in a field: only Chinese characters stand side by side, and none of them in what they are spelled as.
    fn may_say(&self, field: Field, word: &str) -> bool {
        let begins_in_han = || word.chars().next().is_some_and(is_han);
        (field != self.fields.bigrams || begins_in_han()) && (field != self.fields.pinyin || !begins_in_han())
    }

    /// How many documents have a word, in the field in which most have.
    fn documents_with(&self, word: &str) -> tantivy::Result<u64> {
        let known = self.words.borrow().get(word).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let mut most = 0;
        for field in self.fields.typed().into_iter().filter(|field| self.may_say(*field, word)) {
            let there = self.find(&Term::from_field_text(field, word))?;
            most = most.max(there.map_or(0, |there| there.documents));
        }
        self.words.borrow_mut().insert(word.to_owned(), most);
        Ok(most)
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
    /// How rare it is, times what it weighs.
    Term(Rc<Found>, Score),
    All(Vec<Node>),
    Any(Vec<Node>),
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
            Part::Term(term) => match terms.find(term)? {
                Some(found) => {
                    let rarity = terms.rarity(term, &found)?;
                    Self::Term(found, rarity * times)
                }
                None => Self::Nothing,
            },
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
        Ok(match self {
            Self::Nothing => Matches::Nothing,
            Self::Everything(score) => Matches::everything(reader.max_doc(), *score),
            Self::Term(found, weight) => found.within(reader, segment, *weight)?,
            Self::All(nodes) => {
                let mut parts = Vec::with_capacity(nodes.len());
                for node in nodes {
                    let part = node.within(reader, segment)?;
                    // The others need not be opened.
                    if part.document() == TERMINATED {
                        return Ok(Matches::Nothing);
                    }
                    parts.push(part);
                }
                Matches::all(parts, reader.max_doc())
            }
            Self::Any(nodes) => {
                let parts = nodes.iter().map(|node| node.within(reader, segment)).collect::<tantivy::Result<Vec<_>>>()?;
                Matches::any(parts, reader.max_doc())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::reading::Reading;
    use crate::synonyms::Tuned;
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
        let terms = Terms::new(&searcher, &engine.fields);
        let find = |word: &str| terms.find(&Term::from_field_text(engine.fields.title, word)).expect("looked up");
        let found = find("danqing").expect("the name of the shop");
        assert!(find("danqing").is_some_and(|again| Rc::ptr_eq(&again, &found)));
        assert!(find("nobody").is_none() && find("nobody").is_none());
        assert_eq!(terms.found.borrow().len(), 2);
    }

    #[test]
    fn all_that_ten_thousand_bytes_ask_for_is_remembered() {
        let all_han: Vec<char> = ('\u{4E00}'..='\u{5B00}').collect();
        let han: Vec<String> = all_han.chunks(24).map(String::from_iter).collect();
        let syllables = ["xian", "zhuang", "la", "rou", "gang", "ao", "chai", "huo", "ni", "hao", "shuang"];
        let spelled = |number: usize| -> String {
            syllables.iter().cycle().skip(number).step_by(number % 7 + 1).take(8).copied().collect()
        };
        let letter = |number: usize| char::from_digit((number % 26 + 10) as u32, 36).unwrap_or('a');
        let word =
            |number: usize| ["salt".to_owned(), [number / 26, number].map(letter).iter().collect(), "ings".to_owned()].concat();
        for runs in [han, (0..400).map(spelled).collect(), (0..1_000).map(word).collect()] {
            let engine = Engine::begin(Box::new(RamDirectory::create()), 1).expect("an index in memory");
            // Each run is the name of a shop, so that none of it is looked up in vain, behind which nothing would be.
            let shop = |(run, number): (&String, u128)| ShopDocument {
                shop: ShopId::from_uuid(Uuid::from_u128(number)),
                name: run.clone(),
                place: String::new(),
                opened_at: 0,
            };
            let shops: Vec<ShopDocument> = runs.iter().zip(1..).map(shop).collect();
            engine.change(&[], &[], &shops).and_then(|()| engine.commit(0)).expect("written to memory");
            let (searcher, tuned, typed) = (engine.searcher(), Tuned::default(), runs.join(" "));
            assert!(typed.len() > 9_000, "{}", typed.len());
            let reading = Reading::new(&searcher, &engine, &tuned);
            for loose in [false, true] {
                let query = reading.query(&typed, loose).expect("read");
                let ways = reading.ways(&typed, loose).expect("read");
                for part in [query].into_iter().chain(ways.into_iter().map(|way| way.part)) {
                    Weighed::new(&reading.terms, &part).expect("looked up");
                }
            }
            let count = reading.terms.found.borrow().len();
            assert!((50..TERMS_MAX * 3 / 4).contains(&count), "{count} for {}", &typed[..30]);
        }
    }

    #[test]
    fn behind_what_no_document_has_nothing_is_looked_up() {
        let engine = Engine::begin(Box::new(RamDirectory::create()), 1).expect("an index in memory");
        let searcher = engine.searcher();
        let terms = Terms::new(&searcher, &engine.fields);
        let part = Part::All(["lro", "rou"].map(|gram| crate::part::term(engine.fields.initials, gram)).into());
        assert!(matches!(Weighed::new(&terms, &part).expect("looked up").node, Node::Nothing));
        assert_eq!(terms.found.borrow().len(), 1);
    }
}
