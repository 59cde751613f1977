//! `/admin/categories` and `/admin/categories/{slug}`: the tree, and of one category its names and what can be said of its goods.

use crate::parts::Crumbs;
use app_kit::components::{Badge, FieldError, FormErrors, Notice, TextField, Tone, describe};
use app_kit::form::{FormState, form_state};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::attribute::{Attribute, AttributeKind};
use market::catalog::{Category as Place, Spoiling};

/// The tree.
#[component]
pub fn Categories(
    /// Each with how many attributes it has of its own.
    tree: Vec<(Place, usize)>,
) -> impl IntoView {
    let lang = lang();
    let row = move |(place, own): (Place, usize)| {
        let class = match place.level() {
            1 => "row row-fit",
            2 => "row row-fit pl-4",
            _ => "row row-fit pl-8",
        };
        let path = routes::admin(&format!("categories/{}", place.slug));
        let own = (own > 0).then(|| {
            let word = lang.count(i64::try_from(own).unwrap_or(0), "attribute", "attributes", "个属性");
            view! { <small class="quiet push">{format!("{own} {word}")}</small> }
        });
        view! { <li class=class><a href=path>{place.name(lang).to_owned()}</a>{own}</li> }
    };
    view! {
        <h1>{lang.say("Categories", "分类")}</h1>
        <p class="quiet">{lang.say("What a category asks of its goods, all categories below it ask too.", "一个分类要填的属性，下级分类也要填。")}</p>
        <ul class="stack stack-small max-w-3xl">{tree.into_iter().map(row).collect_view()}</ul>
    }
}

/// What the page of one category shows.
#[derive(Clone, Debug)]
pub struct CategoryPage {
    /// Which.
    pub category: Place,
    /// What can be said of its goods by categories above it.
    pub above: Vec<Attribute>,
    /// What it asks itself, with what is retired.
    pub own: Vec<Attribute>,
    /// Whether its goods spoil, as the categories above it say; none where none says anything.
    pub spoils_above: Option<bool>,
    /// What was just done.
    pub done: String,
}

/// The page.
#[component]
pub fn Category(page: CategoryPage) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let name = page.category.name(lang).to_owned();
    let path = routes::admin(&format!("categories/{}", page.category.slug));
    let done = match page.done.as_str() {
        "named" => Some(
            lang.say("It bears this name now. Its goods are found by it within minutes.", "已改名，几分钟内可按新名称搜到商品。"),
        ),
        "spoiling" => Some(lang.say("It counts for what is bought from now on", "已保存，从现在起的订单按此处理")),
        "kept" => Some(lang.say("The attribute is kept", "属性已保存")),
        _ => None,
    };
    let inherited = (!page.above.is_empty()).then(|| {
        let names: Vec<String> = page.above.iter().map(|attribute| attribute.name(lang).to_owned()).collect();
        let names = names.join(lang.say(", ", "、"));
        view! { <p class="quiet">{say!(lang, "From categories above: {names}", "来自上级分类：{names}")}</p> }
    });
    let own = page.own.into_iter().map(|attribute| {
        let to = format!("{path}/{}", attribute.id);
        view! { <Listed attribute to/> }
    });
    let own = own.collect_view();
    view! {
        <Crumbs above_path=routes::admin("categories") above=lang.say("Categories", "分类") here=name.clone()/>
        <h1>{name}</h1>
        {done.map(|title| view! { <Notice tone=Tone::Good title/> })}
        <FormErrors form=form.clone()/>
        <section class="stack" aria-labelledby="attributes">
            <div class="section-head"><h2 id="attributes">{lang.say("What its goods say", "商品属性")}</h2></div>
            {inherited}
            <ul class="deeds">{own}</ul>
            <p><a class="btn btn-primary" href=format!("{path}/new")>{lang.say("Add an attribute", "添加属性")}</a></p>
        </section>
        <Spoils chosen=page.category.spoiling above=page.spoils_above path=path.clone() form=form.clone()/>
        <section class="section stack" aria-labelledby="names">
            <div class="section-head"><h2 id="names">{lang.say("Its name", "名称")}</h2></div>
            <form class="fields max-w-3xl" method="post" action=path.clone()>
                <TextField form=form.clone() name="name_en" label=lang.say("In English", "英文") maxlength=60/>
                <TextField form name="name_zh" label=lang.say("In Chinese", "中文") maxlength=60/>
                <p><button class="btn">{lang.say("Name it so", "改名")}</button></p>
            </form>
        </section>
    }
}

