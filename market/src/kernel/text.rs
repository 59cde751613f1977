//! Text that people type: trimmed, without control characters, within a length.

use serde::{Deserialize, Serialize};

/// Why a text is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum TextError {
    /// Nothing but white space.
    #[error("missing")]
    Empty,
    /// More characters than `maximum`.
    #[error("longer than {maximum} characters")]
    TooLong {
        /// Characters that fit.
        maximum: usize,
    },
}

/// One line: white space folded to single spaces, control and direction-changing characters dropped.
///
/// # Errors
/// [`TextError`].
pub fn clean_line(text: &str, maximum: usize) -> Result<String, TextError> {
    let visible: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_kept(*c)).collect();
    let folded = visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    bounded(folded, maximum)
}

/// Several lines: line ends unified, other control characters dropped, at most one empty line in a row.
///
/// # Errors
/// [`TextError`].
pub fn clean_text(text: &str, maximum: usize) -> Result<String, TextError> {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    for line in unified.split('\n') {
        let kept: String = line.chars().filter(|c| is_kept(*c)).collect();
        let kept = kept.trim_end().to_owned();
        if kept.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        lines.push(kept);
    }
    bounded(lines.join("\n").trim().to_owned(), maximum)
}

fn bounded(text: String, maximum: usize) -> Result<String, TextError> {
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().count() > maximum {
        Err(TextError::TooLong { maximum })
    } else {
        Ok(text)
    }
}

/// Direction overrides let a name pretend to be another one; zero-width joiners stay, since emoji and scripts need them.
fn is_kept(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{200B}')
}

/// The plain character of a full-width one, as Chinese keyboards type digits, points, signs and letters.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '。' => '.',
        '\u{3000}' => ' ',
        other => other,
    }
}

/// The readable tail of a link: letters and digits of any script, joined by hyphens, at most 60 characters.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.chars().count() >= 60 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "-".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_visible_line() {
        assert_eq!(clean_line("  a\0b \n c\u{202E}d ", 20), Ok("ab cd".to_owned()));
        assert_eq!(clean_line(" \u{200B}\t", 20), Err(TextError::Empty));
        assert_eq!(clean_line("腊肉腊肉", 3), Err(TextError::TooLong { maximum: 3 }));
        assert_eq!(clean_line("👨‍👩‍👧 丹青", 20), Ok("👨‍👩‍👧 丹青".to_owned()));
    }

    #[test]
    fn text_keeps_its_lines() {
        assert_eq!(clean_text("\r\n a \r\n\r\n\r\nb\0\n", 20), Ok("a\n\nb".to_owned()));
    }

    #[test]
    fn slugs_are_links() {
        assert_eq!(slug("Salted pork, 腊肉 (smoked)!"), "salted-pork-腊肉-smoked");
        assert_eq!(slug("!!!"), "-");
    }
}
