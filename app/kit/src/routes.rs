//! The only place that knows paths. Each page's path is a function; patterns for the router stand beside it.

use market::account::Language;

/// Home.
pub const HOME: &str = "/";
/// All goods, the newest first: the top of the category tree.
pub const NEWEST: &str = "/c";
/// Search results.
pub const SEARCH: &str = "/search";
/// Proposals for an unfinished search.
pub const SUGGEST: &str = "/search/suggest";
/// The cart.
pub const CART: &str = "/cart";
/// Takes goods from a product's page into the cart (POST).
pub const CART_ADD: &str = "/cart/add";
/// Checkout.
pub const CHECKOUT: &str = "/checkout";
/// A person's own page.
pub const ME: &str = "/me";
/// A buyer's orders.
pub const MY_ORDERS: &str = "/me/orders";
/// A buyer's addresses.
pub const MY_ADDRESSES: &str = "/me/addresses";
/// What a buyer keeps in sight.
pub const MY_FAVOURITES: &str = "/me/favourites";
/// The shops that a buyer follows.
pub const MY_SHOPS: &str = "/me/following";
/// What this browser has shown lately.
pub const RECENT: &str = "/me/recent";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Signing in for the first time; the same page says so.
pub const SIGN_UP: &str = "/sign-up";
/// Ends the session (POST).
pub const SIGN_OUT: &str = "/sign-out";
/// Changes the reader's language (POST).
pub const LANGUAGE: &str = "/language";
/// The room of a shop in which its owner names the card that payouts go to.
pub const PAYOUT_CARD: &str = "money/card";
/// The seller's shops.
pub const SELL: &str = "/sell";
/// Opening a shop.
pub const SELL_OPEN: &str = "/sell/open";
/// The courier's stops.
pub const COURIER: &str = "/courier";
/// The operator's queues.
pub const ADMIN: &str = "/admin";
/// Where parcels shall go, for quotes of freight before there is an address.
pub const SHIP_TO: &str = "/ship-to";
/// What search engines may read.
pub const ROBOTS: &str = "/robots.txt";
/// The public rules.
pub const RULES: &str = "/rules";
/// What was changed of the numbers that order goods.
pub const RANKING_CHANGES: &str = "/rules/ranking";
/// What share of the places shops of each size got.
pub const EXPOSURE: &str = "/rules/exposure";

/// A category's page.
#[must_use]
pub fn category(slug: &str) -> String {
    format!("/c/{slug}")
}
/// A product's page; the title makes the readable tail.
#[must_use]
pub fn product(id: &str, title: &str) -> String {
    format!("/p/{id}/{}", market::kernel::slug(title))
}
/// A list's next page, behind the last key of this one.
#[must_use]
pub fn after(path: &str, key: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}after={key}")
}
/// Search results.
#[must_use]
pub fn search(words: &str) -> String {
    format!("{SEARCH}?q={}", percent(words))
}
/// The part of the rules that says what counts as sold.
pub const WHAT_IS_SOLD: &str = "/rules#sold";

/// A category's goods, or all, with what was sold most in front.
#[must_use]
pub fn most_sold(slug: Option<&str>) -> String {
    let within = slug.map(|slug| format!("&c={}", percent(slug))).unwrap_or_default();
    format!("{}{within}&sort=sold", search(""))
}
/// All that somebody made.
#[must_use]
pub fn made_by(maker: &str) -> String {
    format!("{}&maker={}", search(""), percent(maker))
}
/// All that comes from a place.
#[must_use]
pub fn made_in(place: &str) -> String {
    format!("{}&place={}", search(""), percent(place))
}
/// A shop's page.
#[must_use]
pub fn shop(handle: &str) -> String {
    format!("/s/{handle}")
}
/// Paying.
#[must_use]
pub fn pay(payment: &str) -> String {
    format!("/pay/{payment}")
}
/// A buyer's order.
#[must_use]
pub fn my_order(order: &str) -> String {
    format!("/me/orders/{order}")
}
/// Where a buyer asks for money back.
#[must_use]
pub fn ask_case(order: &str) -> String {
    format!("/me/orders/{order}/case")
}
/// A case, as its buyer sees it.
#[must_use]
pub fn my_case(case: &str) -> String {
    format!("/me/cases/{case}")
}
/// A case, as its shop sees it.
#[must_use]
pub fn shop_case(handle: &str, case: &str) -> String {
    format!("/sell/{handle}/cases/{case}")
}
/// A case, as an operator sees it.
#[must_use]
pub fn admin_case(case: &str) -> String {
    format!("/admin/cases/{case}")
}
/// A photo that was shown in a case, below the page of whoever looks.
#[must_use]
pub fn evidence(case_path: &str, photo: &str) -> String {
    format!("{case_path}/evidence/{photo}")
}
/// A room of a shop's workbench: `""` is Today; `orders`, `listings`, `money`, `settings`, ….
#[must_use]
pub fn sell(handle: &str, room: &str) -> String {
    if room.is_empty() { format!("/sell/{handle}") } else { format!("/sell/{handle}/{room}") }
}
/// The operator's room.
#[must_use]
pub fn admin(room: &str) -> String {
    format!("/admin/{room}")
}
/// A rendered photo.
#[must_use]
pub fn photo(name: &str) -> String {
    format!("/photos/{name}")
}
/// Signing in and coming back.
#[must_use]
pub fn sign_in_and_back(to: &str) -> String {
    format!("{SIGN_IN}?back={}", percent(to))
}

/// The path to go back to after signing in, where it is one of ours: a full address or `//host` would lead elsewhere.
#[must_use]
pub fn local_path(text: &str) -> Option<&str> {
    let local = text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\");
    (local && text.len() <= 2_000 && !text.chars().any(char::is_control)).then_some(text)
}

/// Percent-encodes everything that has a meaning in a query.
#[must_use]
pub fn percent(text: &str) -> String {
    use std::fmt::Write;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The other language and its own name for itself, for the switch in the header.
#[must_use]
pub const fn other_language(lang: Language) -> (Language, &'static str) {
    match lang {
        Language::En => (Language::Zh, "中文"),
        Language::Zh => (Language::En, "English"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_paths_are_gone_back_to() {
        assert_eq!(local_path("/cart?x=1"), Some("/cart?x=1"));
        for foreign in ["//evil.test/", "https://evil.test/", "/\\evil.test", "cart", "", "/a\nb"] {
            assert_eq!(local_path(foreign), None, "{foreign:?}");
        }
    }
}
