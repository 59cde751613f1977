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

/// Every `size` neighbours, of which there is at least one.
pub fn grams(han: &str, size: usize) -> impl Iterator<Item = &str> {
    let starts = han.char_indices().map(|(at, _)| at);
    let ends = han.char_indices().map(|(at, c)| at + c.len_utf8()).skip(size.saturating_sub(1));
    starts.zip(ends).map(|(start, end)| &han[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_together() {
        let all = |han, size| grams(han, size).collect::<Vec<_>>();
        assert_eq!(all("柴火腊肉", 2), ["柴火", "火腊", "腊肉"]);
        assert_eq!((all("肉", 1), all("lro", 3), all("chlr", 3)), (vec!["肉"], vec!["lro"], vec!["chl", "hlr"]));
        assert!(all("肉", 2).is_empty());
    }
}
