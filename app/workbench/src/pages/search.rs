//! `/admin/search`: which words mean the same, and what matches weigh.

use app_kit::components::{AreaField, FormErrors, Notice, TextField, Tone};
use app_kit::form::form_state;
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::account::Language;
use market::discovery::Boost;

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
        view! { <TextField form=form.clone() name=boost.code() label=words(boost, lang) inputmode="decimal" maxlength=7/> }
    };
    let weights = Boost::ALL.into_iter().map(weight).collect_view();
    view! {
        <h1>{lang.say("Search", "搜索")}</h1>
        <p><a href=routes::admin("categories")>{lang.say("Categories, and what can be said of goods", "分类与商品属性")}</a></p>
        {done}
        <FormErrors form=form.clone()/>
        <form class="fields max-w-3xl" method="post" action=routes::admin("search")>
            <AreaField form=form.clone() name="synonyms" rows=8 label=lang.say("Words that mean the same", "同义词")
                hint=lang.say("A line a group, commas between the words: 腊肉, salted pork", "每行一组，词间用逗号：腊肉，咸肉")/>
            <fieldset class="fields">
                <legend>{lang.say("What a match weighs, from 0 to 100", "各类匹配的权重（0–100）")}</legend>
                {weights}
            </fieldset>
            <p><button class="btn btn-primary">{lang.say("Use these", "保存并生效")}</button></p>
        </form>
    }
}

fn words(boost: Boost, lang: Language) -> &'static str {
    match boost {
        Boost::Title => lang.say("A word of the title", "标题中的词"),
        Boost::Kind => lang.say("The name of the category", "分类名称"),
        Boost::About => lang.say("Maker, place, shop, choices, description", "作者、产地、店名、规格、描述"),
        Boost::Phrase => lang.say("The same characters in a row", "连续相同的字"),
        Boost::Pinyin => lang.say("Spelled in Pinyin", "全拼"),
        Boost::Initials => lang.say("The first letters of the Pinyin", "拼音首字母"),
        Boost::Typo => lang.say("Spelled or sounding nearly alike", "写法或读音相近"),
        Boost::Synonym => lang.say("Another word that means the same", "同义词"),
    }
}
