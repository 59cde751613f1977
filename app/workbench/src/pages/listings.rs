//! `/sell/{shop}/listings`: the shop's goods.

use super::states::{ListingBadge, Thumb};
use app_kit::components::{Icon, Notice, Price, Tone, UnitPrice};
use app_kit::format::quantity;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::catalog::{ListingState, SellerListing};
use market::kernel::Measure;

/// One page of the shop's goods.
#[derive(Clone, Debug)]
pub struct ListingsPage {
    /// The shop.
    pub handle: String,
    /// The newest first.
    pub rows: Vec<SellerListing>,
    /// The key of the next page.
    pub next: Option<String>,
    /// Whether it is the first page.
    pub is_first: bool,
    /// Those in this state only.
    pub state: Option<ListingState>,
    /// Whether one was just removed.
    pub is_removed: bool,
}

/// The page.
#[component]
pub fn Listings(page: ListingsPage) -> impl IntoView {
    let lang = lang();
    let home = routes::sell(&page.handle, "listings");
    let new = routes::sell(&page.handle, "listings/new");
    let tabs = [
        (None, lang.say("All", "全部")),
        (Some(ListingState::Published), lang.say("On sale", "在售")),
        (Some(ListingState::Draft), lang.say("Drafts", "草稿")),
        (Some(ListingState::Hidden), lang.say("Hidden", "已下架")),
    ];
    let is_empty = page.rows.is_empty();
    let (insights, coupons) = (routes::sell(&page.handle, "insights"), routes::sell(&page.handle, "coupons"));
    let state = page.state;
    let next = page.next.map(|key| {
        let kept = state.map(|state| format!("state={}&", state.code())).unwrap_or_default();
        format!("{home}?{kept}after={}", routes::percent(&key))
    });
    view! {
        <div class="row">
            <h1>{lang.say("Goods", "商品")}</h1>
            {(!is_empty || state.is_some()).then(|| view! { <a class="btn btn-primary push" href=new.clone()><Icon name="plus"/>{lang.say("New goods", "上新")}</a> })}
        </div>
        {(!is_empty).then(|| view! { <p><a href=insights>{lang.say("How often they are seen", "展示了多少次")}</a></p> })}
        <p><a href=coupons>{lang.say("Coupons on them", "商品优惠券")}</a></p>
        {page.is_removed.then(|| view! { <Notice tone=Tone::Good title=lang.say("Removed", "已删除")/> })}
        <nav class="tabs" aria-label=lang.say("State", "状态")>
            {tabs.into_iter().map(|(tab, word)| {
                let path = tab.map_or_else(|| home.clone(), |tab| format!("{home}?state={}", tab.code()));
                view! { <a href=path aria-current=(tab == state).then_some("page")>{word}</a> }
            }).collect_view()}
        </nav>
        {if is_empty {
            view! { <Nothing is_filtered=state.is_some() || !page.is_first new/> }.into_any()
        } else {
            view! { <Table handle=page.handle rows=page.rows/> }.into_any()
        }}
        {next.map(|next| view! {
            <nav class="pager" aria-label=lang.say("Pages", "翻页")>
                <a class="btn" rel="next" href=next>{lang.say("Older", "更早的")}<Icon name="next"/></a>
            </nav>
        })}
    }
}

#[component]
fn Nothing(is_filtered: bool, new: String) -> impl IntoView {
    let lang = lang();
    if is_filtered {
        view! { <p class="quiet">{lang.say("Nothing here.", "这里没有商品。")}</p> }.into_any()
    } else {
        view! {
            <div class="empty">
                <Icon name="camera"/>
                <h2>{lang.say("List your first thing", "上架第一件商品")}</h2>
                <p>{lang.say("One photo, a title, a price and a stock. About two minutes.", "一张照片、一个名称、一个价格、一个库存，约两分钟。")}</p>
                <a class="btn btn-primary" href=new>{lang.say("List something", "去上架")}</a>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Table(handle: String, rows: Vec<SellerListing>) -> impl IntoView {
    let lang = lang();
    view! {
        <table class="data-table">
            <caption class="sr">{lang.say("Goods, the newest first", "商品，最新的在前")}</caption>
            <thead><tr>
                <th scope="col"><span class="sr">{lang.say("Photo", "照片")}</span></th>
                <th scope="col">{lang.say("Title", "名称")}</th>
                <th scope="col">{lang.say("State", "状态")}</th>
                <th scope="col" class="num">{lang.say("Price", "价格")}</th>
                <th scope="col" class="num">{lang.say("Stock", "库存")}</th>
            </tr></thead>
            <tbody>{rows.into_iter().map(|row| view! { <Line handle=handle.clone() row/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Line(handle: String, row: SellerListing) -> impl IntoView {
    let lang = lang();
    let path = routes::sell(&handle, &format!("listings/{}", row.listing));
    let measure = Measure { unit: row.unit, price_per: row.price_per, minimum: 1, step: 1 };
    let stock = quantity(row.on_hand, row.unit, lang);
    let held = (row.held > 0).then(|| quantity(row.held, row.unit, lang));
    let kinds = row.variants;
    let price = if row.price_from == row.price_to {
        view! { <UnitPrice price=row.price_from measure/> }.into_any()
    } else {
        view! { <Price amount=row.price_from class="price-plain"/>" – "<Price amount=row.price_to class="price-plain"/> }
            .into_any()
    };
    view! {
        <tr>
            <td><Thumb photo=row.cover/></td>
            <th scope="row">
                <a href=path>{row.title}</a>
                {(kinds > 1).then(|| view! { <small class="quiet">" "{say!(lang, "{kinds} kinds", "{kinds} 种规格")}</small> })}
            </th>
            <td data-label=lang.say("State", "状态")><ListingBadge state=row.state/></td>
            <td class="num" data-label=lang.say("Price", "价格")>{price}</td>
            <td class="num" data-label=lang.say("Stock", "库存")>
                {if row.on_hand == 0 { lang.say("None left", "没有了").to_owned() } else { stock }}
                {held.map(|held| view! { <small class="quiet">" "{say!(lang, "({held} put aside)", "（{held} 待付款）")}</small> })}
            </td>
        </tr>
    }
}
