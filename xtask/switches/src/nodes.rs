//! Where in a file switches go: the places of its mutants in its syntax.

use crate::list::{Genre, Mutant, Place};
use crate::places::{Places, place};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// What stands there when its mutant lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub number: usize,
    pub text: String,
}

/// One place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Before a function's first statement.
    Body { at: usize, others: Vec<Other> },
    /// An expression that becomes another one.
    Value { range: Range<usize>, others: Vec<Other> },
    /// After the pattern of an arm that may be left out.
    Arm { at: usize, number: usize },
    /// A `const` that a function with switches cannot have.
    Const { range: Range<usize> },
}

/// What was found, and mutants that are nothing for switches.
#[derive(Debug, Default)]
pub struct Found {
    pub nodes: Vec<Node>,
    /// No compiler takes them: `||` beside a `let`.
    pub unviable: BTreeSet<usize>,
    pub placed: BTreeSet<usize>,
}

/// `mutants` are those of this file, with their numbers.
pub fn find(text: &str, mutants: &[(usize, &Mutant)]) -> Result<Found, syn::Error> {
    let file = syn::parse_file(text)?;
    let mut by_place: BTreeMap<Place, Vec<(usize, Mutant)>> = BTreeMap::new();
    for (number, mutant) in mutants {
        by_place.entry(mutant.span.start).or_default().push((*number, (*mutant).clone()));
    }
    let mut finder = Finder { text, places: Places::of(text), by_place, found: Found::default(), functions: 0 };
    finder.visit_file(&file);
    Ok(finder.found)
}

struct Finder<'a> {
    text: &'a str,
    places: Places<'a>,
    by_place: BTreeMap<Place, Vec<(usize, Mutant)>>,
    found: Found,
    functions: usize,
}

impl Finder<'_> {
    /// The mutants of a genre that begin here, within a function: outside of one nothing is decided when the program runs.
    fn at(&mut self, place: Place, genre: Genre) -> Vec<(usize, Mutant)> {
        if self.functions == 0 {
            return Vec::new();
        }
        let those = self.by_place.get(&place).into_iter().flatten().filter(|(_, mutant)| mutant.genre == genre);
        let those: Vec<_> = those.cloned().collect();
        self.found.placed.extend(those.iter().map(|(number, _)| *number));
        those
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block, inside: impl FnOnce(&mut Self)) {
        self.functions += 1;
        let before = self.found.placed.len();
        if let Some(first) = block.stmts.first() {
            let start = place(first.span().start());
            let values = self.at(start, Genre::FnValue);
            if let Some(at) = self.places.byte(start).filter(|_| !values.is_empty()) {
                let others = values.into_iter().map(|(number, mutant)| Other { number, text: mutant.replacement });
                self.found.nodes.push(Node::Body { at, others: others.collect() });
            }
        }
        inside(self);
        let has_switches = self.found.placed.len() > before;
        if let Some(range) = signature.constness.as_ref().and_then(|word| self.places.range(word)).filter(|_| has_switches) {
            self.found.nodes.push(Node::Const { range });
        }
        self.functions -= 1;
    }

    /// A whole chain of operators changes at once: with another operator its parts may belong together in another way.
    fn chain(&mut self, chain: &syn::ExprBinary) {
        if has_let(&chain.left) || has_let(&chain.right) {
            let unviable = self.at(place(chain.op.span().start()), Genre::BinaryOperator);
            self.found.unviable.extend(unviable.iter().map(|(number, _)| *number));
            return;
        }
        let Some(range) = self.places.range(chain) else { return };
        let mut operators = Vec::new();
        operators_of(chain, &mut operators);
        let mut others = Vec::new();
        for operator in operators {
            let Some(at) = self.places.range(&operator) else { continue };
            for (number, mutant) in self.at(place(operator.span().start()), Genre::BinaryOperator) {
                let (before, after) = (&self.text[range.start..at.start], &self.text[at.end..range.end]);
                others.push(Other { number, text: format!("{before}{}{after}", mutant.replacement) });
            }
        }
        if !others.is_empty() {
            self.found.nodes.push(Node::Value { range, others });
        }
    }
}

fn operators_of(chain: &syn::ExprBinary, operators: &mut Vec<syn::BinOp>) {
    for side in [&chain.left, &chain.right] {
        if let syn::Expr::Binary(inner) = &**side {
            operators_of(inner, operators);
        }
    }
    operators.push(chain.op);
}

