//! How a browser asks for a page: what it has of it already, what it can unpack, and whether anybody looks.

use super::packing::takes_brotli;
use http::{HeaderMap, HeaderValue, header};

/// What the headers of a request say of the browser.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// The tags of what it has of the page.
    pub has: Option<HeaderValue>,
    /// Whether it can unpack Brotli.
    pub takes_brotli: bool,
    /// Whether it says that nobody looks at what it asks for: programs that read the web, and pages fetched ahead.
    pub is_robot: bool,
}

impl Asking {
    /// What the headers of a request say.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        Self {
            has: headers.get(header::IF_NONE_MATCH).cloned(),
            takes_brotli: takes_brotli(headers),
            is_robot: is_robot(headers),
        }
    }

    /// Whether it has what bears this tag.
    #[must_use]
    pub fn knows(&self, tag: &HeaderValue) -> bool {
        let tag = tag.to_str().unwrap_or_default();
        let has = self.has.as_ref().and_then(|has| has.to_str().ok());
        has.is_some_and(|has| has.split(',').any(|one| one.trim() == tag))
    }
}

/// What calls itself a program, or fetches ahead of its reader.
fn is_robot(headers: &HeaderMap) -> bool {
    const NAMES: [&str; 8] = ["bot", "crawl", "spider", "slurp", "preview", "curl", "wget", "python"];
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let agent = text("user-agent");
    agent.is_empty() || NAMES.iter().any(|name| agent.contains(name)) || text("sec-purpose").contains("prefetch")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_apart_from_people() {
        let asked =
            |agent: &str| Asking::of(&HeaderMap::from_iter([(header::USER_AGENT, agent.parse().expect("a value"))])).is_robot;
        assert!(!asked("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"));
        assert!(asked("Mozilla/5.0 (compatible; Googlebot/2.1)") && asked("curl/8.5") && Asking::of(&HeaderMap::new()).is_robot);
    }
}
