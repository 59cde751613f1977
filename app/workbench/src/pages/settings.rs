//! `/sell/{shop}/settings`: the shop's face, the identity behind it, its freight and its people.

use super::payout_card::ProveForCard;
use super::return_address::Returns;
use crate::forms::identity::IdentityForm;
use crate::forms::{Form, Hydrated};
use crate::parts::{Done, DoneHere, VerificationBadge};
use app_kit::components::{AreaField, Badge, FormErrors, Icon, Notice, TextField, Tone};
use app_kit::form::{FormState, form_state};
use app_kit::format::{date, machine_time, moment, money};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::{Timestamp, show_decimal};
use market::pricing::{CountsBy, FreightTemplate, FreightZone};
use market::shop::{IdentityStatus, ReturnAddress, Role, Verification};

/// What the page shows beside the form's state.
#[derive(Clone, Debug)]
pub struct SettingsPage {
    /// The shop.
    pub handle: String,
    /// Whether the person may change the shop itself.
    pub may_manage: bool,
    /// Whether the person may change freight.
    pub may_list: bool,
    /// Name, story and place.
    pub profile: [String; 3],
    /// The identity's state, for those who may manage.
    pub identity: Option<IdentityStatus>,
    /// The owner's number in draws, for those who may manage; none while nobody has approved the identity.
    pub holder: Option<u128>,
    /// Where goods go that come back.
    pub returns: Option<ReturnAddress>,
    /// Whether buyers may pay in cash at the door.
    pub takes_cash: bool,
    /// Freight, the usual template first.
    pub templates: Vec<FreightTemplate>,
    /// Code and name of every province.
    pub provinces: Vec<(String, String)>,
    /// Who works here: name, role, since when.
    pub staff: Vec<(String, Role, Timestamp)>,
    /// Whether the person typed a code or password lately, so that they may name another bank card.
    pub has_proved: bool,
    /// What was just done.
    pub done: String,
    /// The time of the page.
    pub now: Timestamp,
}

/// The page.
#[component]
pub fn Settings(page: SettingsPage) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let path = routes::sell(&page.handle, "settings");
    let done = match page.done.as_str() {
        "profile" => Some(lang.say("The shop's page is changed", "店铺资料已更新")),
        "identity" => Some(lang.say("Submitted: we look at it again", "已重新提交，等待核对")),
        "returns" => Some(lang.say("The address for returns is changed", "退货地址已更新")),
        "cash" => Some(lang.say("How buyers can pay is changed", "付款方式已更新")),
        "freight" => Some(lang.say("The freight is changed", "运费已更新")),
        _ => None,
    };
    if let Some(title) = done {
        // Each word is the id of the section that it is about.
        provide_context(Done { tone: Tone::Good, title: title.to_owned(), onward: None, place: page.done });
    }
    view! {
        <h1>{lang.say("Your shop", "店铺设置")}</h1>
        <FormErrors form=form.clone()/>
        <div class="stack stack-large max-w-3xl">
            <Profile handle=page.handle.clone() profile=page.profile may_manage=page.may_manage path=path.clone() form=form.clone()/>
            {page.may_manage.then(|| view! { <Returns returns=page.returns path=path.clone() form/> })}
            {page.may_manage.then(|| view! { <InCash takes_cash=page.takes_cash path=path.clone()/> })}
            {page.identity.map(|status| {
                let form = IdentityForm { path: path.clone(), now: page.now };
                view! { <Identity handle=page.handle.clone() status holder=page.holder form has_proved=page.has_proved/> }
            })}
            <FreightList path templates=page.templates provinces=page.provinces may_list=page.may_list/>
            <Staff staff=page.staff/>
        </div>
    }
}

#[component]
fn Profile(handle: String, profile: [String; 3], may_manage: bool, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let mut form = form;
    if form.value("then") != "profile" {
        for (name, value) in ["name", "story", "place"].into_iter().zip(profile.clone()) {
            form.forget(name);
            form.fill(name, value);
        }
    }
    let [name, ..] = profile;
    view! {
        <section class="stack" aria-labelledby="profile">
            <div class="section-head"><h2 id="profile">{lang.say("What buyers see", "买家看到的")}</h2><a href=routes::shop(&handle)>{lang.say("See it", "查看店铺")}</a></div>
            <DoneHere place="profile"/>
            {if may_manage {
                view! {
                    <form class="fields" method="post" action=path>
                        <TextField form=form.clone() name="name" label=lang.say("Name of the shop", "店名")/>
                        <TextField form=form.clone() name="place" label=lang.say("Your place, if you like", "所在地（选填）")/>
                        <AreaField form name="story" rows=5 label=lang.say("Your story, if you like", "店铺故事（选填）")/>
                        <p><button class="btn" name="then" value="profile">{lang.say("Change the shop's page", "保存店铺资料")}</button></p>
                    </form>
                }.into_any()
            } else {
                view! { <p><b>{name}</b></p><p class="quiet">{lang.say("The owner of the shop can change this.", "店主可以更改。")}</p> }.into_any()
            }}
        </section>
    }
}