/// Whether its goods spoil: all, none, or as each listing says.
#[component]
fn Spoils(chosen: Spoiling, #[prop(optional_no_strip)] above: Option<bool>, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let by_listing = match above {
        None => lang.say("As each listing says", "由商家在商品中注明"),
        Some(true) => lang.say("As the categories above say: all of them spoil", "同上级分类：一律属于"),
        Some(false) => lang.say("As the categories above say: none of them spoils", "同上级分类：一律不属于"),
    };
    let choices = [
        (Spoiling::ByListing, by_listing),
        (Spoiling::Always, lang.say("All of them spoil", "一律属于")),
        (Spoiling::Never, lang.say("None of them spoils", "一律不属于")),
    ];
    let error = form.error("spoiling").map(str::to_owned);
    let described = describe("spoiling", false, error.is_some());
    let radio = move |(spoiling, word): (Spoiling, &'static str)| {
        let checked = spoiling == chosen;
        view! { <label class="choice"><input type="radio" name="spoiling" value=spoiling.code() checked=checked/><span>{word}</span></label> }
    };
    view! {
        <section class="section stack" aria-labelledby="spoils">
            <div class="section-head"><h2 id="spoils">{lang.say("Whether its goods spoil", "是否生鲜易腐")}</h2></div>
            <p class="quiet">{lang.say("What spoils cannot be sent back, and is complained of within hours instead of days. What is said here counts for everything below, unless a category there says something else. What was bought before stays what it was.", "生鲜易腐商品不支持退货换货，售后时限以小时计。这里的设置也适用于下级分类，除非下级另有设置。之前的订单不变。")}</p>
            <form class="fields max-w-3xl" method="post" action=path>
                <fieldset class="choices" id="spoiling" aria-describedby=described>
                    <legend class="sr">{lang.say("Whether its goods spoil", "是否生鲜易腐")}</legend>
                    {choices.map(radio)}
                    {error.map(|error| view! { <FieldError name="spoiling" error/> })}
                </fieldset>
                <p><button class="btn" name="then" value="spoiling">{lang.say("Keep it so", "保存")}</button></p>
            </form>
        </section>
    }
}

#[component]
fn Listed(attribute: Attribute, to: String) -> impl IntoView {
    let lang = lang();
    let words =
        [(attribute.is_required, lang.say("must be said", "必填")), (attribute.is_filter, lang.say("a filter", "用于筛选"))];
    let words: Vec<&str> = std::iter::once(kind(attribute.kind, lang))
        .chain(words.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word))
        .collect();
    let retired =
        attribute.is_retired.then(|| view! { " "<Badge tone=Tone::Wait icon="close" word=lang.say("retired", "已停用")/> });
    view! {
        <li><p><a href=to>{attribute.name(lang).to_owned()}</a>{retired}<br/><small class="quiet">{words.join(lang.say(", ", "，"))}</small></p></li>
    }
}

/// How it is said.
pub const fn kind(kind: AttributeKind, lang: Language) -> &'static str {
    match (kind, lang) {
        (AttributeKind::Choice, Language::En) => "one of a list",
        (AttributeKind::Choice, Language::Zh) => "单选",
        (AttributeKind::Number, Language::En) => "a number",
        (AttributeKind::Number, Language::Zh) => "数字",
        (AttributeKind::Flag, Language::En) => "yes or no",
        (AttributeKind::Flag, Language::Zh) => "是或否",
    }
}
