//! How texts are parted: words in both languages, words without their endings, characters side by side.

use frostem::{Algorithm, Stemmer};
use jieba_rs::Jieba;
use std::borrow::Cow;
use std::sync::OnceLock;

static JIEBA: OnceLock<Jieba> = OnceLock::new();

/// The dictionary. It is unpacked once, which takes some tenths of a second.
fn jieba() -> &'static Jieba {
    JIEBA.get_or_init(Jieba::new)
}

/// Unpacks the dictionary, so that nobody who needs it waits for that.
pub fn unpack() {
    jieba();
}

/// Whether it is unpacked.
pub fn is_unpacked() -> bool {
    JIEBA.get().is_some()
}

/// The words of a run of Chinese characters, long ones and the short ones in them.
pub fn han_words(han: &str) -> impl Iterator<Item = &str> {
    jieba().cut_for_search(han, false).into_iter().map(|token| token.word)
}

/// The words of a run of Chinese characters as a reader parts them, none twice over.
pub fn han_parts(han: &str) -> Vec<String> {
    jieba().cut(han, false).into_iter().map(|token| token.word.to_owned()).collect()
}

/// An English word without its ending.
pub fn stem(word: &str) -> Cow<'_, str> {
    Stemmer::new(Algorithm::English).stem(word)
}

/// Every `size` neighbours.
pub fn grams(han: &str, size: usize) -> Vec<String> {
    let characters: Vec<char> = han.chars().collect();
    characters.windows(size).map(|gram| gram.iter().collect()).collect()
}
