//! Which address a logical name has in this build.

use crate::site::{folder, stamp};
use crate::steps::Done;
use crate::workspace;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Puts a file into `pkg/` under a name that carries its hash, and returns its address.
    pub fn publish(&mut self, logical: &str, bytes: &[u8]) -> Done<String> {
        let (stem, ending) = logical.rsplit_once('.').ok_or_else(|| format!("{logical} has no ending."))?;
        let name = format!("{stem}.{}.{ending}", stamp::of_bytes(bytes));
        folder::write(&workspace::site().join("pkg").join(&name), bytes)?;
        let address = format!("/pkg/{name}");
        self.0.insert(logical.to_owned(), address.clone());
        Ok(address)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn holds(&self, address: &str) -> bool {
        self.0.values().any(|known| known == address)
    }

    /// Names hold nothing that JSON would want escaped.
    pub fn json(&self) -> String {
        let rows: Vec<String> = self.0.iter().map(|(name, address)| format!("  \"{name}\": \"{address}\"")).collect();
        format!("{{\n{}\n}}\n", rows.join(",\n"))
    }
}
