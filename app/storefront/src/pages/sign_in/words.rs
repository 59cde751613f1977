//! Why somebody is not signed in, in words.

use app_kit::words::again;
use app_kit::{Say, say};
use market::account::commands::{RequestCodeRefusal, SignInWithCodeRefusal, SignInWithPasswordRefusal};
use market::account::{ContactError, Language, rules};
use market::kernel::Timestamp;

/// Where a sentence about a code that was not sent belongs.
pub enum NotSent {
    /// Beside the contact: there is no code to type.
    Contact(String),
    /// Above the form: waiting helps, and an earlier code may be on its way.
    Wait(String),
}

/// Why no code was sent. `has_asked`: this browser asked for one before, which it can still type.
pub fn not_sent(refusal: RequestCodeRefusal, has_asked: bool, now: Timestamp, lang: Language) -> NotSent {
    match refusal {
        RequestCodeRefusal::BadContact(error) => NotSent::Contact(contact(error, lang).to_owned()),
        RequestCodeRefusal::TooManyWrong { retry_at } => NotSent::Contact(too_many_wrong(now, retry_at, lang)),
        RequestCodeRefusal::TooMany { retry_at } if !has_asked => {
            let again = again(now, retry_at, lang);
            NotSent::Contact(say!(
                lang,
                "Too many codes were asked for. You can ask for one {again}.",
                "验证码请求过于频繁。{again}可发送一次。"
            ))
        }
        RequestCodeRefusal::TooMany { retry_at } => {
            let again = again(now, retry_at, lang);
            NotSent::Wait(say!(
                lang,
                "A code was sent already. You can ask for another one {again}.",
                "验证码已经发过了。{again}可再发一次。"
            ))
        }
    }
}

/// The field and the sentence for a code that does not sign in.
pub fn code_refused(refusal: SignInWithCodeRefusal, typed: &str, now: Timestamp, lang: Language) -> (&'static str, String) {
    match refusal {
        SignInWithCodeRefusal::BadContact(error) => ("contact", contact(error, lang).to_owned()),
        SignInWithCodeRefusal::TooManyWrong { retry_at } => ("contact", too_many_wrong(now, retry_at, lang)),
        SignInWithCodeRefusal::WrongOrExpired if rules::code(typed).is_none() => {
            ("code", lang.say("The code has six digits: please type all of them.", "验证码是六位数字，请全部输入。").to_owned())
        }
        SignInWithCodeRefusal::WrongOrExpired => (
            "code",
            lang.say(
                "This code does not work. Only the newest one that this browser asked for does: please check the digits, or ask for another code.",
                "验证码无效。只有此浏览器最近一次请求的验证码有效：请核对数字，或重新发送。",
            )
            .to_owned(),
        ),
    }
}

/// No code helps for a while: the password does.
fn too_many_wrong(now: Timestamp, retry_at: Timestamp, lang: Language) -> String {
    let again = again(now, retry_at, lang);
    say!(
        lang,
        "Too many wrong codes were typed for this address. You can use a code again {again}, or sign in with a password now.",
        "这个账号输错验证码的次数过多。{again}可再用验证码登录，或现在用密码登录。"
    )
}

/// The field and the sentence for a password that does not sign in.
pub fn password_refused(refusal: SignInWithPasswordRefusal, now: Timestamp, lang: Language) -> (&'static str, String) {
    match refusal {
        SignInWithPasswordRefusal::BadContact(error) => ("who", contact(error, lang).to_owned()),
        SignInWithPasswordRefusal::Wrong => (
            "password",
            lang.say(
                "The contact and the password do not belong together. A code always works.",
                "账号与密码不匹配。用验证码总能登录。",
            )
            .to_owned(),
        ),
        SignInWithPasswordRefusal::TooMany { retry_at } => {
            let again = again(now, retry_at, lang);
            (
                "password",
                say!(
                    lang,
                    "Too many attempts. Please try again {again}, or sign in with a code now.",
                    "尝试次数过多。请{again}再试，或现在用验证码登录。"
                ),
            )
        }
    }
}

/// What is wrong with an e-mail address or phone number.
fn contact(error: ContactError, lang: Language) -> &'static str {
    match error {
        ContactError::Empty => lang.say("Please type your e-mail address or phone number.", "请填写邮箱或手机号。"),
        ContactError::TooLong => lang.say("This is longer than any address.", "太长了，不是邮箱或手机号。"),
        ContactError::NotAnEmail => lang
            .say("This e-mail address has a typing error: it looks like lin@example.org.", "邮箱有误，应类似 lin@example.org。"),
        ContactError::NotAPhone => lang.say(
            "This is no mobile number: 11 digits, or with + and the country's number in front.",
            "手机号有误：应为 11 位，境外号码前加 + 和国家代码。",
        ),
        ContactError::Neither => {
            lang.say("This is neither an e-mail address nor a phone number.", "这既不是邮箱，也不是手机号。")
        }
    }
}
