//! A stamp is the hash of what a piece was made from: equal stamp, nothing to do.

use crate::steps::Done;
use crate::workspace;
use std::path::{Path, PathBuf};

/// 64 bits of FNV-1a as 16 letters: names files by content; nobody attacks us with our own build.
pub fn of_bytes(bytes: &[u8]) -> String {
    let hash =
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// The hash of these files' names and contents.
pub fn of_files(files: &[PathBuf]) -> Done<String> {
    let mut all = String::new();
    for file in files {
        let bytes = std::fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        let name = file.strip_prefix(workspace::root()).unwrap_or(file);
        all.push_str(&format!("{} {}\n", name.display(), of_bytes(&bytes)));
    }
    Ok(of_bytes(all.as_bytes()))
}

/// Every file below a folder, sorted; none where there is no folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

pub fn is_current(piece: &str, inputs: &str) -> bool {
    std::fs::read_to_string(file(piece)).is_ok_and(|stamp| stamp == inputs)
}

pub fn set(piece: &str, inputs: &str) -> Done {
    super::folder::write(&file(piece), inputs.as_bytes())
}

fn file(piece: &str) -> PathBuf {
    workspace::site_work().join(format!("{piece}.stamp"))
}

#[cfg(test)]
mod tests {
    use super::of_bytes;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(of_bytes(b""), "cbf29ce484222325");
        assert_eq!(of_bytes(b"a"), "af63dc4c8601ec8c");
    }
}
