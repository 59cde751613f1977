//! The text of a file with its switches, and where in it each mutant stands.

use crate::nodes::{Node, Other};
use std::ops::Range;

/// A text, and the parts of it that only a mutant needs.
#[derive(Debug, Default)]
pub struct Written {
    pub text: String,
    pub parts: Vec<(usize, Range<usize>)>,
}

/// `without` are mutants that do not compile.
pub fn write(text: &str, nodes: &[Node], is_live: impl Fn(usize) -> bool) -> Written {
    let mut nodes: Vec<Node> = nodes.iter().filter_map(|node| only_live(node, &is_live)).collect();
    // The outer one first, where two begin at the same place; a function's own switches before those of its first statement.
    nodes.sort_by_key(|node| (start(node), !matches!(node, Node::Body { .. }), std::cmp::Reverse(end(node))));
    let mut writer = Writer { text, nodes: &nodes, next: 0, written: Written::default() };
    writer.copy(0..text.len());
    writer.written
}

fn only_live(node: &Node, is_live: &impl Fn(usize) -> bool) -> Option<Node> {
    let those = |others: &[Other]| others.iter().filter(|other| is_live(other.number)).cloned().collect::<Vec<_>>();
    let left = match node {
        Node::Body { at, others } => Node::Body { at: *at, others: those(others) },
        Node::Value { range, others } => Node::Value { range: range.clone(), others: those(others) },
        Node::Arm { number, .. } if !is_live(*number) => return None,
        other => other.clone(),
    };
    let is_empty = matches!(&left, Node::Body { others, .. } | Node::Value { others, .. } if others.is_empty());
    (!is_empty).then_some(left)
}

fn start(node: &Node) -> usize {
    match node {
        Node::Body { at, .. } | Node::Arm { at, .. } => *at,
        Node::Value { range, .. } | Node::Const { range } => range.start,
    }
}

fn end(node: &Node) -> usize {
    match node {
        Node::Body { at, .. } | Node::Arm { at, .. } => *at,
        Node::Value { range, .. } | Node::Const { range } => range.end,
    }
}

struct Writer<'a> {
    text: &'a str,
    nodes: &'a [Node],
    next: usize,
    written: Written,
}

