//! `/admin/search`: which words mean the same, what matches weigh, and by which numbers goods are ranked.

use app_kit::components::{AreaField, FormErrors, Notice, TextField, Tone};
use app_kit::form::form_state;
use app_kit::{Say, lang, routes, say, words};
use leptos::prelude::*;
use market::discovery::{Boost, FORMULA_VERSION, RankingNumber};

/// What the page shows beside the form's state.
#[derive(Clone, Copy, Debug)]
pub struct SearchSettingsPage {
    /// Whether something was just set.
    pub is_set: bool,
}

/// The page.
#[component]
pub fn SearchTuning(page: SearchSettingsPage) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let done = page.is_set.then(|| {
        view! { <Notice tone=Tone::Good title=lang.say("These count from now on", "即刻生效")/> }
    });
    let weight = |boost: Boost| {
        view! { <TextField form=form.clone() name=boost.code() label=words::boost(boost, lang) inputmode="decimal" maxlength=7/> }
    };
    let weights = Boost::ALL.into_iter().map(weight).collect_view();
    let number = |number: RankingNumber| {
        view! { <TextField form=form.clone() name=number.code() label=words::ranking_number(number, lang) inputmode="numeric" maxlength=5/> }
    };
    let numbers = RankingNumber::ALL.into_iter().map(number).collect_view();
    let version = FORMULA_VERSION;
    view! {
        <h1>{lang.say("Search", "搜索")}</h1>
        <p><a href=routes::admin("categories")>{lang.say("Categories, and what can be said of goods", "分类与商品属性")}</a></p>
        <p><a href=routes::admin("rules")>{lang.say("Fees, times and limits", "费率、时限与限额")}</a></p>
        <p><a href=routes::admin("coupons")>{lang.say("Coupons of the market", "平台优惠券")}</a></p>
        {done}
        <FormErrors form=form.clone()/>
        <form class="fields max-w-3xl" method="post" action=routes::admin("search")>
            <AreaField form=form.clone() name="synonyms" rows=8 label=lang.say("Words that mean the same", "同义词")
                hint=lang.say("A line a group, commas between the words: 腊肉, salted pork", "每行一组，词间用逗号：腊肉，咸肉")/>
            <fieldset class="fields">
                <legend>{lang.say("What a match weighs, from 0 to 100", "各类匹配的权重（0–100）")}</legend>
                {weights}
            </fieldset>
            <fieldset class="fields">
                <legend>{say!(lang, "How goods are ranked: formula {version}", "商品排序：公式第 {version} 版")}</legend>
                <p class="quiet">{lang.say("These are public on the rules' page, and count at once.", "这些数字公布在规则页上，保存后即刻生效。")}</p>
                {numbers}
            </fieldset>
            <p><button class="btn btn-primary">{lang.say("Use these", "保存并生效")}</button></p>
        </form>
    }
}