fn has_let(side: &syn::Expr) -> bool {
    match side {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(inner) => has_let(&inner.left) || has_let(&inner.right),
        _ => false,
    }
}

/// Whether an arm is for whatever no other one is for. A name that begins like that of a constant may be one.
fn takes_the_rest(arm: &syn::Arm) -> bool {
    let is_any = match &arm.pat {
        syn::Pat::Wild(_) => true,
        syn::Pat::Ident(name) => name.subpat.is_none() && name.ident.to_string().starts_with(char::is_lowercase),
        _ => false,
    };
    is_any && arm.guard.is_none()
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block, |finder| visit::visit_item_fn(finder, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block, |finder| visit::visit_impl_item_fn(finder, item));
    }

    /// What is worked out when compiling cannot be switched.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}

    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}

    fn visit_expr_binary(&mut self, chain: &'ast syn::ExprBinary) {
        self.chain(chain);
        let is_split = has_let(&chain.left) || has_let(&chain.right);
        for side in [&chain.left, &chain.right] {
            self.visit_side(side, is_split);
        }
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        let those = self.at(place(unary.op.span().start()), Genre::UnaryOperator);
        let ranges = (self.places.range(unary), self.places.range(&unary.expr));
        if let ((Some(range), Some(operand)), false) = (ranges, those.is_empty()) {
            let text = self.text[operand].to_owned();
            let others = those.into_iter().map(|(number, _)| Other { number, text: text.clone() }).collect();
            self.found.nodes.push(Node::Value { range, others });
        }
        visit::visit_expr_unary(self, unary);
    }

    /// Where nothing takes the rest, no arm without a guard can be left out; what is listed of such a match has a `_` with a guard.
    fn visit_expr_match(&mut self, made: &'ast syn::ExprMatch) {
        if !made.arms.iter().any(takes_the_rest) {
            for arm in made.arms.iter().filter(|arm| arm.guard.is_none()) {
                let left_out = self.at(place(arm.span().start()), Genre::MatchArm);
                self.found.unviable.extend(left_out.into_iter().map(|(number, _)| number));
            }
        }
        visit::visit_expr_match(self, made);
    }

    /// An arm that is only taken where a switch is off does no more for completeness than one that is not there.
    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let left_out = self.at(place(arm.span().start()), Genre::MatchArm);
        match &arm.guard {
            None => {
                for (number, _) in left_out {
                    if let Some(pattern) = self.places.range(&arm.pat) {
                        self.found.nodes.push(Node::Arm { at: pattern.end, number });
                    }
                }
            }
            Some((_, guard)) => {
                let replaced = self.at(place(guard.span().start()), Genre::MatchArmGuard);
                let replaced = replaced.into_iter().map(|(number, mutant)| Other { number, text: mutant.replacement });
                let never = left_out.into_iter().map(|(number, _)| Other { number, text: "false".to_owned() });
                let others: Vec<_> = replaced.chain(never).collect();
                if let Some(range) = self.places.range(guard).filter(|_| !others.is_empty()) {
                    self.found.nodes.push(Node::Value { range, others });
                }
            }
        }
        visit::visit_arm(self, arm);
    }

    /// A field that is left out is what the rest is taken from.
    fn visit_expr_struct(&mut self, made: &'ast syn::ExprStruct) {
        let mut others = Vec::new();
        if let Some(range) = self.places.range(made) {
            for field in &made.fields {
                let those = self.at(place(field.span().start()), Genre::StructField);
                let Some(at) = self.places.range(field).filter(|_| !those.is_empty()) else { continue };
                let behind = self.text[at.end..range.end].trim_start().trim_start_matches(',');
                let text = format!("{}{behind}", &self.text[range.start..at.start]);
                others.extend(those.into_iter().map(|(number, _)| Other { number, text: text.clone() }));
            }
            if !others.is_empty() {
                self.found.nodes.push(Node::Value { range, others });
            }
        }
        visit::visit_expr_struct(self, made);
    }
}

impl Finder<'_> {
    /// Of a chain that changes as a whole only what is inside of its parts is still to be looked at.
    fn visit_side(&mut self, side: &syn::Expr, is_split: bool) {
        match side {
            syn::Expr::Binary(inner) if !is_split => {
                for side in [&inner.left, &inner.right] {
                    self.visit_side(side, false);
                }
            }
            other => self.visit_expr(other),
        }
    }
}
