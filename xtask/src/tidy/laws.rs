//! What holds in every file, without exceptions.

use crate::tidy::source::Source;

/// Words that mean "later", and what to do instead.
const LEFT_FOR_LATER: [(&str, &str); 7] = [
    ("todo!(", "write it"),
    ("unimplemented!(", "write it"),
    ("dbg!(", "remove it, or log it"),
    ("#[allow(", "use #[expect(…, reason = \"…\")]"),
    ("#![allow(", "use #![expect(…, reason = \"…\")]"),
    ("#[ignore", "mend the test, or remove it"),
    ("waitForTimeout(", "wait for what the test means"),
];
/// How statements begin.
const SQL: [&str; 4] = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "];
/// The rooms of a slice where its SQL is looked for; the auditor is a list of statements, and the testkit writes rows for tests.
const ROOMS_OF_SQL: [&str; 5] = ["/store.rs", "/store/", "/queries.rs", "/queries/", "/audit/"];
const SCREAMS: [&str; 3] = ["TODO", "FIXME", "XXX"];

pub fn broken(source: &Source) -> Vec<String> {
    // Tidy names what it forbids.
    if source.path.starts_with("xtask/src/tidy/") {
        return Vec::new();
    }
    let mut complaints = left_for_later(source);
    if source.is_rust() {
        complaints.extend(cfg_off_a_module(source));
        complaints.extend(silent_module(source));
        complaints.extend(sql_out_of_its_rooms(source));
    }
    complaints
}

fn left_for_later(source: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    for (number, (line, code)) in source.text.lines().zip(source.code.lines()).enumerate() {
        let place = format!("{}:{}", source.path, number + 1);
        for (word, instead) in LEFT_FOR_LATER {
            if code.contains(word) {
                complaints.push(format!("{place}: `{word}`: {instead}."));
            }
        }
        for word in SCREAMS {
            if line.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|found| found == word) {
                complaints.push(format!("{place}: `{word}`: do it now, or write an issue."));
            }
        }
    }
    complaints
}

/// A feature decides which modules there are, never what a line means.
fn cfg_off_a_module(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.code.lines().map(str::trim).collect();
    let mut complaints = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let place = format!("{}:{}", source.path, number + 1);
        if line.contains("cfg!(feature") || line.contains("cfg_attr(feature") || line.contains("cfg_if!") {
            complaints.push(format!("{place}: a feature inside code: make it two modules, chosen where they are declared."));
        }
        if line.contains("#[cfg(") && line.contains("feature") {
            let after = line.rsplit_once(")]").map(|(_, after)| after.trim()).unwrap_or_default();
            let next = lines.iter().skip(number + 1).find(|next| !next.is_empty() && !next.starts_with("#["));
            let guarded = if after.is_empty() { next.copied().unwrap_or_default() } else { after };
            if !is_module_or_export(guarded) {
                complaints.push(format!("{place}: `cfg(feature)` belongs on a `mod` or `pub use` line, not on `{guarded}`."));
            }
        }
    }
    complaints
}

fn is_module_or_export(line: &str) -> bool {
    let line = match line.strip_prefix("pub(") {
        Some(rest) => rest.split_once(')').map_or("", |(_, rest)| rest.trim_start()),
        None => {
            return line.starts_with("mod ") || line.starts_with("pub mod ") || line.starts_with("pub use ");
        }
    };
    line.starts_with("mod ") || line.starts_with("use ")
}

fn silent_module(source: &Source) -> Option<String> {
    let speaks = source.text.trim().is_empty() || source.text.lines().next().is_some_and(|line| line.starts_with("//!"));
    (!speaks).then(|| format!("{}: begin with `//!`: what this module owns, and what it does not.", source.path))
}

/// Whoever asks which SQL a command runs looks beside it, into the store, and finds all of it.
fn sql_out_of_its_rooms(source: &Source) -> Vec<String> {
    let is_a_slice = source.path.starts_with("market/src/") && !source.path.starts_with("market/src/testkit/");
    if !is_a_slice || source.is_test() || ROOMS_OF_SQL.iter().any(|room| source.path.contains(room)) {
        return Vec::new();
    }
    let lines = source.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    let found = lines.filter_map(|(at, line)| Some((at, SQL.into_iter().find(|word| line.contains(word))?)));
    let complaint = |(at, word): (usize, &str)| {
        format!("{}:{}: `{}` belongs into the slice's store, or its queries.", source.path, at + 1, word.trim_end())
    };
    found.map(complaint).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(code: &str) -> usize {
        broken(&Source::new("market/src/x.rs", format!("//! x\n{code}"))).len()
    }

    #[test]
    fn a_feature_may_stand_on_a_module_and_on_an_export() {
        for line in ["mod a;", "pub mod a;", "pub(crate) mod a;", "pub use a::b;", "pub(crate) use a::b;"] {
            assert_eq!(complaints(&format!("#[cfg(feature = \"db\")]\n{line}")), 0, "{line}");
            assert_eq!(complaints(&format!("#[cfg(any(feature = \"db\", test))]\n#[expect(x)]\n{line}")), 0, "{line}");
        }
        for line in ["use a::b;", "fn a() {}", "pub struct A;"] {
            assert_eq!(complaints(&format!("#[cfg(feature = \"db\")]\n{line}")), 1, "{line}");
        }
        assert_eq!(complaints("if cfg!(feature = \"db\") {}"), 1);
        assert_eq!(complaints("#[cfg(test)]\nmod tests {}"), 0);
    }

    #[test]
    fn nothing_is_left_for_later() {
        assert_eq!(complaints("// TODO: more"), 1);
        assert_eq!(complaints("let a = todo!();"), 1);
        assert_eq!(complaints("let a = \"todo!()\"; // a mastodon"), 0);
    }

    #[test]
    fn sql_stands_in_its_rooms() {
        let complaints = |path: &str, code: &str| broken(&Source::new(path, format!("//! x\n{code}\n"))).len();
        let statement = "let sql = \"SELECT id FROM orders\";";
        for path in ["market/src/order/commands.rs", "market/src/order/steps/cash.rs", "market/src/order/rules.rs"] {
            assert_eq!(complaints(path, statement), 1, "{path}");
            assert_eq!(complaints(path, "/// Like SELECT in SQL.\nlet select = \"DELETED\";"), 0, "{path}");
        }
        let rooms = ["order/store.rs", "order/store/line.rs", "order/queries/day.rs", "order/queries.rs", "audit/cash_checks.rs"];
        for path in rooms.map(|room| format!("market/src/{room}")).iter().map(String::as_str) {
            assert_eq!(complaints(path, statement), 0, "{path}");
        }
        for path in ["market/src/testkit/trade.rs", "market/tests/trade/cash.rs", "market/src/audit/plan_tests.rs"] {
            assert_eq!(complaints(path, statement), 0, "{path}");
        }
    }

    #[test]
    fn a_module_says_what_it_owns() {
        assert_eq!(broken(&Source::new("a.rs", "use b;\n".into())).len(), 1);
        assert_eq!(broken(&Source::new("a.rs", "//! Owns b.\nuse b;\n".into())).len(), 0);
    }
}