/// Whether buyers may pay at the door. What was promised before stays promised.
#[component]
fn InCash(takes_cash: bool, path: String) -> impl IntoView {
    let lang = lang();
    let (state, deed, value) = if takes_cash {
        (
            lang.say("Your buyers can pay in cash at the door.", "买家可以货到付款。"),
            lang.say("Take no cash any more", "停用货到付款"),
            "no",
        )
    } else {
        (
            lang.say("Your buyers pay online.", "买家在线付款。"),
            lang.say("Let buyers pay in cash at the door", "开通货到付款"),
            "yes",
        )
    };
    view! {
        <section class="stack" aria-labelledby="cash">
            <div class="section-head"><h2 id="cash">{lang.say("Cash at the door", "货到付款")}</h2></div>
            <DoneHere place="cash"/>
            <p>{state}</p>
            <p class="quiet">{lang.say("You ship before anybody has paid, and the courier collects the sum. A buyer may refuse the parcel at the door: then it comes back to you, and you bear its way there and back. You are paid when the courier has handed over the cash.", "您先发货，快递上门代收货款。买家可能拒收，包裹退回，来回运费由您承担。快递交回货款后才结算给您。")}</p>
            <form method="post" action=path>
                <input type="hidden" name="cash" value=value/>
                <p><button class="btn" name="then" value="cash">{deed}</button></p>
            </form>
        </section>
    }
}

#[component]
fn Identity(handle: String, status: IdentityStatus, holder: Option<u128>, form: IdentityForm, has_proved: bool) -> impl IntoView {
    let lang = lang();
    let IdentityStatus { verification, id_number_last4, bank_card_last4, submitted_at, reason, .. } = status;
    let words = match verification {
        Verification::Waiting => lang.say(
            "We are looking at it. You can sell meanwhile; payouts begin when it is verified.",
            "正在核对。期间可以正常销售，核实后即可提现。",
        ),
        Verification::Approved => {
            lang.say("Verified: what your shop earns can be paid out to your card.", "已核实，收入可以提到您的银行卡。")
        }
        Verification::Rejected => lang.say(
            "Please correct it and submit it again. You can go on selling meanwhile.",
            "请更正后重新提交，期间可以继续销售。",
        ),
    };
    let may_submit = verification == Verification::Rejected;
    let card = routes::sell(&handle, routes::PAYOUT_CARD);
    view! {
        <section class="stack" aria-labelledby="identity">
            <div class="section-head"><h2 id="identity">{lang.say("Who is behind the shop", "店铺背后的身份")}</h2><VerificationBadge state=verification/></div>
            <DoneHere place="identity"/>
            <p>{words}</p>
            {reason.filter(|_| may_submit).map(|reason| view! { <Notice tone=Tone::Bad title=lang.say("The reason", "原因")><p>{reason}</p></Notice> })}
            <dl class="pairs">
                <div><dt>{lang.say("ID number", "身份证号")}</dt><dd>{format!("•••• {id_number_last4}")}</dd></div>
                <div><dt>{lang.say("Bank card", "银行卡")}</dt><dd>{format!("•••• {bank_card_last4}")}{(!may_submit).then(|| view! { <br/><a href=card>{lang.say("Change the bank card", "更换银行卡")}</a> })}</dd></div>
                <div><dt>{lang.say("Submitted", "提交时间")}</dt><dd><time datetime=machine_time(submitted_at)>{moment(submitted_at, lang)}</time></dd></div>
                {holder.map(|number| view! {
                    <div><dt class="shrink-0">{lang.say("Your number in draws", "抽签编号")}</dt><dd class="break-all"><code>{format!("{number:032x}")}</code><br/>
                        <a href=format!("{}#draws", routes::EXPOSURE)>{lang.say("How to check a draw", "如何核对抽签")}</a></dd></div>
                })}
            </dl>
            {(may_submit && !has_proved).then(|| view! { <ProveForCard path=form.path.clone()/> })}
            {may_submit.then(|| view! { <Hydrated form=Form::Identity(form)/> })}
        </section>
    }
}

