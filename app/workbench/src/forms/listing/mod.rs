//! The form of a listing: photos, title, price and stock; everything else may stay empty. What was typed
//! stands in the form's state, so that a refusal keeps it.

mod earn;
pub mod fields;
mod measure;
mod photos;
pub mod said;
mod upload;
mod variants;

use app_kit::components::{AreaField, Field, Notice, TextField, Tone, describe};
use app_kit::form::{FormState, form_state};
use app_kit::format::currency_sign;
use app_kit::{Say, lang, routes};
use earn::{EarnLine, TakeHomeBox, Terms, Typed};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use market::attribute::Attribute;
use market::catalog::{ListingId, ListingState, Photo, PhotoId};
use market::kernel::Currency;
use market::pricing::FreightTemplate;
use measure::Amount;
use serde::{Deserialize, Serialize};

/// What the form shows beside its state, which is the listing itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ListingForm {
    /// The shop.
    pub handle: String,
    /// Which listing.
    pub listing: ListingId,
    /// Who sees it; none before it was saved.
    pub state: Option<ListingState>,
    /// Id and name of every category, indented by level.
    pub categories: Vec<(String, String)>,
    /// What can be said of goods of the chosen category.
    pub attributes: Vec<Attribute>,
    /// Whether all goods of the chosen category spoil; none where each listing says it.
    pub spoils: Option<bool>,
    /// The shop's freight templates.
    pub templates: Vec<FreightTemplate>,
    /// The market's fee.
    pub fee_basis_points: i64,
    /// The market's currency.
    pub currency: Currency,
    /// The pictures that the form names.
    pub photos: Vec<Photo>,
    /// The id of the next upload; further ones count on from it.
    pub upload: PhotoId,
}

impl ListingForm {
    /// Where the form posts to.
    #[must_use]
    pub fn path(&self) -> String {
        routes::sell(&self.handle, &format!("listings/{}", self.listing))
    }
}

/// The form.
#[component]
pub fn Listing(page: ListingForm) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let rows = fields::combine(
        page.listing,
        form.value("version").parse().unwrap_or(0),
        &fields::options_of(&form),
        &fields::rows_of(&form),
    );
    let first = rows.first().map(|row| row.id.to_string()).unwrap_or_default();
    let mut typed = Typed::read(&first, |name| form.value(name).to_owned());
    if let Some(row) = rows.first() {
        typed.price.clone_from(&row.price);
        typed.weight.clone_from(&row.weight);
    }
    let typed = RwSignal::new(typed);
    let rows = RwSignal::new(rows);
    let refresh = move || {
        let first = rows.with_untracked(|rows| rows.first().map(|row| row.id.to_string()).unwrap_or_default());
        typed.set(Typed::in_browser(&first));
    };
    let terms = Terms { templates: page.templates.clone(), fee_basis_points: page.fee_basis_points, currency: page.currency };
    let path = page.path();
    let is_on_sale = page.state == Some(ListingState::Published);
    let shots = photos::stored(&page.photos, &form);
    let is_held_back = RwSignal::new(false);
    // A form that left now would leave behind the photos that have not arrived.
    let hold_back = move |event: SubmitEvent| {
        let waits = untrack(|| photos::on_their_way(shots));
        is_held_back.set(waits);
        if waits {
            event.prevent_default();
        }
    };
    view! {
        <form class="columns" id="listing-form" method="post" enctype="multipart/form-data" action=path.clone() novalidate on:input=move |_| refresh() on:submit=hold_back>
            // The button that Enter presses is the first of the form: it must be the one that only saves.
            <button class="sr" name="then" value="save" tabindex="-1" aria-hidden="true">{lang.say("Save", "保存")}</button>
            {["listing", "version"].map(|name| view! { <input type="hidden" name=name value=form.value(name).to_owned()/> })}
            <input type="hidden" name="upload" value=page.upload.to_string()/>
            <div class="fields">
                <photos::Photos shots upload=page.upload path=format!("{path}/photos") form=form.clone()/>
                <TextField form=form.clone() name="title" label=lang.say("Title", "名称") hint=lang.say("What it is, and what is special about it.", "是什么，好在哪里。") maxlength=120/>
                <variants::Goods form=form.clone() rows typed currency=page.currency/>
                <Category form=form.clone() categories=page.categories spoils=page.spoils/>
                <said::Said attributes=page.attributes form=form.clone()/>
                <Freight form=form.clone() templates=page.templates/>
                <measure::HowSold form=form.clone() typed/>
                <variants::Options form=form.clone() rows listing=page.listing refresh=Callback::new(move |()| refresh())/>
                <Words form=form.clone()/>
                <Costs form=form.clone() currency=page.currency/>
            </div>
            <aside class="side stack">
                <TakeHomeBox typed terms=terms.clone()/>
                {move || (is_held_back.get() && photos::on_their_way(shots)).then(|| view! { <StillSending/> })}
                <Deeds is_on_sale typed terms/>
            </aside>
        </form>
    }
}

