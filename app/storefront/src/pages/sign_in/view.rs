//! The forms of signing in.

use app_kit::components::{Attempt, Field, FieldError, FormErrors, Icon, Notice, TextField, Tone, describe};
use app_kit::form::FormState;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;

/// What the page shows.
pub struct SignInPage {
    /// `/sign-in` or `/sign-up`.
    pub path: &'static str,
    /// Where to go afterwards; empty for one's own page.
    pub back: String,
    /// How far the reader is.
    pub step: Step,
}

/// How far the reader is.
pub enum Step {
    /// They say who they are.
    Contact {
        /// Whether the password's form is the open one.
        by_password: bool,
    },
    /// They type the six digits.
    Code {
        /// Where the digits were sent, as it was typed.
        contact: String,
        /// Whether this very request sent them.
        is_sent: bool,
        /// Whether they were asked for another time.
        again: bool,
    },
}

/// The page within its frame.
#[component]
pub fn SignInForms(page: SignInPage, form: FormState) -> impl IntoView {
    let lang = lang();
    let SignInPage { path, back, step } = page;
    let is_new = path == routes::SIGN_UP;
    let title = if is_new { lang.say("Make an account", "注册") } else { lang.say("Sign in", "登录") };
    let other = if back.is_empty() { path.to_owned() } else { format!("{path}?back={}", routes::percent(&back)) };
    let lead = if is_new {
        lang.say("All it takes is an e-mail address or a phone number.", "只需一个邮箱或手机号。")
    } else {
        lang.say("No account yet? The same page makes one.", "还没有账号？在这里登录就会自动建好。")
    };
    view! {
        <h1>{title}</h1>
        {match step {
            Step::Contact { by_password } => view! {
                <p class="quiet">{lead}</p>
                <FormErrors form=form.clone()/>
                <ContactForm path back=back.clone() form=form.clone()/>
                <PasswordForm path back form is_open=by_password/>
            }.into_any(),
            Step::Code { contact, is_sent, again } => view! {
                <CodeForm path back contact form sent=sent(is_sent, again, lang)/>
                <p><a href=other>{lang.say("Use another address", "换一个邮箱或手机号")}</a></p>
            }.into_any(),
        }}
    }
}

#[component]
fn ContactForm(path: &'static str, back: String, form: FormState) -> impl IntoView {
    let lang = lang();
    view! {
        <form class="card fields" method="post" action=path>
            <Attempt/>
            <input type="hidden" name="back" value=back/>
            <TextField form name="contact" label=lang.say("E-mail or phone", "邮箱或手机号") autocomplete="username"
                hint=lang.say("Six digits are sent there. We write to you about your orders only.", "六位验证码会发到这里。除订单外，我们不会打扰您。")/>
            <button class="btn btn-primary btn-wide" name="then" value="send">{lang.say("Send me a code", "发送验证码")}</button>
        </form>
    }
}

#[component]
fn PasswordForm(path: &'static str, back: String, form: FormState, is_open: bool) -> impl IntoView {
    let lang = lang();
    view! {
        <details class="confirm" open=is_open>
            <summary>{lang.say("Use a password instead", "用密码登录")}</summary>
            <form class="fields" method="post" action=path>
                <input type="hidden" name="back" value=back/>
                <TextField form=form.clone() name="who" label=lang.say("E-mail or phone", "邮箱或手机号") autocomplete="username"/>
                <TextField form name="password" kind="password" label=lang.say("Password", "密码") autocomplete="current-password"/>
                <p><button class="btn" name="then" value="password">{lang.say("Sign in with the password", "用密码登录")}</button></p>
            </form>
        </details>
    }
}

/// What this very request did, where it sent a code.
fn sent(is_sent: bool, again: bool, lang: Language) -> Option<&'static str> {
    let words = if again {
        lang.say("Another code is on its way", "新的验证码已发出")
    } else {
        lang.say("A code is on its way", "验证码已发出")
    };
    is_sent.then_some(words)
}

#[component]
fn CodeForm(path: &'static str, back: String, contact: String, form: FormState, sent: Option<&'static str>) -> impl IntoView {
    let lang = lang();
    let error = form.error("code").map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe("code", false, error.is_some());
    let typed = form.value("code").to_owned();
    let wait = form.notice.clone();
    let words = say!(
        lang,
        "Six digits arrive at {contact} within a minute. They work for ten minutes, in this browser.",
        "六位数字会在一分钟内发到 {contact}，十分钟内在此浏览器中有效。"
    );
    view! {
        <form class="card fields" method="post" action=path>
            <Attempt/>
            <input type="hidden" name="back" value=back/>
            <input type="hidden" name="contact" value=contact/>
            {match (sent, wait) {
                (Some(title), _) => view! { <Notice tone=Tone::Good title><p>{words}</p></Notice> }.into_any(),
                (None, Some(wait)) => view! { <Notice tone=Tone::Wait title=wait><p>{words}</p></Notice> }.into_any(),
                (None, None) => view! { <p>{words}</p> }.into_any(),
            }}
            <Field name="code" label=lang.say("The six digits", "六位验证码")>
                <input class="code-input" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="11"
                    value=typed aria-invalid=invalid aria-describedby=described autofocus=true/>
            </Field>
            {error.map(|error| view! { <FieldError name="code" error/> })}
            <button class="btn btn-primary btn-wide" name="then" value="enter">{lang.say("Sign in", "登录")}</button>
            <div class="stack stack-small">
                <p class="quiet">{lang.say("Nothing arrived? Look among unwanted mail. A minute after the last code you can ask for another one.", "没有收到？请看看垃圾邮件。距上次发送满一分钟后可再发一次。")}</p>
                <button class="btn btn-quiet" name="then" value="again"><Icon name="next"/>{lang.say("Send another code", "再发一次")}</button>
            </div>
        </form>
    }
}
