//! Room in memory for the databases of all tests: a test that asks nothing of the disk need not wait for it.

use crate::workspace;
use std::path::{Path, PathBuf};

/// What lies here is kept in memory.
const FOLDER: &str = "/dev/shm";
/// For the databases of all tests at once.
const KILOBYTES_MIN: u64 = 4_000_000;

/// A folder in memory of this command's own, gone with it, be the tests green or red.
pub struct InMemory {
    folder: PathBuf,
}

impl InMemory {
    /// None where this machine has no room. A file system in memory tells how large it may become, however little memory is left.
    pub fn open() -> Option<Self> {
        let room = room()?.min(available()?);
        if room < KILOBYTES_MIN { None } else { Self::below(Path::new(FOLDER)) }
    }

    fn below(parent: &Path) -> Option<Self> {
        let folder = parent.join(format!("shanhuo-tests-{}", std::process::id()));
        std::fs::create_dir(&folder).ok()?;
        Some(Self { folder })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for InMemory {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// Kilobytes that may still be written to the folder.
fn room() -> Option<u64> {
    let said = workspace::output(workspace::command("df", &["--output=avail", "-k", FOLDER])).ok()?;
    said.lines().nth(1)?.trim().parse().ok()
}

/// Kilobytes of memory that nobody needs.
fn available() -> Option<u64> {
    kilobytes(&std::fs::read_to_string("/proc/meminfo").ok()?, "MemAvailable")
}

/// A size of `/proc/meminfo`.
fn kilobytes(said: &str, name: &str) -> Option<u64> {
    let size = said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    size.strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_found_by_its_whole_name() {
        let said = "MemTotal:       24684092 kB\nMemAvailable:    3999999 kB\nHugePages_Total:       0\n";
        assert_eq!(kilobytes(said, "MemAvailable"), Some(3_999_999));
        assert_eq!(kilobytes(said, "MemTotal"), Some(24_684_092));
        assert_eq!(kilobytes(said, "Mem"), None);
        assert_eq!(kilobytes(said, "HugePages_Total"), None, "no size");
        assert_eq!(kilobytes("", "MemAvailable"), None);
    }

    #[test]
    fn the_folder_goes_with_all_that_is_in_it() {
        let memory = InMemory::below(&std::env::temp_dir()).unwrap();
        let folder = memory.folder().to_path_buf();
        std::fs::create_dir(folder.join("test")).unwrap();
        std::fs::write(folder.join("test/market.sqlite"), "rows").unwrap();
        drop(memory);
        assert!(!folder.exists());
    }
}
