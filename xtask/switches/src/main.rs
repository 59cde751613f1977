//! `switches rules|trade LIST SOURCE TREE TARGET OUTPUT`: puts all mutants of LIST (`cargo mutants --list --json`) into the copy of SOURCE in TREE,
//! each behind a switch, builds the market's tests once, and asks of every mutant which test notices it. Compiling is what mutants
//! cost: this way there is one build for hundreds of them, and of a mutant only those tests are run that come past its place.
//!
//! OUTPUT gets the lists that cargo-mutants would write (`caught.txt`, `missed.txt`, `timeout.txt`, `unviable.txt`), and `aside.txt`:
//! what no switch can do, and has to be tried one by one. What stands in its `judged.txt` is left alone.

mod build;
mod known;
mod list;
mod nodes;
mod places;
mod reach;
mod switch;
mod trial;
mod write;

use list::Mutant;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Nothing, or the sentence that tells a person what went wrong.
type Done<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let ([_, list, source, tree, target, output], Some(trial)) =
        (words.as_slice(), words.first().and_then(|name| build::Trial::named(name.as_os_str())))
    else {
        eprintln!("switches rules|trade LIST SOURCE TREE TARGET OUTPUT");
        return ExitCode::FAILURE;
    };
    match run(list, &build::Lab { source, tree, target, trial }, output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(list: &Path, lab: &build::Lab<'_>, output: &Path) -> Done {
    let mutants = list::read(list)?;
    let judged = std::fs::read_to_string(output.join("judged.txt")).unwrap_or_default();
    let judged: BTreeSet<&str> = judged.lines().collect();
    let wanted = (1..).zip(&mutants).filter(|(_, mutant)| !judged.contains(mutant.name.as_str())).map(|(number, _)| number);
    let built = build::all(lab, &mutants, &wanted.collect())?;
    println!("      {} switches, {} do not compile, {} one by one", built.live.len(), built.unviable.len(), built.aside.len());
    write_names(output, "unviable.txt", &mutants, &built.unviable)?;
    write_names(output, "aside.txt", &mutants, &built.aside)?;
    let tests = reach::baseline(lab, &built.programs)?;
    let verdicts = trial::all(lab, &mutants, &built.live, &tests);
    for (file, wanted) in [("caught.txt", "killed"), ("missed.txt", "survived"), ("timeout.txt", "never ended")] {
        let those: BTreeSet<usize> =
            verdicts.iter().filter(|verdict| verdict.word() == wanted).map(|verdict| verdict.number).collect();
        write_names(output, file, &mutants, &those)?;
    }
    let told: Vec<String> = verdicts.iter().map(|verdict| verdict.told(&mutants)).collect();
    write_lines(&output.join("verdicts.txt"), &told)
}

/// Numbers count from one: zero is no mutant.
fn write_names(output: &Path, file: &str, mutants: &[Mutant], numbers: &BTreeSet<usize>) -> Done {
    let names: Vec<String> =
        numbers.iter().filter_map(|number| mutants.get(number - 1)).map(|mutant| mutant.name.clone()).collect();
    write_lines(&output.join(file), &names)
}

fn write_lines(file: &Path, lines: &[String]) -> Done {
    let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    std::fs::write(file, text).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}
