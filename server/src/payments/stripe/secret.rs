//! Keys that are read from files and never shown.

use std::fmt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A key. It has no way into a log: neither `Debug` nor `Display` tells anything of it.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The key that stands in this file, without the line's end.
    ///
    /// # Errors
    /// A sentence that names the file and never what stands in it.
    pub fn from_file(file: &Path) -> Result<Self, String> {
        let unreadable = |error| format!("The key file {} cannot be read: {error}", file.display());
        let mode = std::fs::metadata(file).map_err(unreadable)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(format!("{} can be read by others; run chmod 600 on it.", file.display()));
        }
        let text = std::fs::read_to_string(file).map_err(unreadable)?;
        Self::new(text.trim()).ok_or_else(|| format!("{} does not hold a key on one line.", file.display()))
    }

    /// A key of these characters; none where it is empty or could not stand in a header.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.len() <= 500 && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    /// The key itself, for the one place that needs it.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it moves real money.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.0.contains("_live_")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_and_never_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("key");
        std::fs::write(&file, "sk_test_abc\n").expect("a file");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("permissions");
        let key = Secret::from_file(&file).expect("a key");
        assert_eq!((key.expose(), key.is_live()), ("sk_test_abc", false));
        assert!(!format!("{key:?} {:?}", Some(&key)).contains("abc"));
        assert!(Secret::new("rk_live_1").is_some_and(|key| key.is_live()));

        std::fs::write(&file, "two\nlines").expect("a file");
        assert!(Secret::from_file(&file).is_err_and(|sentence| !sentence.contains("lines\n")));
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("permissions");
        assert!(Secret::from_file(&file).is_err_and(|sentence| sentence.contains("chmod 600")));
        assert!(Secret::from_file(&folder.path().join("none")).is_err());
    }
}
