//! Brotli and gzip beside every file that they make smaller, done once at build instead of at each request.

use crate::site::{folder, stamp};
use crate::steps::{Done, Steps};
use crate::workspace;

/// Pictures other than SVG are compressed already.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];

pub fn compress(steps: &mut Steps) -> Done {
    let waiting: Vec<String> = stamp::files_below(&workspace::site())
        .into_iter()
        .filter(|file| file.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| COMPRESSIBLE.contains(&ending)))
        .filter(|file| file.file_name().is_some_and(|name| name != "names.json"))
        .filter(|file| folder::TWINS.iter().any(|ending| !folder::twin(file, ending).is_file()))
        .map(|file| file.display().to_string())
        .collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let list = workspace::site_work().join("to-compress.txt");
    folder::write(&list, waiting.join("\n").as_bytes())?;
    let mut pack = workspace::node("xtask/node/compress.mjs", &[]);
    pack.arg(&list);
    steps.command(&format!("Brotli and gzip for {} files", waiting.len()), pack)
}
