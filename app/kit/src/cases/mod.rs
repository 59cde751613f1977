//! What buyers', shops' and operators' pages of cases share: the words in the eyes of each side. Knows no command.

pub mod words;
