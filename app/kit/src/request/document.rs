//! The HTML document around a page: head, sheet, loader. No inline script, so that the strictest policy holds.

use super::SiteNames;
use crate::Say;
use market::account::Language;

/// Which sheet and which WebAssembly a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// Buyers' pages.
    Storefront,
    /// Sellers', couriers' and operators' pages.
    Workbench,
}

impl Bundle {
    const fn sheet(self) -> &'static str {
        match self {
            Self::Storefront => "storefront.css",
            Self::Workbench => "workbench.css",
        }
    }
    const fn script(self) -> &'static str {
        match self {
            Self::Storefront => "storefront.js",
            Self::Workbench => "workbench.js",
        }
    }
}

/// What stands around a page's body.
#[derive(Clone, Debug)]
pub struct Document {
    /// Sheet and script.
    pub bundle: Bundle,
    /// The page's language.
    pub lang: Language,
    /// The page's own title; the market's name is added.
    pub title: String,
    /// A sentence for search engines and share cards.
    pub description: Option<String>,
    /// The address by which the page wants to be known.
    pub canonical: Option<String>,
    /// A WebP picture to be loaded early: the largest paint.
    pub preload: Option<String>,
    /// Whether search engines may keep the page.
    pub public: bool,
    /// Further markup for the head, already safe.
    pub head: String,
}

impl Document {
    /// A buyer's page.
    #[must_use]
    pub fn storefront(lang: Language, title: impl Into<String>) -> Self {
        Self::new(Bundle::Storefront, lang, title.into())
    }
    /// A page of the workbench.
    #[must_use]
    pub fn workbench(lang: Language, title: impl Into<String>) -> Self {
        Self::new(Bundle::Workbench, lang, title.into())
    }
    fn new(bundle: Bundle, lang: Language, title: String) -> Self {
        Self { bundle, lang, title, description: None, canonical: None, preload: None, public: false, head: String::new() }
    }

    /// What comes after the body.
    pub const AFTER: &str = "</html>";

    /// The whole document around `body`, which begins with `<body` and ends with `</body>`.
    #[must_use]
    pub fn around(&self, site: &SiteNames, body: &str) -> String {
        let mut html = self.before(site);
        html.reserve(body.len() + Self::AFTER.len());
        html.push_str(body);
        html.push_str(Self::AFTER);
        html
    }

    /// What comes before the body.
    #[must_use]
    pub fn before(&self, site: &SiteNames) -> String {
        let market = self.lang.say("Shanhuo", "山货");
        let mut html = String::with_capacity(1_500);
        html.push_str("<!DOCTYPE html><html lang=\"");
        html.push_str(self.lang.tag());
        html.push_str(
            "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>",
        );
        html.push_str(&escape(&self.title));
        html.push_str(" · ");
        html.push_str(market);
        html.push_str("</title>");
        if let Some(description) = &self.description {
            html.push_str(&format!("<meta name=\"description\" content=\"{}\">", escape(description)));
        }
        if let Some(canonical) = &self.canonical {
            html.push_str(&format!("<link rel=\"canonical\" href=\"{}\">", escape(canonical)));
        }
        if !self.public {
            html.push_str("<meta name=\"robots\" content=\"noindex\">");
        }
        if let Some(picture) = &self.preload {
            html.push_str(&format!(
                "<link rel=\"preload\" as=\"image\" type=\"image/webp\" href=\"{}\" fetchpriority=\"high\">",
                escape(picture)
            ));
        }
        if let Some(sheet) = site.url(self.bundle.sheet()) {
            html.push_str(&format!("<link rel=\"stylesheet\" href=\"{sheet}\">"));
        }
        html.push_str("<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"><link rel=\"manifest\" href=\"/manifest.webmanifest\">");
        html.push_str("<meta name=\"theme-color\" content=\"#FBF7EE\" media=\"(prefers-color-scheme: light)\"><meta name=\"theme-color\" content=\"#171512\" media=\"(prefers-color-scheme: dark)\">");
        html.push_str(&self.head);
        if let Some(script) = site.url(self.bundle.script()) {
            html.push_str(&format!("<script type=\"module\" async src=\"{script}\"></script>"));
        }
        html.push_str("</head>");
        html
    }
}

/// Text for HTML and for double-quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_head() {
        let page = Document::storefront(Language::En, "</title><script>").around(&SiteNames::default(), "<body></body>");
        assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt; · Shanhuo</title>"));
    }
}
