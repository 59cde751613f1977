//! One's own page.

use app_kit::components::{Badge, FormErrors, Icon, Notice, TextField, Tone};
use app_kit::form::FormState;
use app_kit::format::{machine_time, moment};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::SessionSummary;

/// What the page shows.
pub struct MePage {
    /// What the person is called.
    pub name: String,
    /// How they sign in.
    pub contacts: Vec<String>,
    /// Whether they have a password.
    pub has_password: bool,
    /// Whether they signed in so lately that they may set one.
    pub may_set_password: bool,
    /// Where they are signed in.
    pub sessions: Vec<SessionSummary>,
    /// Whether they run the market.
    pub is_operator: bool,
    /// What was just done.
    pub done: Option<&'static str>,
}

/// The page within its frame.
#[component]
pub fn MyPage(page: MePage, form: FormState) -> impl IntoView {
    let lang = lang();
    let name = page.name.clone();
    view! {
        <div class="stack">
            <h1>{say!(lang, "Hello, {name}", "{name}，您好")}</h1>
            {page.done.map(|title| view! { <Notice tone=Tone::Good title/> })}
            <FormErrors form=form.clone()/>
            <Ways is_operator=page.is_operator/>
        </div>
        <NameForm name=page.name form=form.clone()/>
        <SigningIn contacts=page.contacts has_password=page.has_password may_set_password=page.may_set_password form/>
        <Sessions sessions=page.sessions/>
        <form method="post" action=routes::SIGN_OUT>
            <button class="btn"><Icon name="leave"/>{lang.say("Sign out", "退出登录")}</button>
        </form>
    }
}

/// The way to everything else that is theirs.
#[component]
fn Ways(is_operator: bool) -> impl IntoView {
    let lang = lang();
    let mut ways = vec![
        (routes::MY_ORDERS, "orders", lang.say("Your orders", "我的订单")),
        (routes::MY_FAVOURITES, "heart", lang.say("Favourites", "我的收藏")),
        (routes::MY_SHOPS, "star", lang.say("Shops you follow", "关注的店铺")),
        (routes::RECENT, "eye", lang.say("You looked at lately", "最近浏览")),
        (routes::MY_ADDRESSES, "pin", lang.say("Your addresses", "收货地址")),
        (routes::SELL, "shop", lang.say("Your shops", "我的店铺")),
    ];
    if is_operator {
        ways.push((routes::ADMIN, "shield", lang.say("The market's desk", "市场管理")));
    }
    view! {
        <ul class="stack stack-small">
            {ways.into_iter().map(|(path, icon, words)| view! {
                <li><a class="btn btn-wide" href=path><Icon name=icon/><span>{words}</span><span class="push"><Icon name="next"/></span></a></li>
            }).collect_view()}
        </ul>
    }
}

#[component]
fn NameForm(name: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let mut form = form;
    if form.error("name").is_none() {
        form.forget("name");
        form.fill("name", name);
    }
    view! {
        <section aria-labelledby="called">
            <div class="section-head"><h2 id="called">{lang.say("What you are called", "您的称呼")}</h2></div>
            <form class="fields" method="post" action=routes::ME>
                <TextField form name="name" label=lang.say("Name", "名字") autocomplete="name"
                    hint=lang.say("Shops see it on your orders. It need not be the name on your papers.", "店家在订单上会看到，不必是真名。")/>
                <p><button class="btn" name="then" value="rename">{lang.say("Keep this name", "保存名字")}</button></p>
            </form>
        </section>
    }
}

#[component]
fn SigningIn(contacts: Vec<String>, has_password: bool, may_set_password: bool, form: FormState) -> impl IntoView {
    let lang = lang();
    let is_open = form.error("password").is_some();
    let summary =
        if has_password { lang.say("Change the password", "更改密码") } else { lang.say("Set a password", "设置密码") };
    let state = if has_password { lang.say("Set", "已设置") } else { lang.say("Not set", "未设置") };
    view! {
        <section class="stack" aria-labelledby="signing-in">
            <div class="section-head"><h2 id="signing-in">{lang.say("Signing in", "登录方式")}</h2></div>
            <dl class="pairs">
                <div><dt>{lang.say("E-mail or phone", "邮箱或手机号")}</dt><dd>{contacts.join(" · ")}</dd></div>
                <div><dt>{lang.say("Password", "密码")}</dt><dd>{state}</dd></div>
            </dl>
            <details class="confirm" open=is_open>
                <summary>{summary}</summary>
                {if may_set_password || is_open {
                    view! {
                        <form class="fields" method="post" action=routes::ME>
                            <TextField form name="password" kind="password" autocomplete="new-password" label=lang.say("New password", "新密码")
                                hint=lang.say("At least ten characters; a short sentence is good. Your other devices are signed out.", "至少十个字符，一句短话就很好。其他设备会退出登录。")/>
                            <p><button class="btn" name="then" value="password">{lang.say("Set this password", "保存密码")}</button></p>
                        </form>
                    }.into_any()
                } else {
                    view! {
                        <p>{lang.say("You signed in some time ago. Sign in again first, so that we know it is you.", "您登录已有一段时间，请先重新登录，以确认是您本人。")}</p>
                    }.into_any()
                }}
                {(!may_set_password).then(|| view! { <p><a class="btn" href="/sign-in?again&back=/me">{lang.say("Sign in again", "重新登录")}</a></p> })}
            </details>
        </section>
    }
}

#[component]
fn Sessions(sessions: Vec<SessionSummary>) -> impl IntoView {
    let lang = lang();
    let several = sessions.len() > 1;
    view! {
        <section class="stack" aria-labelledby="devices">
            <div class="section-head"><h2 id="devices">{lang.say("Where you are signed in", "登录的设备")}</h2></div>
            <ul class="stack">
                {sessions.into_iter().map(|session| view! { <li><Session session/></li> }).collect_view()}
            </ul>
            {several.then(|| view! {
                <details class="confirm">
                    <summary>{lang.say("Sign out everywhere", "全部退出登录")}</summary>
                    <form class="stack" method="post" action=routes::ME>
                        <p>{lang.say("Every device, this one too. Do it when a phone was lost.", "包括本设备在内的所有设备。手机丢失时请这样做。")}</p>
                        <p><button class="btn btn-danger" name="then" value="end-all">{lang.say("Sign out everywhere", "全部退出登录")}</button></p>
                    </form>
                </details>
            })}
        </section>
    }
}

#[component]
fn Session(session: SessionSummary) -> impl IntoView {
    let lang = lang();
    let device = session.device.clone();
    let label = say!(lang, "Sign out {device}", "退出 {device}");
    view! {
        <div class="row">
            <div class="stack stack-small">
                <b>{session.device}</b>
                <span class="quiet">{lang.say("last seen ", "最近使用 ")}<time datetime=machine_time(session.seen_at)>{moment(session.seen_at, lang)}</time></span>
            </div>
            {if session.is_this {
                view! { <span class="push"><Badge tone=Tone::Good icon="check" word=lang.say("This device", "本设备")/></span> }.into_any()
            } else {
                view! {
                    <form class="push" method="post" action=routes::ME>
                        <input type="hidden" name="session" value=session.id.to_string()/>
                        <button class="btn btn-small" name="then" value="end" aria-label=label>{lang.say("Sign out", "退出")}</button>
                    </form>
                }.into_any()
            }}
        </div>
    }
}
