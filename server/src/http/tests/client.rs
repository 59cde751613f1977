//! Somebody at a browser: signed in, reading pages and sending the forms that stand on them; and what the database holds beside it.

use super::{BROWSER, House};
use app_kit::request::{LANGUAGE_COOKIE, session_cookie_name};
use app_kit::routes::percent;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use http::{Method, StatusCode, header};
use market::account::{Language, SignedIn};
use market::kernel::AttemptId;
use sea_orm::{ConnectionTrait, Statement};
use tower::ServiceExt;

/// Stands between the fields of a form with files.
const BOUNDARY: &str = "----parts";

/// What came back.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    /// Where the browser is sent; empty where it stays.
    pub(super) to: String,
    pub(super) page: String,
    /// The lines that set cookies.
    set: Vec<String>,
}

impl Answered {
    /// The line that sets this cookie.
    pub(super) fn sets(&self, cookie: &str) -> Option<&str> {
        self.set.iter().map(String::as_str).find(|line| cookie_name(line) == cookie)
    }

    /// Whether it is the calm page for a form that was sent before, or that has no id of its sending.
    pub(super) fn is_reused(&self) -> bool {
        self.status == StatusCode::CONFLICT && self.page.contains("<h1>This form was sent before<")
    }
}

/// A form as it is sent.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) path: String,
    fields: Vec<(String, String)>,
    /// What stands in the files that were chosen.
    files: Vec<String>,
    is_in_parts: bool,
}

impl Form {
    pub(super) fn new(path: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { path: path.into(), fields, files: Vec::new(), is_in_parts: false }
    }

    /// The form on a page in which all of these stand, as it was drawn.
    pub(super) fn on(page: &str, marks: &[&str]) -> Option<Self> {
        let mut forms = page.split("<form").skip(1).filter_map(|form| form.split("</form>").next());
        let form = forms.find(|form| marks.iter().all(|mark| form.contains(*mark)))?;
        let tags = form.split('<').filter(|tag| tag.starts_with("input ") || tag.starts_with("textarea "));
        let field = |tag: &str| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()));
        let fields = tags.filter_map(field).collect();
        Some(Self { path: attribute(form, "action")?, fields, files: Vec::new(), is_in_parts: false })
    }

    /// The same as a form that takes files, of which none is chosen.
    pub(super) fn in_parts(mut self) -> Self {
        self.is_in_parts = true;
        self
    }

    /// The same with one more file, in which this stands.
    pub(super) fn with_file(mut self, content: &str) -> Self {
        self.files.push(content.to_owned());
        self.in_parts()
    }

    /// With this in a field, whatever was in it.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With this in the one field whose name begins so: pages with several forms add an id to it.
    pub(super) fn typed(mut self, begins: &str, value: &str) -> Self {
        let field = self.fields.iter_mut().find(|(name, _)| name.starts_with(begins)).expect("such a field");
        value.clone_into(&mut field.1);
        self
    }

    /// Sent with this id.
    pub(super) fn of_attempt(self, attempt: AttemptId) -> Self {
        self.with("attempt", &attempt.to_string())
    }

    /// What stands in a field.
    pub(super) fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The name of the one field that begins so.
    pub(super) fn name_of(&self, begins: &str) -> &str {
        self.fields.iter().map(|(name, _)| name.as_str()).find(|name| name.starts_with(begins)).expect("such a field")
    }

    fn encoded(&self) -> (String, String) {
        if self.is_in_parts {
            let part = |(name, value): &(String, String)| {
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            };
            let file = |content: &String| {
                let name = "name=\"files\"; filename=\"photo.jpg\"";
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {name}\r\nContent-Type: image/jpeg\r\n\r\n{content}\r\n")
            };
            let parts: String = self.fields.iter().map(part).chain(self.files.iter().map(file)).collect();
            return (format!("multipart/form-data; boundary={BOUNDARY}"), format!("{parts}--{BOUNDARY}--\r\n"));
        }
        let pair = |(name, value): &(String, String)| format!("{}={}", percent(name), percent(value));
        let pairs: Vec<String> = self.fields.iter().map(pair).collect();
        ("application/x-www-form-urlencoded".to_owned(), pairs.join("&"))
    }
}

/// What an attribute of the first tag of a text says.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, value) = tag.split('>').next()?.split_once(&format!(" {name}=\""))?;
    Some(value.split('"').next()?.to_owned())
}

