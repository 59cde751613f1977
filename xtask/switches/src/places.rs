//! From lines and columns, as compilers say them, to bytes of a text.

use crate::list::Place;
use std::ops::Range;
use syn::spanned::Spanned;

/// Where each line of a text begins.
pub struct Places<'a> {
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Places<'a> {
    pub fn of(text: &'a str) -> Self {
        let after_breaks = text.char_indices().filter(|(_, letter)| *letter == '\n').map(|(at, _)| at + 1);
        Self { text, lines: std::iter::once(0).chain(after_breaks).collect() }
    }

    pub fn byte(&self, place: Place) -> Option<usize> {
        let line = *self.lines.get(place.line.checked_sub(1)?)?;
        let letters = self.text.get(line..)?.char_indices().map(|(at, _)| at);
        letters.chain([self.text.len() - line]).nth(place.column.checked_sub(1)?).map(|at| line + at)
    }

    pub fn range(&self, node: &impl Spanned) -> Option<Range<usize>> {
        let span = node.span();
        Some(self.byte(place(span.start()))?..self.byte(place(span.end()))?)
    }
}

/// Syn counts columns from zero.
pub fn place(at: proc_macro2::LineColumn) -> Place {
    Place { line: at.line, column: at.column + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_letters_and_ranges_bytes() {
        let places = Places::of("a\n丹b\n");
        let at = |line, column| places.byte(Place { line, column });
        assert_eq!([at(1, 1), at(2, 1), at(2, 2), at(2, 3)], [Some(0), Some(2), Some(5), Some(6)]);
        assert_eq!((at(0, 1), at(9, 1)), (None, None));
    }
}