impl Writer<'_> {
    /// The text of a range, with the switches in it.
    fn copy(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(node) = self.nodes.get(self.next).filter(|node| end(node) <= range.end) {
            self.next += 1;
            self.say(&self.text[at..start(node)]);
            at = end(node);
            self.node(node);
        }
        self.say(&self.text[at..range.end]);
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Body { others, .. } => {
                for Other { number, text } in others {
                    self.part(*number, &format!("if crate::mutant::among(&[{number}]) == {number} {{ return {text}; }}"));
                    self.say(" ");
                }
            }
            Node::Arm { number, .. } => {
                self.say(" ");
                self.part(*number, &format!("if crate::mutant::among(&[{number}]) != {number}"));
            }
            Node::Const { .. } => {}
            Node::Value { range, others } => {
                let numbers: Vec<String> = others.iter().map(|other| other.number.to_string()).collect();
                // Its own value comes first: what it is, the others have to be.
                self.say(&format!("(match crate::mutant::among(&[{}]) {{ 0 => (", numbers.join(", ")));
                self.copy(range.clone());
                self.say(")");
                let last = others.len() - 1;
                for (at, Other { number, text }) in others.iter().enumerate() {
                    self.say(&if at == last { ", _ => ".to_owned() } else { format!(", {number} => ") });
                    self.part(*number, &format!("({text})"));
                }
                self.say(" })");
            }
        }
    }

    fn say(&mut self, text: &str) {
        self.written.text.push_str(text);
    }

    fn part(&mut self, number: usize, text: &str) {
        let from = self.written.text.len();
        self.say(text);
        self.written.parts.push((number, from..self.written.text.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::{Genre, Mutant, Place, Span};
    use crate::nodes;

    fn mutant(genre: Genre, (line, column): (usize, usize), replacement: &str) -> Mutant {
        let start = Place { line, column };
        let (name, file, replacement) = (String::new(), "a.rs".to_owned(), replacement.to_owned());
        Mutant { name, file, span: Span { start }, replacement, genre }
    }

    fn switched(text: &str, mutants: &[Mutant]) -> String {
        let numbered: Vec<_> = (1..).zip(mutants).collect();
        let found = nodes::find(text, &numbered).expect("a file");
        write(text, &found.nodes, |number| !found.unviable.contains(&number)).text
    }

    #[test]
    fn a_function_returns_and_is_no_constant_any_more() {
        let one = [mutant(Genre::FnValue, (1, 31), "true"), mutant(Genre::UnaryOperator, (1, 31), "")];
        assert_eq!(
            switched(
                "pub const fn f(a: i64) -> bool { !(a == 1) }",
                &[mutant(Genre::FnValue, (1, 34), "true"), mutant(Genre::UnaryOperator, (1, 34), "")]
            ),
            "pub  fn f(a: i64) -> bool { if crate::mutant::among(&[1]) == 1 { return true; } \
             (match crate::mutant::among(&[2]) { 0 => (!(a == 1)), _ => ((a == 1)) }) }"
        );
        assert_eq!(switched("const A: bool = 1 < 2;", &one), "const A: bool = 1 < 2;");
    }

    #[test]
    fn a_chain_changes_as_its_text_does() {
        let (times, plus) = (mutant(Genre::BinaryOperator, (1, 26), "/"), mutant(Genre::BinaryOperator, (1, 22), "*"));
        assert_eq!(
            switched("fn f(a: i64) -> i64 {a + a * 2}", &[times, mutant(Genre::BinaryOperator, (1, 24), "*"), plus][..2]),
            "fn f(a: i64) -> i64 {(match crate::mutant::among(&[2]) { 0 => (a + a * 2), _ => (a * a * 2) })}"
        );
    }

    #[test]
    fn a_let_has_no_other_operator_and_its_neighbours_have() {
        let text = "fn f(a: Option<i64>) { if let Some(b) = a && b == 2 {} }";
        let both = [mutant(Genre::BinaryOperator, (1, 43), "||"), mutant(Genre::BinaryOperator, (1, 48), "!=")];
        assert_eq!(
            switched(text, &both),
            "fn f(a: Option<i64>) { if let Some(b) = a && (match crate::mutant::among(&[2]) { 0 => (b == 2), _ => (b != 2) }) {} }"
        );
    }

    #[test]
    fn an_arm_is_left_out_and_a_guard_is_either() {
        let text = "fn f(a: i64) { match a {\n    1 => {}\n    b if b > 2 => {}\n    _ => {}\n} }";
        let all = [
            mutant(Genre::MatchArm, (2, 5), ""),
            mutant(Genre::MatchArmGuard, (3, 10), "true"),
            mutant(Genre::MatchArmGuard, (3, 10), "false"),
        ];
        assert_eq!(
            switched(text, &all),
            "fn f(a: i64) { match a {\n    1 if crate::mutant::among(&[1]) != 1 => {}\n    \
             b if (match crate::mutant::among(&[2, 3]) { 0 => (b > 2), 2 => (true), _ => (false) }) => {}\n    _ => {}\n} }"
        );
    }

    #[test]
    fn an_arm_with_a_guard_is_left_out_by_it() {
        let text = "fn f(a: i64) { match a {\n    b if b > 2 => {}\n    _ => {}\n} }";
        let all = [mutant(Genre::MatchArm, (2, 5), ""), mutant(Genre::MatchArmGuard, (2, 10), "true")];
        assert_eq!(
            switched(text, &all),
            "fn f(a: i64) { match a {\n    \
             b if (match crate::mutant::among(&[2, 1]) { 0 => (b > 2), 2 => (true), _ => (false) }) => {}\n    _ => {}\n} }"
        );
    }

    #[test]
    fn no_arm_is_left_out_where_nothing_takes_the_rest() {
        let text = "fn f(a: Option<i64>) { match a {\n    _ if g() => {}\n    Some(_) => {}\n    None => {}\n} }";
        let all = [mutant(Genre::MatchArm, (3, 5), ""), mutant(Genre::MatchArm, (4, 5), "")];
        assert_eq!(switched(text, &all), text);
    }

    #[test]
    fn a_field_is_taken_from_what_the_rest_is_taken_from() {
        let text = "fn f(b: B) -> B { B { a: 1, c: 2 > 1, ..b } }";
        let all = [
            mutant(Genre::StructField, (1, 23), ""),
            mutant(Genre::StructField, (1, 29), ""),
            mutant(Genre::BinaryOperator, (1, 34), "<"),
        ];
        assert_eq!(
            switched(text, &all),
            "fn f(b: B) -> B { (match crate::mutant::among(&[1, 2]) { \
             0 => (B { a: 1, c: (match crate::mutant::among(&[3]) { 0 => (2 > 1), _ => (2 < 1) }), ..b }), \
             1 => (B {  c: 2 > 1, ..b }), _ => (B { a: 1,  ..b }) }) }"
        );
    }
}