/// What is wrong with a field, as it stands beside it; empty where nothing is.
pub(super) fn beside<'a>(page: &'a str, name: &str) -> &'a str {
    let error = page.split_once(&format!("id=\"{name}-error\""));
    error.and_then(|(_, error)| error.split("</p>").next()).unwrap_or_default()
}

/// The name of a cookie.
fn cookie_name(cookie: &str) -> &str {
    cookie.split('=').next().unwrap_or_default()
}

/// A browser, and the cookies that it keeps of us.
pub(super) struct Browser<'a> {
    house: &'a House,
    cookies: Vec<String>,
}

impl Browser<'_> {
    /// The same, with the reader's language changed.
    pub(super) fn reading(self, language: Language) -> Self {
        self.keeping(&format!("{LANGUAGE_COOKIE}={}", language.code()))
    }

    /// The same, with the cookie of this line in the place of any of its name.
    pub(super) fn keeping(mut self, line: &str) -> Self {
        let cookie = line.split(';').next().unwrap_or_default();
        self.cookies.retain(|kept| cookie_name(kept) != cookie_name(cookie));
        self.cookies.push(cookie.to_owned());
        self
    }

    pub(super) async fn get(&self, path: &str) -> Answered {
        self.ask(Request::builder().method(Method::GET).uri(path), String::new()).await
    }

    /// Sends a form from a page of ours.
    pub(super) async fn send(&self, form: &Form) -> Answered {
        self.send_from("same-origin", form).await
    }

    /// Sends a form from wherever the browser says.
    pub(super) async fn send_from(&self, site: &str, form: &Form) -> Answered {
        let (kind, body) = form.encoded();
        let request = Request::builder().method(Method::POST).uri(form.path.as_str());
        self.ask(request.header("sec-fetch-site", site).header(header::CONTENT_TYPE, kind), body).await
    }

    async fn ask(&self, request: http::request::Builder, body: String) -> Answered {
        let request = request.header(header::USER_AGENT, BROWSER).header(header::COOKIE, self.cookies.join("; "));
        let request = request.body(Body::from(body)).expect("a request");
        let (parts, body) = self.house.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let to = parts.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
        let set = parts.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        let set = set.map(str::to_owned).collect();
        Answered { status: parts.status, to, page: String::from_utf8_lossy(&bytes).into_owned(), set }
    }
}

impl House {
    /// Somebody signs in at a browser of their own.
    pub(super) async fn browser(&self, who: &SignedIn) -> Browser<'_> {
        let token = self.kit.sign_in(who).await;
        Browser { house: self, cookies: vec![format!("{}={}", session_cookie_name(self.app.secure), token.reveal())] }
    }

    /// A browser in which nobody has signed in.
    pub(super) fn stranger(&self) -> Browser<'_> {
        Browser { house: self, cookies: vec![format!("{LANGUAGE_COOKIE}=en")] }
    }

    /// The id of another sending of a form.
    pub(super) fn attempt(&self) -> AttemptId {
        AttemptId::mint(self.kit.market.now())
    }

    /// All rows of all tables as one text, apart from when somebody was seen last.
    pub(super) async fn rows(&self) -> String {
        let (db, engine) = (self.kit.market.db(), self.kit.market.backend());
        let tables = "SELECT m.name AS name, group_concat('quote(\"' || c.name || '\")', ' || '' '' || ') AS line FROM sqlite_master m \
                      JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'session' \
                      GROUP BY m.name";
        let mut all = String::new();
        for table in db.query_all_raw(Statement::from_string(engine, tables)).await.expect("the tables") {
            let (name, line): (String, String) =
                (table.try_get("", "name").expect("a name"), table.try_get("", "line").expect("columns"));
            let rows = format!(
                "SELECT COALESCE(group_concat(line, char(10)), '') AS lines FROM (SELECT '{name} ' || {line} AS line FROM \"{name}\" ORDER BY 1)"
            );
            let rows = db.query_one_raw(Statement::from_string(engine, rows)).await.expect("rows").expect("a row");
            all.push_str(&rows.try_get::<String>("", "lines").expect("lines"));
            all.push('\n');
        }
        all
    }
}

/// The first row that is otherwise than before; none where all are as they were.
pub(super) fn changed<'a>(before: &str, after: &'a str) -> Option<&'a str> {
    let mut old = before.lines();
    let other = after.lines().find(|row| old.next() != Some(*row));
    other.or_else(|| old.next().map(|_| "rows that are gone"))
}
