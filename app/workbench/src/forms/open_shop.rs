//! The form that opens a shop. Checked while it is typed, by the rules that the server applies.

use super::identity::{IdentityFields, identity_checks};
use super::live::{Live, LiveField, hold_back};
use crate::words;
use app_kit::browser::fetch_text;
use app_kit::components::{AreaField, Field, TextField, describe};
use app_kit::form::{FormState, form_state};
use app_kit::words::text_error;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use leptos::task::spawn_local;
use market::account::Language;
use market::kernel::limits::NAME_CHARS_MAX;
use market::kernel::{Timestamp, clean_line, show_decimal};
use market::shop::rules;
use serde::{Deserialize, Serialize};

/// What the form shows beside its state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenShopForm {
    /// Code and name of every province.
    pub provinces: Vec<(String, String)>,
    /// The market's fee, in hundredths of a per cent.
    pub fee_basis_points: i64,
    /// The time of the page.
    pub now: Timestamp,
}

/// The form.
#[component]
pub fn OpenShop(page: OpenShopForm) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let name = Live::new("name", move |text| clean_line(text, NAME_CHARS_MAX).err().map(|error| text_error(error, lang)));
    let taken = RwSignal::new(None::<String>);
    let handle = Live::new("handle", move |text| handle_wrong(text, taken.get().as_deref(), lang));
    let identity = identity_checks(page.now, lang);
    let all: Vec<Live> = [name.clone(), handle.clone()].into_iter().chain(identity.clone()).collect();
    let ask = Callback::new(move |text: String| ask_whether_taken(text, taken));
    view! {
        <form class="fields max-w-2xl" method="post" action=routes::SELL_OPEN novalidate on:submit=move |event| hold_back(&all, &event)>
            <input type="hidden" name="attempt" value=form.value("attempt").to_owned()/>
            <LiveField form=form.clone() live=name label=lang.say("Name of the shop", "店名") autocomplete="organization"
                hint=lang.say("What buyers see. Your own name stays unseen.", "买家看到的名字，您的本名不会公开。")/>
            <LiveField form=form.clone() live=handle label=lang.say("Address of the shop", "店铺网址") before="/s/" autocomplete="off" on_left=ask
                hint=lang.say("Small letters, digits and hyphens. It stays as it is.", "小写字母、数字和连字符，开店后不再更改。")/>
            <AreaField form=form.clone() name="story" rows=4 label=lang.say("Your story, if you like", "店铺故事（选填）")
                hint=lang.say("Who makes the goods, and how.", "谁做的货，怎么做的。")/>
            <Place form=form.clone()/>
            <ShipsFrom form=form.clone() provinces=page.provinces/>
            <IdentityFields form checks=identity/>
            <Rules fee_basis_points=page.fee_basis_points/>
            <p><button class="btn btn-primary btn-large">{lang.say("Open my shop", "开店")}</button></p>
        </form>
    }
}

/// Wrong by the rule, or known to be somebody else's.
fn handle_wrong(text: &str, taken: Option<&str>, lang: Language) -> Option<String> {
    match rules::handle(text) {
        Err(error) => Some(words::handle(error, lang)),
        Ok(handle) if taken == Some(handle.as_str()) => {
            Some(lang.say("Another shop has this address. Please choose another one.", "这个网址已被使用，请换一个。").to_owned())
        }
        Ok(_) => None,
    }
}

/// Asks the server about a handle that may be one; the answer shows by itself.
fn ask_whether_taken(text: String, taken: RwSignal<Option<String>>) {
    let Ok(handle) = rules::handle(&text) else { return };
    spawn_local(async move {
        let path = format!("{}/handle?name={}", routes::SELL_OPEN, routes::percent(handle.as_str()));
        if fetch_text(&path).await.as_deref() == Some("taken") {
            taken.set(Some(handle.as_str().to_owned()));
        }
    });
}

#[component]
fn Place(form: FormState) -> impl IntoView {
    let lang = lang();
    view! {
        <TextField form name="place" label=lang.say("Your place, if you like", "所在地（选填）")
            hint=lang.say("As you would say it: Danqing, West Hunan.", "用您自己的话说，如：湘西丹青镇。")/>
    }
}

#[component]
fn ShipsFrom(form: FormState, provinces: Vec<(String, String)>) -> impl IntoView {
    let lang = lang();
    let chosen = form.value("ships_from").to_owned();
    let error = form.error("ships_from").map(str::to_owned);
    let described = describe("ships_from", true, error.is_some());
    view! {
        <Field name="ships_from" label=lang.say("Where you ship from", "发货省份") hint=lang.say("Buyers see it with the freight.", "买家会在运费旁看到。").to_owned() error=error.clone()>
            <select id="ships_from" name="ships_from" aria-describedby=described aria-invalid=error.is_some().then_some("true")>
                <option value="">{lang.say("Please choose", "请选择")}</option>
                {provinces.into_iter().map(|(code, name)| {
                    let selected = code == chosen;
                    view! { <option value=code selected=selected lang="zh-Hans">{name}</option> }
                }).collect_view()}
            </select>
        </Field>
    }
}

#[component]
fn Rules(fee_basis_points: i64) -> impl IntoView {
    let lang = lang();
    let fee = show_decimal(fee_basis_points, 100);
    view! {
        <p class="quiet">
            {say!(lang, "The market takes {fee} % of what you sell, and nothing else. ", "平台只收成交额的 {fee}%，没有其他费用。")}
            <a href=routes::RULES>{lang.say("The rules and the numbers", "规则与费率")}</a>
        </p>
    }
}