/// Where it stands in the tree, and whether it spoils; what the chosen category says of all its goods stands below.
#[component]
fn Category(
    form: FormState,
    categories: Vec<(String, String)>,
    #[prop(optional_no_strip)] spoils: Option<bool>,
) -> impl IntoView {
    let lang = lang();
    let other = lang.say("Something else", "其他").to_owned();
    let categories: Vec<(String, String)> = std::iter::once((String::new(), other)).chain(categories).collect();
    let answers = [("", lang.say("No", "否")), ("yes", lang.say("Yes", "是"))];
    let answers = answers.map(|(value, word)| (value.to_owned(), word.to_owned())).to_vec();
    let follows = match spoils {
        Some(true) => lang.say(
            "All goods of this category count as perishable, whatever you choose here.",
            "该分类的商品一律按生鲜易腐处理，选哪项都一样。",
        ),
        Some(false) => lang.say("Goods of this category do not spoil: leave it at No.", "该分类的商品不属于生鲜易腐，请选“否”。"),
        None => lang.say(
            "Buyers read it before they buy: what spoils cannot be sent back, and what is wrong with it must be said soon. It counts for what is bought from then on.",
            "买家购买前会看到：生鲜易腐商品不支持退货换货，有问题须尽早申请。只影响之后的订单。",
        ),
    };
    view! {
        <Choose form=form.clone() name="category" label=lang.say("Category", "分类") choices=categories/>
        <Choose form name="is_perishable" label=lang.say("Does it spoil?", "是否生鲜易腐") choices=answers/>
        <p class="hint">{follows}</p>
    }
}

/// How freight is charged.
#[component]
fn Freight(form: FormState, templates: Vec<FreightTemplate>) -> impl IntoView {
    let lang = lang();
    let usual = lang.say("The shop's usual freight", "店铺默认运费").to_owned();
    let templates: Vec<(String, String)> = std::iter::once((String::new(), usual))
        .chain(templates.into_iter().map(|template| (template.id.to_string(), template.name)))
        .collect();
    view! { <Choose form name="freight_template" label=lang.say("Freight", "运费") choices=templates/> }
}

/// A select with its label and error.
#[component]
fn Choose(form: FormState, name: &'static str, label: &'static str, choices: Vec<(String, String)>) -> impl IntoView {
    let error = form.error(name).map(str::to_owned);
    let described = describe(name, false, error.is_some());
    let chosen = form.value(name).to_owned();
    view! {
        <Field name label error=error.clone()>
            <select id=name name=name aria-invalid=error.is_some().then_some("true") aria-describedby=described>
                {choices.into_iter().map(|(value, word)| {
                    let selected = value == chosen;
                    view! { <option value=value selected=selected>{word}</option> }
                }).collect_view()}
            </select>
        </Field>
    }
}

/// More about it.
#[component]
fn Words(form: FormState) -> impl IntoView {
    let lang = lang();
    view! {
        <AreaField form=form.clone() name="description" label=lang.say("Description", "详细说明") rows=5
            hint=lang.say("How it is made, how long it keeps, how to cook or wash it.", "怎么做的，能放多久，怎么吃或怎么洗。")/>
        <div class="row">
            <TextField form=form.clone() name="maker" label=lang.say("Who makes it", "谁做的") hint=lang.say("Family or workshop", "哪家人或哪个作坊")/>
            <TextField form name="place" label=lang.say("Where it comes from", "产地") hint=lang.say("Village, county", "村、县")/>
        </div>
    }
}

/// What goes off the price.
#[component]
fn Costs(form: FormState, currency: Currency) -> impl IntoView {
    let lang = lang();
    let sign = Signal::derive(move || currency_sign(currency, lang).to_owned());
    let percent = Signal::derive(|| "%".to_owned());
    view! {
        <fieldset class="field">
            <legend>{lang.say("What goes off the price", "从价钱里扣掉的")}</legend>
            <p class="hint">{lang.say("Only you see this. It tells what stays with you.", "只有您看得到，用来算您到手多少。")}</p>
            <div class="row">
                <Amount form=form.clone() name="packaging" label=lang.say("Packaging for one sale", "每单包装费") before=sign/>
                <Amount form name="producer_share" label=lang.say("The makers' share", "货源方分成") after=percent/>
            </div>
        </fieldset>
    }
}

/// Why nothing happened when the form was sent.
#[component]
fn StillSending() -> impl IntoView {
    let lang = lang();
    view! {
        <Notice tone=Tone::Wait title=lang.say("Photos are still on their way", "照片还在上传")>
            <p>{lang.say("Please press once more when they have arrived.", "等它们传完，请再按一次。")}</p>
        </Notice>
    }
}

/// The deeds of the form: one of them is what it is for.
#[component]
fn Deeds(is_on_sale: bool, typed: RwSignal<Typed>, terms: Terms) -> impl IntoView {
    let lang = lang();
    let save = if is_on_sale {
        ("btn btn-primary", lang.say("Save", "保存"))
    } else {
        ("btn", lang.say("Keep as a draft", "存草稿"))
    };
    view! {
        <div class="bar">
            <EarnLine typed terms/>
            <button class=save.0 name="then" value="save">{save.1}</button>
            {(!is_on_sale).then(|| view! { <button class="btn btn-primary" name="then" value="publish">{lang.say("Publish", "上架")}</button> })}
        </div>
    }
}
