//! What stands around every buyer's page: head, search, cart, language; foot.

use crate::pages::cart;
use app_kit::components::Icon;
use app_kit::form::FormState;
use app_kit::request::{HOLE, Shelved, Stop, Visit, render};
use app_kit::{Say, routes, say};
use leptos::either::Either;
use leptos::prelude::*;
use market::account::Language;
use market::catalog::Category;
use market::discovery::rules::SEARCH_CHARS_MAX;
use std::sync::Arc;

/// What the frame shows of the reader.
#[derive(Clone, Debug)]
pub struct Reader {
    lang: Language,
    name: Option<String>,
    cart_count: u64,
    path: String,
    query: String,
    /// Nobody yet: the page is drawn for many, and what is theirs is filled in for each.
    is_anybody: bool,
}

/// The reader of a visit with what is in the cart: at most one query, none for somebody without session and cart.
///
/// # Errors
/// [`Stop`] at a fault of the database.
pub async fn reader(visit: &Visit) -> Result<Reader, Stop> {
    Ok(Reader::of(visit, cart::count(visit).await?))
}

/// What stands under the head: the top of the category tree.
#[derive(Clone)]
pub struct Strip {
    shelved: Arc<Shelved>,
    here: Option<String>,
}

impl Strip {
    /// Marks the root of a category's path as the place where the reader is.
    pub fn at(shelved: &Arc<Shelved>, path: Option<&str>) -> Self {
        let here = path.and_then(|path| path.split('/').next()).map(str::to_owned);
        Self { shelved: Arc::clone(shelved), here }
    }
}

impl Reader {
    /// The reader of a visit, with so many goods in the cart.
    pub fn of(visit: &Visit, cart_count: u64) -> Self {
        Self {
            lang: visit.lang,
            name: visit.who.as_ref().map(|who| who.name().to_owned()),
            cart_count,
            path: visit.path.clone(),
            query: String::new(),
            is_anybody: false,
        }
    }
    /// Whoever will read a page that is kept for many.
    pub const fn anybody(lang: Language) -> Self {
        Self { lang, name: None, cart_count: 0, path: String::new(), query: String::new(), is_anybody: true }
    }
    /// Somebody unknown at this path.
    pub fn stranger(lang: Language, path: &str) -> Self {
        Self { path: path.to_owned(), is_anybody: false, ..Self::anybody(lang) }
    }
    /// The same reader, who comes back to this path and not to all that the address says.
    pub fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }
    /// What fills the hole of a kept page.
    pub fn filling(self) -> String {
        render(self.lang, FormState::default(), || view! { <You reader=self/> })
    }
    /// The same reader, who searches for this.
    pub fn searching(mut self, query: &str) -> Self {
        query.clone_into(&mut self.query);
        self
    }
}

/// The body of a buyer's page. `main_class` widens or narrows it (`wrap page`, `narrow page`, `wrap page has-bar`).
#[component]
pub fn Frame(
    reader: Reader,
    main_class: &'static str,
    #[prop(optional)] strip: Option<Strip>,
    children: Children,
) -> impl IntoView {
    let lang = reader.lang;
    view! {
        <body>
            <a class="skip" href="#main">{lang.say("Skip to the content", "跳到正文")}</a>
            <Head reader/>
            {strip.map(|strip| view! { <Categories strip lang/> })}
            <main id="main" class=main_class>{children()}</main>
            <Foot lang/>
        </body>
    }
}

#[component]
fn Head(reader: Reader) -> impl IntoView {
    let lang = reader.lang;
    let search = lang.say("Search", "搜索");
    let query = reader.query.clone();
    let you = if reader.is_anybody { Either::Left(HOLE.as_str()) } else { Either::Right(view! { <You reader/> }) };
    view! {
        <header class="site-head">
            <div class="wrap">
                <a class="brand" href=routes::HOME>
                    <img src="/seal.svg" width="36" height="36" alt=""/>
                    <b>{lang.say("Shanhuo", "山货")}</b>
                </a>
                <form class="search" role="search" action=routes::SEARCH>
                    <label class="sr" for="q">{search}</label>
                    <input type="search" id="q" name="q" value=query maxlength=SEARCH_CHARS_MAX
                        placeholder=lang.say("Salted pork, tea, a dress", "腊肉、茶叶、连衣裙")/>
                    <button class="btn" aria-label=search><Icon name="search"/></button>
                </form>
                {you}
            </div>
        </header>
    }
}

/// The part of the head that is another one for each reader.
#[component]
fn You(reader: Reader) -> impl IntoView {
    let lang = reader.lang;
    let cart_label = match reader.cart_count {
        0 => lang.say("Cart, empty", "购物车，空").to_owned(),
        n => say!(lang, "Cart, {n} in it", "购物车，{n} 种商品"),
    };
    let (me_path, me) = match reader.name {
        Some(_) => (routes::ME, lang.say("Me", "我的")),
        None => (routes::SIGN_IN, lang.say("Sign in", "登录")),
    };
    view! {
        <nav class="site-nav" aria-label=lang.say("You", "您的页面")>
            <LanguageSwitch lang back=reader.path/>
            <a href=routes::SELL>{lang.say("Sell", "开店")}</a>
            <a href=me_path aria-label=me><Icon name="user"/><span>{me}</span></a>
            <a href=routes::CART aria-label=cart_label>
                <Icon name="cart"/>
                <span>{lang.say("Cart", "购物车")}</span>
                {(reader.cart_count > 0).then(|| view! { <b class="count">{reader.cart_count}</b> })}
            </a>
        </nav>
    }
}

#[component]
fn Categories(strip: Strip, lang: Language) -> impl IntoView {
    let Strip { shelved, here } = strip;
    let link = |category: &Category| {
        let current = (here.as_deref() == Some(category.slug.as_str())).then_some("true");
        view! { <li><a href=routes::category(&category.slug) aria-current=current>{category.name(lang).to_owned()}</a></li> }
    };
    view! {
        <nav class="strip" aria-label=lang.say("Categories", "分类")>
            <ul>{shelved.tree.roots().map(link).collect_view()}</ul>
        </nav>
    }
}

/// A button in the other language's own name; it posts, since it changes what the browser keeps.
#[component]
fn LanguageSwitch(lang: Language, back: String) -> impl IntoView {
    let (other, name) = routes::other_language(lang);
    view! {
        <form method="post" action=routes::LANGUAGE>
            <input type="hidden" name="back" value=back/>
            <button name="to" value=other.code() lang=other.tag()>{name}</button>
        </form>
    }
}

#[component]
fn Foot(lang: Language) -> impl IntoView {
    view! {
        <footer class="site-foot">
            <div class="wrap">
                <ul>
                    <li><a href=routes::RULES>{lang.say("The rules and the numbers", "规则与费率")}</a></li>
                    <li><a href=routes::SELL_OPEN>{lang.say("Open a shop for free", "免费开店")}</a></li>
                    <li>{lang.say("Your money is held until you confirm the parcel.", "确认收货前，货款由平台保管。")}</li>
                </ul>
            </div>
        </footer>
    }
}
