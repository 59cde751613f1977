//! How long files and functions are, and how many parameters a function takes.

use crate::tidy::source::Source;

const FILE_LINES_MAX: usize = 300;
const TEST_FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 60;
const VIEW_LINES_MAX: usize = 90;
const PARAMETERS_MAX: usize = 5;

/// Something larger than its limit, and the name under which `tidy.toml` may tolerate it.
pub struct Size {
    pub what: String,
    pub number: usize,
    pub limit: usize,
}

pub fn too_large(source: &Source) -> Vec<Size> {
    let mut sizes = vec![file(source)];
    if source.is_rust() && !source.is_test() {
        for function in functions(source) {
            let name = format!("{}::{}", source.path, function.name);
            let limit = if function.is_view { VIEW_LINES_MAX } else { FUNCTION_LINES_MAX };
            sizes.push(Size { what: format!("{name} lines"), number: function.lines, limit });
            if !function.is_component {
                sizes.push(Size { what: format!("{name} parameters"), number: function.parameters, limit: PARAMETERS_MAX });
            }
        }
    }
    sizes.retain(|size| size.number > size.limit);
    sizes
}

/// Tests inside a file do not count towards what its reader has to carry.
fn file(source: &Source) -> Size {
    let lines = if source.is_rust() { before_tests(&source.code) } else { source.text.lines().count() };
    let limit = if source.is_test() { TEST_FILE_LINES_MAX } else { FILE_LINES_MAX };
    Size { what: format!("{} lines", source.path), number: lines, limit }
}

fn before_tests(code: &str) -> usize {
    let lines: Vec<&str> = code.lines().collect();
    let tests = lines.windows(2).position(|pair| pair[0].trim() == "#[cfg(test)]" && pair[1].trim_start().starts_with("mod "));
    tests.unwrap_or(lines.len())
}

pub struct Function {
    name: String,
    lines: usize,
    parameters: usize,
    is_component: bool,
    is_view: bool,
}

/// The functions with a body, up to the tests.
fn functions(source: &Source) -> Vec<Function> {
    let end = before_tests(&source.code);
    let code: String = source.code.lines().take(end).flat_map(|line| [line, "\n"]).collect();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = code[from..].find("fn ").map(|at| at + from) {
        from = start + 3;
        let begins_word = code[..start].chars().next_back().is_none_or(|letter| !letter.is_alphanumeric() && letter != '_');
        let name: String = code[from..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        if !begins_word || name.is_empty() {
            continue;
        }
        if let Some(function) = measure(&code, start, name) {
            found.push(function);
        }
    }
    found
}

fn measure(code: &str, start: usize, name: String) -> Option<Function> {
    let open = start + code[start..].find('(')?;
    let close = open + closing(&code[open..], '(', ')')?;
    let body = close + before_body(&code[close..])?;
    if code[body..].starts_with(';') {
        return None;
    }
    let end = body + closing(&code[body..], '{', '}')?;
    let attributes = attributes_above(code, start);
    let is_component = attributes.contains("#[component") || attributes.contains("#[island");
    let is_view = is_component || code[close..body].contains("IntoView") || code[close..body].contains("AnyView");
    let lines = code[start..end].matches('\n').count() + 1;
    Some(Function { name, lines, parameters: parameters(&code[open + 1..close]), is_component, is_view })
}

/// Where a function's body begins, or the sign that it has none: what stands in brackets before is the type of an array.
fn before_body(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    code.char_indices().find_map(|(at, letter)| {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '{' | ';' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

fn attributes_above(code: &str, start: usize) -> String {
    let above: Vec<&str> = code[..start].lines().collect();
    let above = above.iter().rev().skip(1).take_while(|line| line.trim_start().starts_with('#') || line.trim().is_empty());
    above.copied().collect()
}

/// The offset of the bracket that closes the one at the beginning.
fn closing(code: &str, opens: char, closes: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in code.char_indices() {
        if letter == opens {
            depth += 1;
        } else if letter == closes {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn parameters(list: &str) -> usize {
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for letter in list.chars() {
        match letter {
            '(' | '[' | '{' | '<' => depth += 1,
            '>' if before == '-' => {}
            ')' | ']' | '}' | '>' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
        before = letter;
    }
    let named = parts.iter().map(|part| part.trim_start_matches(',').trim());
    named.filter(|part| !part.is_empty() && !part.ends_with("self")).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(code: &str) -> Function {
        functions(&Source::new("app/x.rs", code.into())).remove(0)
    }

    #[test]
    fn a_function_is_measured_from_its_name_to_its_closing_brace() {
        let plain = only("pub fn add(&self, a: Vec<(u8, u8)>, b: impl Fn(u8, u8) -> u8) -> u8 {\n    if a { \"}\" }\n}\n");
        assert_eq!((plain.lines, plain.parameters, plain.is_view), (3, 2, false));
        let pair = only("const fn pair() -> [u8; 2] {\n    [1, 2]\n}\n");
        assert_eq!((pair.lines, pair.parameters), (3, 0), "a semicolon in a type ends nothing");
    }

    #[test]
    fn a_component_is_a_view_whose_properties_are_not_counted() {
        let view = only("#[component]\npub fn Card(a: u8,\n b: u8) -> impl IntoView {\n}");
        assert!(view.is_component && view.is_view);
        assert!(!only("pub fn card() -> u8 { 1 }").is_view);
    }

    #[test]
    fn a_declaration_and_a_type_are_no_functions() {
        assert!(functions(&Source::new("x.rs", "trait T { fn a(&self); }\ntype F = fn (u8);".into())).is_empty());
    }

    #[test]
    fn a_long_file_is_named_with_its_number() {
        let sizes = too_large(&Source::new("a.rs", "//! x\n".repeat(301)));
        assert_eq!(sizes.len(), 1);
        assert_eq!((sizes[0].what.as_str(), sizes[0].number), ("a.rs lines", 301));
        let tested = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "//! x\n".repeat(300), "\n".repeat(100));
        assert!(too_large(&Source::new("a.rs", tested)).is_empty());
    }
}
