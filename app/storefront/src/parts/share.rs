//! How a page introduces itself where a link to it is shared, and to search engines.

use app_kit::request::{App, escape};
use app_kit::routes;

/// A path of ours as a full address, readable by machines that know no Chinese paths.
pub fn absolute(app: &App, path: &str) -> String {
    format!("{}{}", app.public_url, routes::percent(path))
}

/// Open Graph's words for the head; `picture` is a full address.
pub fn share_card(kind: &str, title: &str, description: &str, address: &str, picture: Option<&str>) -> String {
    let mut head = String::with_capacity(512);
    let mut say = |property: &str, content: &str| {
        head.push_str("<meta property=\"og:");
        head.push_str(property);
        head.push_str("\" content=\"");
        head.push_str(&escape(content));
        head.push_str("\">");
    };
    say("type", kind);
    say("title", title);
    say("description", description);
    say("url", address);
    if let Some(picture) = picture {
        say("image", picture);
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_leave_its_attribute() {
        let head = share_card("website", "\"><script>", "", "https://market.example/", None);
        assert!(head.contains("content=\"&quot;&gt;&lt;script&gt;\""), "{head}");
    }
}