#[component]
fn FreightList(path: String, templates: Vec<FreightTemplate>, provinces: Vec<(String, String)>, may_list: bool) -> impl IntoView {
    let lang = lang();
    let fresh = format!("{path}/freight/new");
    view! {
        <section class="stack" aria-labelledby="freight">
            <div class="section-head"><h2 id="freight">{lang.say("Freight", "运费")}</h2>{may_list.then(|| view! { <a href=fresh>{lang.say("Another template", "新建模板")}</a> })}</div>
            <DoneHere place="freight"/>
            <ul class="stack">
                {templates.into_iter().map(|template| view! { <li><Template path=path.clone() template provinces=provinces.clone() may_list/></li> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Template(path: String, template: FreightTemplate, provinces: Vec<(String, String)>, may_list: bool) -> impl IntoView {
    let lang = lang();
    let counts_by = template.counts_by;
    let name = if template.name.is_empty() { lang.say("Usual freight", "默认运费").to_owned() } else { template.name };
    let label = say!(lang, "Change {name}", "修改 {name}");
    view! {
        <div class="card stack">
            <div class="row">
                <h3>{name}</h3>
                {template.is_default.then(|| view! { <Badge tone=Tone::Plain icon="check" word=lang.say("Usual", "默认")/> })}
                {may_list.then(|| view! { <a class="btn btn-small push" href=format!("{path}/freight/{}", template.id) aria-label=label><Icon name="edit"/>{lang.say("Change", "修改")}</a> })}
            </div>
            <ul class="stack">
                {template.zones.into_iter().map(|zone| {
                    let (places, price) = (zone_places(&zone, &provinces, lang), zone_price(&zone, counts_by, lang));
                    view! { <li>{price}<br/><small class="quiet">{places}</small></li> }
                }).collect_view()}
            </ul>
        </div>
    }
}

fn zone_places(zone: &FreightZone, provinces: &[(String, String)], lang: Language) -> String {
    if zone.provinces.is_empty() {
        return lang.say("The rest of the country", "全国其他地区").to_owned();
    }
    let names = provinces.iter().filter(|(code, _)| zone.provinces.contains(code)).map(|(_, name)| name.as_str());
    names.collect::<Vec<_>>().join(lang.say(", ", "、"))
}

fn zone_price(zone: &FreightZone, counts_by: CountsBy, lang: Language) -> String {
    if !zone.ships {
        return lang.say("no shipping", "不发货").to_owned();
    }
    let (steps, unit) = match counts_by {
        CountsBy::Weight => (1000, "kg"),
        CountsBy::Piece => (1, lang.say("pcs", "件")),
    };
    let (first_amount, next_amount) = (show_decimal(zone.first_amount, steps), show_decimal(zone.next_amount, steps));
    let (first, next) = (money(zone.first, lang), money(zone.next, lang));
    let price = say!(
        lang,
        "{first} for {first_amount} {unit}, {next} for each further {next_amount} {unit}",
        "首 {first_amount} {unit} {first}，每续 {next_amount} {unit} {next}"
    );
    match zone.free_from {
        None => price,
        Some(from) => {
            let from = money(from, lang);
            say!(lang, "{price}; free from {from}", "{price}；满 {from} 包邮")
        }
    }
}

#[component]
fn Staff(staff: Vec<(String, Role, Timestamp)>) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="stack" aria-labelledby="staff">
            <div class="section-head"><h2 id="staff">{lang.say("Who works here", "店铺成员")}</h2></div>
            <dl class="pairs">
                {staff.into_iter().map(|(name, role, since)| {
                    let day = date(since, lang);
                    view! {
                        <div><dt>{name}</dt><dd>{role_name(role, lang)}<br/><small class="quiet">{say!(lang, "since {day}", "{day} 起")}</small></dd></div>
                    }
                }).collect_view()}
            </dl>
        </section>
    }
}

fn role_name(role: Role, lang: Language) -> &'static str {
    match role {
        Role::Owner => lang.say("Owner", "店主"),
        Role::Money => lang.say("Money", "财务"),
        Role::Listing => lang.say("Goods", "商品"),
        Role::Answering => lang.say("Answering", "客服"),
        Role::Packing => lang.say("Packing", "打包"),
    }
}
