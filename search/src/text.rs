//! What text is made of: runs of Chinese characters, and words of everything else. The same for what is indexed and for what is
//! typed, so that the two meet.

use market::kernel::half_width;

/// A word longer than this is none.
const WORD_CHARS_MAX: usize = 40;

/// Words that say nothing of goods: beside others they need not be there. English ones first; a Chinese text is parted before it is asked.
const SAY_NOTHING: [&str; 26] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "to", "with", "my", "your",
    "的", "了", "和", "与", "及", "是", "吗",
];

/// Whether a word, or the only word of a run, says nothing of goods.
pub fn says_nothing(word: &str) -> bool {
    SAY_NOTHING.contains(&word)
}

/// A stretch of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Chinese characters, as many as stand together.
    Han(String),
    /// Letters or digits, in lower case.
    Word(String),
}

impl Run {
    /// Whether it says nothing of goods.
    pub fn says_nothing(&self) -> bool {
        let (Self::Han(text) | Self::Word(text)) = self;
        says_nothing(text)
    }
}

/// The runs of a text. Signs part them; an apostrophe does not (`xi'an`); digits and letters part each other (`500g`).
pub fn runs(text: &str) -> Vec<Run> {
    let mut parting = Parting { runs: Vec::new(), kind: Kind::Sign, held: String::new() };
    for c in text.chars().map(half_width) {
        match Kind::of(c) {
            // Most texts are these, which need no table of letters.
            Kind::Han => parting.take(Kind::Han, c),
            kind if c.is_ascii() => parting.take(kind, c.to_ascii_lowercase()),
            _ => c.to_lowercase().for_each(|c| parting.take(Kind::of(c), c)),
        }
    }
    parting.close();
    parting.runs
}

/// A text that is being parted.
struct Parting {
    runs: Vec<Run>,
    kind: Kind,
    held: String,
}

impl Parting {
    fn take(&mut self, kind: Kind, c: char) {
        if kind == Kind::Nothing {
            return;
        }
        if kind != self.kind {
            self.close();
            self.kind = kind;
        }
        if kind != Kind::Sign {
            self.held.push(c);
        }
    }

    fn close(&mut self) {
        let mut text = std::mem::take(&mut self.held);
        match self.kind {
            Kind::Han => self.runs.push(Run::Han(text)),
            Kind::Letter | Kind::Digit => {
                if let Some((end, _)) = text.char_indices().nth(WORD_CHARS_MAX) {
                    text.truncate(end);
                }
                self.runs.push(Run::Word(text));
            }
            Kind::Sign | Kind::Nothing => {}
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Han,
    Letter,
    Digit,
    Sign,
    /// As if it were not there.
    Nothing,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Letter,
            '0'..='9' => Self::Digit,
            // Accents that stand by themselves: what they stand on is the letter.
            '\u{0300}'..='\u{036F}' | '\'' | '’' | '\u{200C}' | '\u{200D}' | '\u{FE0F}' => Self::Nothing,
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Self::Han,
            c if c.is_numeric() => Self::Digit,
            c if c.is_alphabetic() => Self::Letter,
            _ => Self::Sign,
        }
    }
}

/// Whether it is a Chinese character.
pub fn is_han(c: char) -> bool {
    Kind::of(c) == Kind::Han
}

/// The text that two typings of the same have in common: its runs, with a space between.
pub fn plain(text: &str) -> String {
    let words = runs(text).into_iter().map(|run| match run {
        Run::Han(text) | Run::Word(text) => text,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_parted_by_kind() {
        let han = |text: &str| Run::Han(text.to_owned());
        let word = |text: &str| Run::Word(text.to_owned());
        assert_eq!(runs("湘西腊肉 500g"), [han("湘西腊肉"), word("500"), word("g")]);
        assert_eq!(runs("İstanbul nai\u{308}ve"), [word("istanbul"), word("naive")]);
        assert_eq!(runs("Xi'an，ＴＥＡ(茶)"), [word("xian"), word("tea"), han("茶")]);
        assert_eq!(runs("!!! \0 👨‍👩‍👧 +-*?:^~\"\\()[]{}"), []);
        assert_eq!(runs(&"a".repeat(5_000)), [word(&"a".repeat(WORD_CHARS_MAX))]);
        assert_eq!(plain(" Salted,PORK "), "salted pork");
    }
}
