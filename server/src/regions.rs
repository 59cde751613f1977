//! The country's divisions out of the site's files, read when somebody first asks for them.

use market::address::{Region, RegionDirectory};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Reads a file of the site by its path.
type Source = Box<dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync>;

/// The divisions by their codes.
pub struct SiteRegions {
    source: Source,
    loaded: OnceLock<Divisions>,
}

#[derive(Default)]
struct Divisions {
    names: HashMap<String, String>,
    children: HashMap<String, Vec<String>>,
}

impl Divisions {
    fn read(source: &Source) -> Self {
        let mut divisions = Self::default();
        let parse = |path: &str| source(path).and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let provinces = parse("regions/index.json").unwrap_or_default();
        divisions.add("", &provinces);
        for province in divisions.children.get("").cloned().unwrap_or_default() {
            let below = parse(&format!("regions/{province}.json")).unwrap_or_default();
            divisions.add(&province, &below);
        }
        if divisions.names.is_empty() {
            tracing::warn!("the site has no regions: addresses cannot be taken (`cargo dev site` makes them)");
        }
        divisions
    }

    fn add(&mut self, parent: &str, list: &Value) {
        for entry in list.as_array().into_iter().flatten() {
            let text = |index: usize| entry.get(index).and_then(Value::as_str).map(str::to_owned);
            let (Some(code), Some(name)) = (text(0), text(1)) else { continue };
            self.names.insert(code.clone(), name);
            self.children.entry(parent.to_owned()).or_default().push(code.clone());
            if let Some(below) = entry.get(2) {
                self.add(&code, below);
            }
        }
    }
}

impl SiteRegions {
    /// Divisions that are read from `source` when they are first needed.
    pub fn new(source: impl Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self { source: Box::new(source), loaded: OnceLock::new() }
    }

    fn divisions(&self) -> &Divisions {
        self.loaded.get_or_init(|| Divisions::read(&self.source))
    }
}

impl RegionDirectory for SiteRegions {
    fn children(&self, code: &str) -> Vec<Region> {
        let divisions = self.divisions();
        let codes = divisions.children.get(code).map(Vec::as_slice).unwrap_or_default();
        codes.iter().filter_map(|code| Some(Region { name: divisions.names.get(code)?.clone(), code: code.clone() })).collect()
    }

    fn path(&self, code: &str) -> Option<Vec<Region>> {
        let divisions = self.divisions();
        let levels = [2, 4, 6, 9].into_iter().filter(|length| *length <= code.len());
        let path: Vec<Region> = levels
            .filter_map(|length| {
                let code = code.get(..length)?;
                Some(Region { name: divisions.names.get(code)?.clone(), code: code.to_owned() })
            })
            .collect();
        path.last().is_some_and(|last| last.code == code).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_is_reached_in_four_steps() {
        let regions = SiteRegions::new(|path| match path {
            "regions/index.json" => Some(br#"[["43","Hunan"]]"#.to_vec()),
            "regions/43.json" => Some(br#"[["4331","Xiangxi",[["433123","Fenghuang",[["433123100","Tuojiang"]]]]]]"#.to_vec()),
            _ => None,
        });
        assert_eq!(regions.children("").len(), 1);
        assert_eq!(regions.children("433123").first().map(|town| town.name.clone()), Some("Tuojiang".to_owned()));
        assert_eq!(regions.path("433123100").map(|path| path.len()), Some(4));
        assert!(regions.is_leaf("433123100") && !regions.is_leaf("433123") && !regions.is_leaf("999999999"));
        assert_eq!(regions.path("43312"), None);
    }
}
