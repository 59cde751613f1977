//! A file as tidy sees it: its lines, and the same text with comments and literals blanked out, so that a brace in a string
//! is no brace.

use crate::steps::Done;
use crate::workspace;

pub struct Source {
    /// From the workspace's root, with forward slashes.
    pub path: String,
    pub text: String,
    /// As long as `text`, byte for byte; what is not code is spaces. Equal to `text` for other languages than Rust.
    pub code: String,
}

impl Source {
    pub fn new(path: &str, text: String) -> Self {
        let code = if path.ends_with(".rs") { blanked(&text) } else { text.clone() };
        Self { path: path.to_owned(), text, code }
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// A file of tests only: they are read one at a time, so they may be longer.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.contains("/tests/") || name == "tests.rs" || name.ends_with("_tests.rs") || name.ends_with(".spec.ts")
    }

    /// Every Rust and TypeScript file that git knows or would know.
    pub fn of_the_workspace() -> Done<Vec<Self>> {
        let list = ["ls-files", "--cached", "--others", "--exclude-standard", "*.rs", "*.ts"];
        let list = workspace::output(workspace::command("git", &list))?;
        let mut sources = Vec::new();
        for path in list.lines() {
            // A file may be deleted and not yet committed so.
            if let Ok(text) = std::fs::read_to_string(workspace::root().join(path)) {
                sources.push(Self::new(path, text));
            }
        }
        sources.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(sources)
    }
}

/// The text with comments, strings and characters replaced by spaces; lines stay lines.
fn blanked(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = end_of_literal(bytes, at);
        match end {
            Some(end) => {
                let end = end.min(bytes.len());
                for byte in &mut code[at..end] {
                    if *byte != b'\n' {
                        *byte = b' ';
                    }
                }
                at = end;
            }
            None => at += 1,
        }
    }
    String::from_utf8_lossy(&code).into_owned()
}

/// Where the comment or literal that begins here ends; none where code begins.
fn end_of_literal(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..];
    let inside_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    match rest {
        [b'/', b'/', ..] => Some(at + find(rest, b"\n").unwrap_or(rest.len())),
        [b'/', b'*', ..] => Some(at + end_of_block_comment(rest)),
        [b'"', ..] => Some(at + end_of_string(rest)),
        [b'r', b'"' | b'#', ..] if !inside_word => raw_string(&rest[1..]).map(|length| at + 1 + length),
        [b'b', b'r', b'"' | b'#', ..] if !inside_word => raw_string(&rest[2..]).map(|length| at + 2 + length),
        [b'\'', b'\\', _, tail @ ..] => Some(at + 3 + find(tail, b"'").map_or(tail.len(), |quote| quote + 1)),
        // A lifetime has no closing quote within the length of one character.
        [b'\'', tail @ ..] => tail.iter().take(5).skip(1).position(|byte| *byte == b'\'').and_then(|quote| {
            let one = std::str::from_utf8(&tail[..=quote]).is_ok_and(|inside| inside.chars().count() == 1);
            one.then_some(at + quote + 3)
        }),
        _ => None,
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn end_of_string(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_string(rest: &[u8]) -> Option<usize> {
    let hashes = rest.iter().take_while(|byte| **byte == b'#').count();
    if rest.get(hashes) != Some(&b'"') {
        return None;
    }
    let mut close = vec![b'"'];
    close.extend(std::iter::repeat_n(b'#', hashes));
    let body = &rest[hashes + 1..];
    Some(hashes + 1 + find(body, &close).map_or(body.len(), |at| at + close.len()))
}

fn end_of_block_comment(rest: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at + 1 < rest.len() {
        match &rest[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn only_code_is_left() {
        let cases = [
            ("a // b\nc", "a\nc"),
            ("a /* { /* */ } */ b", "a b"),
            (r#"f("{ \" }", 1)"#, "f( , 1)"),
            (r##"f(r#"a"b"#)"##, "f( )"),
            ("x: &'a str = '{';", "x: &'a str = ;"),
            (r"c == '\'' || d == '\n'", "c == || d =="),
            ("'斤' + r", "+ r"),
            ("for r in rows {}", "for r in rows {}"),
        ];
        for (text, code) in cases {
            let left = blanked(text);
            assert_eq!(left.len(), text.len(), "{text}");
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(&left), words(code), "{text}");
        }
    }
}
