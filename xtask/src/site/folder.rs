//! Writing into the site: only what changed, and nothing left over from an earlier build.

use crate::site::{names::Names, stamp};
use crate::steps::Done;
use crate::workspace;
use std::path::{Path, PathBuf};

/// The endings of the compressed twins.
pub const TWINS: [&str; 2] = ["br", "gz"];

/// Writes a file unless it already says this; its compressed twins go when it changes.
pub fn write(file: &Path, bytes: &[u8]) -> Done {
    if std::fs::read(file).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}", file.display());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    for ending in TWINS {
        std::fs::remove_file(twin(file, ending)).ok();
    }
    std::fs::write(file, bytes).map_err(failed)
}

pub fn twin(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    name.into()
}

pub fn empty(folder: &Path) -> Done {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|error| format!("{} cannot be emptied: {error}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))
}

/// `public/` goes into the site under its own names.
pub fn copy_public() -> Done {
    let public = workspace::root().join("public");
    for file in stamp::files_below(&public) {
        let bytes = std::fs::read(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        let name = file.strip_prefix(&public).map_err(|error| error.to_string())?;
        write(&workspace::site().join(name), &bytes)?;
    }
    Ok(())
}

/// Removes what this build did not make: old hashes, files that left `public/`, twins without their file.
pub fn forget_old(names: &Names) -> Done {
    let site = workspace::site();
    let public = workspace::root().join("public");
    for file in stamp::files_below(&site) {
        let plain = match file.extension().and_then(|ending| ending.to_str()) {
            Some(ending) if TWINS.contains(&ending) => file.with_extension(""),
            _ => file.clone(),
        };
        let name = plain.strip_prefix(&site).map_err(|error| error.to_string())?;
        let address = format!("/{}", name.display());
        let ours = name == Path::new("names.json")
            || name.starts_with("regions")
            || name.starts_with("pkg/snippets")
            || names.holds(&address)
            || public.join(name).is_file();
        if !(ours && plain.is_file()) {
            std::fs::remove_file(&file).map_err(|error| format!("{} cannot be removed: {error}", file.display()))?;
        }
    }
    Ok(())
}
