//! One request: who is asking, in which language, from where.

use super::{App, Asking, EntersLate, Fields, Stop};
use axum::extract::FromRequestParts;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use market::account::{Buyer, CodeId, Language, Operator, SignedIn};
use market::kernel::{AttemptId, Market};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Holds the language that the reader chose.
pub const LANGUAGE_COOKIE: &str = "lang";
/// Holds the two digits of the province that parcels go to, for quotes of freight.
pub const PROVINCE_COOKIE: &str = "province";
/// Holds the token of a guest's cart.
pub const GUEST_COOKIE: &str = "guest";

/// Holds what somebody wanted to keep who had to sign in first.
pub const WISH_COOKIE: &str = "wish";
/// Another one whenever somebody signs in or out at the browser. The one cookie that scripts read: a page that a browser brings back as
/// it was left is asked for anew where it was left by another reader (`frontend/storefront/load.js`), and what one of them looked at is
/// not shown to the next (`recent.js`).
pub const READER_COOKIE: &str = "reader";

/// The session's cookie: bound to the host and TLS where there is TLS.
#[must_use]
pub const fn session_cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

/// The cookie of the code that the browser asked for. Two pages ask for codes, so its path is the whole site, and `__Host-` asks
/// for no less.
#[must_use]
pub const fn code_cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-code" } else { "code" }
}

/// One request's context; the only maker of actors in the pages.
pub struct Visit {
    /// The application.
    pub app: App,
    /// The reader's language.
    pub lang: Language,
    /// Who is signed in.
    pub who: Option<SignedIn>,
    /// The token of a guest's cart, as the browser holds it.
    pub guest: Option<String>,
    /// The province that the reader's parcels go to, as chosen before; one of the known codes.
    pub province: Option<&'static str>,
    /// What the reader wanted to keep before signing in, as the browser holds it.
    pub wish: Option<String>,
    /// The token of the session, as the browser holds it.
    pub session: Option<String>,
    /// The code that the browser asked for; none where what it holds cannot be one.
    pub code: Option<CodeId>,
    /// Path and query, to come back to.
    pub path: String,
    /// The client's network address, for rate limits only.
    pub client: String,
    /// A short name of the device, for the list of sessions.
    pub device: String,
    /// What the browser has and takes.
    pub asking: Asking,
    /// Whether it has no place yet in a crowd: it takes one before a page is made for it.
    pub enters_late: bool,
}

impl Visit {
    /// The person who is signed in.
    ///
    /// # Errors
    /// [`Stop`] that leads to signing in and back here.
    pub fn signed_in(&self) -> Result<&SignedIn, Stop> {
        self.who.as_ref().ok_or_else(|| Stop::sign_in(self.path.clone()))
    }
    /// As a buyer.
    ///
    /// # Errors
    /// As [`Visit::signed_in`].
    pub fn buyer(&self) -> Result<Buyer, Stop> {
        Ok(self.signed_in()?.buyer())
    }
    /// As an operator; to everybody else there is no such page.
    ///
    /// # Errors
    /// As [`Visit::signed_in`], or not found.
    pub fn operator(&self) -> Result<Operator, Stop> {
        self.signed_in()?.operator().ok_or_else(Stop::not_found)
    }
}

impl Visit {
    /// The market for this sending of a form, by the id that the form carries: what it does is done once.
    ///
    /// # Errors
    /// [`Stop`] for a form without an id: it was not drawn by us, or is older than this software.
    pub fn attempt(&self, fields: &Fields) -> Result<Market, Stop> {
        let attempt = fields.read("attempt").ok_or_else(Stop::reused)?;
        Ok(self.app.market.for_attempt(attempt))
    }
    /// The id of the next sending, for a form that is drawn now.
    #[must_use]
    pub fn mint_attempt(&self) -> AttemptId {
        AttemptId::mint(self.app.market.now())
    }
    /// Tells the browser's scripts, for so many seconds, that what it showed until now was for another reader. It says nothing of who
    /// reads.
    pub fn change_reader(&self, response: &mut Response, seconds: i64) {
        let line = format!("{READER_COOKIE}={}; Path=/; Max-Age={seconds}; SameSite=Lax", self.mint_attempt());
        append_cookie(response, line, self.app.secure);
    }
    /// What stands behind the `?` of the address.
    #[must_use]
    pub fn query(&self) -> super::Fields {
        super::Fields::parse(self.path.split_once('?').map_or("", |(_, query)| query).as_bytes())
    }
    /// The local path that the address asks to go back to.
    #[must_use]
    pub fn back(&self) -> Option<String> {
        crate::routes::local_path(self.query().get("back")).map(str::to_owned)
    }
}

