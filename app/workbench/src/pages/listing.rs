//! `/sell/{shop}/listings/{listing}`: one form with photos, title, price and stock; everything else may stay empty.

use super::states::ListingBadge;
use crate::forms::listing::ListingForm;
use crate::forms::{Form, Hydrated};
use app_kit::components::{FormErrors, Icon, Notice, Tone};
use app_kit::form::form_state;
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::catalog::{ListingId, ListingState};

/// What was done when the form is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Kept.
    Saved,
    /// Everybody sees it.
    Published,
    /// Only the shop sees it.
    Hidden,
}

/// The page.
#[component]
pub fn Listing(done: Option<Done>, form: ListingForm) -> impl IntoView {
    let (state, path) = (form.state, form.path());
    let title = form_state().value("title").to_owned();
    view! {
        <Heading state handle=form.handle.clone() title listing=form.listing/>
        <DoneNotice done/>
        <FormErrors form=form_state()/>
        <Hydrated form=Form::Listing(Box::new(form))/>
        {state.map(|state| view! { <Ends state path/> })}
    }
}

#[component]
fn Heading(state: Option<ListingState>, handle: String, title: String, listing: ListingId) -> impl IntoView {
    let lang = lang();
    let heading = if state.is_none() || title.is_empty() { lang.say("New goods", "上新").to_owned() } else { title.clone() };
    view! {
        <nav class="crumbs" aria-label=lang.say("Where you are", "当前位置")>
            <ol><li><a href=routes::sell(&handle, "listings")>{lang.say("Goods", "商品")}</a></li><li aria-current="page">{heading.clone()}</li></ol>
        </nav>
        <div class="row">
            <h1>{heading}</h1>
            {state.map(|state| view! { <ListingBadge state/> })}
            {(state == Some(ListingState::Published)).then(|| view! {
                <a class="btn btn-small push" href=routes::product(&listing.to_string(), &title)><Icon name="eye"/>{lang.say("As buyers see it", "买家看到的样子")}</a>
            })}
        </div>
        {state.is_none().then(|| view! {
            <p class="quiet">{lang.say("One photo, a title, a price and a stock are enough.", "一张照片、一个名称、一个价格、一个库存就能上架。")}</p>
        })}
    }
}

#[component]
fn DoneNotice(done: Option<Done>) -> impl IntoView {
    let lang = lang();
    done.map(|done| {
        let title = match done {
            Done::Saved => lang.say("Saved", "已保存"),
            Done::Published => lang.say("On sale: buyers can see it now", "已上架，买家现在可以看到"),
            Done::Hidden => lang.say("Hidden: only your shop sees it", "已下架，只有本店可见"),
        };
        view! { <Notice tone=Tone::Good title/> }
    })
}

/// Hiding and removing: forms of their own, since they keep nothing of what was typed.
#[component]
fn Ends(state: ListingState, path: String) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section stack">
            {(state == ListingState::Published).then(|| view! {
                <form method="post" action=path.clone()>
                    <button class="btn" name="then" value="hide"><Icon name="eye"/>{lang.say("Hide it from buyers", "下架")}</button>
                </form>
            })}
            <details class="confirm">
                <summary>{lang.say("Remove it for good", "彻底删除")}</summary>
                <form class="stack" method="post" action=path>
                    <p>{lang.say("It disappears from your shop. Orders keep their own copy.", "商品会从店里消失，订单里的记录保留。")}</p>
                    <p><button class="btn btn-danger" name="then" value="remove"><Icon name="trash"/>{lang.say("Remove it", "删除")}</button></p>
                </form>
            </details>
        </section>
    }
}
