//! `/admin/identities/{identity}`: one identity, closed until an operator says why it is opened, and the decision about it.

use crate::parts::{Crumbs, VerificationBadge};
use app_kit::components::{AreaField, Attempt, FormErrors, Icon, Notice, TextField, Tone};
use app_kit::form::{FormState, form_state};
use app_kit::format::{machine_time, moment};
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::shop::{IdentityCase, IdentityLook, Verification};

/// What the page shows beside the form's state.
#[derive(Clone, Debug)]
pub struct IdentityPage {
    /// The identity with its shop and the looks at it.
    pub case: IdentityCase,
    /// What was opened for this answer, and only for it.
    pub opened: Option<Opened>,
}

/// An opened identity.
#[derive(Clone)]
pub struct Opened {
    /// The name on the ID card.
    pub legal_name: String,
    /// The ID number.
    pub id_number: String,
    /// The card number.
    pub bank_card: String,
    /// Other shops behind which the same ID number stands.
    pub other_shops: Vec<String>,
}

/// Personal data does not go into logs.
impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened(…)")
    }
}

/// The page.
#[component]
pub fn Identity(page: IdentityPage) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let IdentityCase { shop_handle, shop_name, status, looks } = page.case;
    let path = routes::admin(&format!("identities/{}", status.id));
    let is_waiting = status.verification == Verification::Waiting;
    let shop = routes::shop(&shop_handle);
    view! {
        <Crumbs above_path=routes::admin("identities") above=lang.say("Identities", "身份") here=shop_name.clone()/>
        <div class="row"><h1>{shop_name}</h1><VerificationBadge state=status.verification/></div>
        <FormErrors form=form.clone()/>
        <div class="today">
            <section class="card stack" aria-labelledby="who">
                <h2 id="who">{lang.say("Who is behind it", "背后的身份")}</h2>
                {match page.opened {
                    Some(opened) => view! { <Open opened/> }.into_any(),
                    None => view! { <Closed id_number=status.id_number_last4 bank_card=status.bank_card_last4 path=path.clone() form=form.clone()/> }.into_any(),
                }}
                <dl class="pairs">
                    <div><dt>{lang.say("Submitted", "提交时间")}</dt><dd><time datetime=machine_time(status.submitted_at)>{moment(status.submitted_at, lang)}</time></dd></div>
                    <div><dt>{lang.say("Shop", "店铺")}</dt><dd><a href=shop>{shop_handle}</a></dd></div>
                </dl>
                {status.reason.map(|reason| view! { <Notice tone=Tone::Bad title=lang.say("Rejected, because", "未通过，原因")><p>{reason}</p></Notice> })}
            </section>
            <section class="stack" aria-labelledby="decide">
                <h2 id="decide">{lang.say("The decision", "决定")}</h2>
                {if is_waiting {
                    view! { <Decide path form/> }.into_any()
                } else {
                    view! { <p>{lang.say("It is decided. The owner can submit again after a rejection.", "已有决定。未通过时店主可以重新提交。")}</p> }.into_any()
                }}
            </section>
        </div>
        <Looks looks/>
    }
}

#[component]
fn Closed(id_number: String, bank_card: String, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    view! {
        <dl class="pairs">
            <div><dt>{lang.say("Name", "姓名")}</dt><dd>"••"</dd></div>
            <div><dt>{lang.say("ID number", "身份证号")}</dt><dd>{format!("•••• •••• •••• {id_number}")}</dd></div>
            <div><dt>{lang.say("Bank card", "银行卡")}</dt><dd>{format!("•••• {bank_card}")}</dd></div>
        </dl>
        <form class="fields" method="post" action=path>
            <TextField form name="look_reason" label=lang.say("Why you look", "查看理由")
                hint=lang.say("Your name, the time and this reason are recorded before anything is shown.", "显示之前会先记下您的姓名、时间和理由。")/>
            <p><button class="btn" name="then" value="look"><Icon name="eye"/>{lang.say("Look at the identity", "查看身份信息")}</button></p>
        </form>
    }
}

#[component]
fn Open(opened: Opened) -> impl IntoView {
    let lang = lang();
    let Opened { legal_name, id_number, bank_card, other_shops } = opened;
    let others = if other_shops.is_empty() { lang.say("none", "无").to_owned() } else { other_shops.join(" · ") };
    view! {
        <Notice tone=Tone::Info title=lang.say("Your look is recorded", "本次查看已记录")><p>{lang.say("The values are gone when you leave this page.", "离开此页后不再显示。")}</p></Notice>
        <dl class="pairs">
            <div><dt>{lang.say("Name", "姓名")}</dt><dd>{legal_name}</dd></div>
            <div><dt>{lang.say("ID number", "身份证号")}</dt><dd>{id_number}</dd></div>
            <div><dt>{lang.say("Bank card", "银行卡")}</dt><dd>{bank_card}</dd></div>
            <div><dt>{lang.say("Other shops with this number", "同一证件的其他店铺")}</dt><dd>{others}</dd></div>
        </dl>
    }
}

#[component]
fn Decide(path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let is_wrong = form.error("reason").is_some();
    view! {
        <form method="post" action=path.clone()>
            <Attempt/>
            <button class="btn btn-primary btn-wide" name="then" value="approve"><Icon name="check"/>{lang.say("Approve this identity", "通过")}</button>
        </form>
        <details class="confirm" open=is_wrong>
            <summary>{lang.say("Reject it", "不通过")}</summary>
            <form class="fields" method="post" action=path>
                <Attempt/>
                <AreaField form name="reason" rows=3 label=lang.say("Why, and what the owner should do", "原因，以及请店主怎么做")
                    hint=lang.say("The owner reads this: The name does not match the number; please use your own card.", "店主会看到，例如：姓名与号码不符，请用本人的银行卡。")/>
                <p><button class="btn btn-danger" name="then" value="reject">{lang.say("Reject with this reason", "以此原因不通过")}</button></p>
            </form>
        </details>
    }
}

#[component]
fn Looks(looks: Vec<IdentityLook>) -> impl IntoView {
    let lang = lang();
    let is_empty = looks.is_empty();
    let (when, who, why) = (lang.say("When", "时间"), lang.say("Who", "谁"), lang.say("Why", "理由"));
    view! {
        <section class="stack" aria-labelledby="looks">
            <div class="section-head"><h2 id="looks">{lang.say("Every look at it", "查看记录")}</h2></div>
            {if is_empty {
                view! { <p class="quiet">{lang.say("Nobody has looked at it yet.", "还没有人查看过。")}</p> }.into_any()
            } else {
                view! {
                    <table class="data-table">
                        <caption class="sr">{lang.say("Every look at it", "查看记录")}</caption>
                        <thead><tr><th scope="col">{when}</th><th scope="col">{who}</th><th scope="col">{why}</th></tr></thead>
                        <tbody>
                            {looks.into_iter().map(|look| view! {
                                <tr>
                                    <th scope="row"><time datetime=machine_time(look.looked_at)>{moment(look.looked_at, lang)}</time></th>
                                    <td data-label=who>{look.operator}</td>
                                    <td data-label=why>{look.reason}</td>
                                </tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                }.into_any()
            }}
        </section>
    }
}
