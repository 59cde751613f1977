//! The numbers of `tidy.toml`: what is larger than its limit today, and may only become smaller.

use crate::steps::Done;
use crate::tidy::sizes::Size;
use std::collections::BTreeMap;
use std::path::Path;

const HEAD: &str = "\
# What is larger than docs/STYLE.md wants it (16). These numbers may only fall: `cargo dev tidy --bless` lowers them.
# A new line here needs its reason in the commit that adds it.
";

/// Returns a complaint for each size that is over its limit and over its tolerated number.
pub fn hold(file: &Path, sizes: Vec<Size>, bless: bool) -> Done<Vec<String>> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let tolerated = parse(&text)?;
    let mut complaints = Vec::new();
    let mut kept = BTreeMap::new();
    for size in sizes {
        match tolerated.get(&size.what) {
            Some(number) if size.number <= *number => {
                kept.insert(size.what, size.number);
            }
            known => {
                let limit = known.unwrap_or(&size.limit);
                complaints.push(format!("\"{}\" = {}   # at most {limit}", size.what, size.number));
                kept.extend(known.map(|number| (size.what, *number)));
            }
        }
    }
    if kept == tolerated {
        return Ok(complaints);
    }
    if bless {
        let rows: String = kept.iter().map(|(what, number)| format!("\"{what}\" = {number}\n")).collect();
        std::fs::write(file, format!("{HEAD}{rows}")).map_err(|error| format!("{}: {error}", file.display()))?;
    } else {
        println!("      some numbers of tidy.toml have fallen: `cargo dev tidy --bless` keeps them low.");
    }
    Ok(complaints)
}

fn parse(text: &str) -> Done<BTreeMap<String, usize>> {
    let rows = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let parts = row.split_once('=').and_then(|(what, number)| {
            let number = number.split('#').next()?.trim().parse().ok()?;
            Some((what.trim().trim_matches('"').to_owned(), number))
        });
        parts.ok_or_else(|| format!("tidy.toml: `{row}` is not \"what\" = number."))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_only_fall() {
        let file = std::env::temp_dir().join(format!("shanhuo-tidy-{}.toml", std::process::id()));
        let size = |number| vec![Size { what: "a.rs lines".into(), number, limit: 300 }];
        std::fs::write(&file, "# today\n\"a.rs lines\" = 400\n").ok();
        assert_eq!(hold(&file, size(400), false).map(|found| found.len()), Ok(0));
        assert_eq!(hold(&file, size(401), true).map(|found| found.len()), Ok(1));
        assert_eq!(hold(&file, size(350), true).map(|found| found.len()), Ok(0));
        assert_eq!(hold(&file, size(400), false).map(|found| found.len()), Ok(1));
        assert_eq!(hold(&file, Vec::new(), true).map(|found| found.len()), Ok(0));
        assert_eq!(hold(&file, size(301), false).map(|found| found.len()), Ok(1));
        std::fs::remove_file(&file).ok();
    }
}
