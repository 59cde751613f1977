//! The clock of test markets: the machine's, moved on by an offset that lies in a file, so that another process can move it.

use market::kernel::{Clock, Span, SystemClock, Timestamp};
use std::path::{Path, PathBuf};

/// The machine's clock and an offset.
pub struct TestClock {
    file: PathBuf,
}

impl TestClock {
    /// The clock of the market in this data folder.
    #[must_use]
    pub fn in_folder(data: &Path) -> Self {
        Self { file: data.join("clock-offset") }
    }

    fn offset(&self) -> i64 {
        std::fs::read_to_string(&self.file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
    }

    /// Moves the clock on, for every process that reads this folder.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn advance(&self, span: Span) -> std::io::Result<()> {
        let fresh = self.file.with_extension("new");
        std::fs::write(&fresh, (self.offset() + span.millis()).to_string())?;
        std::fs::rename(fresh, &self.file)
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().after(Span::millis_of(self.offset()))
    }
}