impl Visit {
    /// The visit of somebody unknown; asks no database.
    #[must_use]
    pub fn stranger(parts: &Parts, app: &App) -> Self {
        let headers = &parts.headers;
        Self {
            lang: language(headers),
            guest: cookie(headers, GUEST_COOKIE).map(str::to_owned),
            province: cookie(headers, PROVINCE_COOKIE).and_then(known_province),
            wish: cookie(headers, WISH_COOKIE).map(str::to_owned),
            session: None,
            code: cookie(headers, code_cookie_name(app.secure)).and_then(|text| text.parse().ok()),
            path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            client: client_address(parts),
            device: device(headers),
            asking: Asking::of(headers),
            enters_late: parts.extensions.get::<EntersLate>().is_some(),
            who: None,
            app: app.clone(),
        }
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Stop> {
        let headers = &parts.headers;
        let session = cookie(headers, session_cookie_name(app.secure)).map(str::to_owned);
        let who = match &session {
            Some(token) => market::account::queries::signed_in(&app.market, token).await?,
            None => None,
        };
        if let Some(who) = &who {
            note_seen(app, who).await;
        }
        let mut visit = Self::stranger(parts, app);
        if cookie(headers, LANGUAGE_COOKIE).is_none() {
            visit.lang = who.as_ref().map_or(visit.lang, SignedIn::language);
        }
        visit.who = who;
        visit.session = session;
        Ok(visit)
    }
}

/// Writes down that the session is in use, for the list of devices. A page does not fail because that note could not be taken.
async fn note_seen(app: &App, who: &SignedIn) {
    if let Err(fault) = market::account::commands::touch_session(&app.market, who).await {
        tracing::warn!(fault.detail = %fault.detail, "a session's last use was not written down: {}", fault.detail);
    }
}

/// The province of a code.
#[must_use]
pub fn known_province(code: &str) -> Option<&'static str> {
    market::pricing::rules::PROVINCES.into_iter().find(|known| *known == code)
}

/// A cookie's value.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// Adds a cookie for so many seconds (0 removes it), unreadable to scripts and not sent along by other sites' forms.
pub fn set_cookie(response: &mut Response, name: &str, value: &str, seconds: i64, secure: bool) {
    append_cookie(response, format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"), secure);
}

fn append_cookie(response: &mut Response, mut line: String, secure: bool) {
    if secure {
        line.push_str("; Secure");
    }
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

/// The language that somebody unknown reads.
#[must_use]
pub fn language(headers: &HeaderMap) -> Language {
    cookie(headers, LANGUAGE_COOKIE).and_then(Language::from_code).unwrap_or_else(|| preferred(headers))
}

/// Whether somebody may be known by these headers: signed in, or with a cart.
#[must_use]
pub fn may_be_known(headers: &HeaderMap, secure: bool) -> bool {
    [session_cookie_name(secure), GUEST_COOKIE].iter().any(|name| cookie(headers, name).is_some())
}

/// The first language of the browser that we speak.
fn preferred(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted
        .split(',')
        .filter_map(|tag| tag.split(';').next())
        .find_map(|tag| Language::from_code(tag.trim()))
        .unwrap_or_default()
}

/// The peer's address. An address that a proxy passes on is taken only by the server's own proxy setting, which puts it here.
fn client_address(parts: &Parts) -> String {
    let passed = parts.extensions.get::<IpAddr>().copied();
    let peer = parts.extensions.get::<axum::extract::ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    passed.or(peer).map_or_else(|| "unknown".to_owned(), |address| place(address).to_string())
}

/// Whom an address stands for: of IPv6, a household or a server has a whole network of 64 bits, and any address within it.
fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address => address,
    }
}

/// `Chrome on Android`, from the user agent; enough to recognise one's own phone in a list.
fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let pick = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = pick(&[
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = pick(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    format!("{} · {}", browser.unwrap_or("Browser"), system.unwrap_or("?"))
}

/// For handlers that cannot fail to be asked.
impl From<Infallible> for Stop {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_network_is_one_place() {
        let place = |address: &str| place(address.parse().unwrap()).to_string();
        assert_eq!(["2001:db8::1", "2001:db8::ffff:1"].map(place), ["2001:db8::", "2001:db8::"]);
        assert_eq!(place("2001:db8:0:1::1"), "2001:db8:0:1::");
        assert_eq!(["192.0.2.1", "::ffff:192.0.2.1"].map(place), ["192.0.2.1", "192.0.2.1"]);
    }
}
