//! The frame of the workbench and the table of its pages.

use crate::desk::{Desk, DeskFrame};
use crate::pages;
use app_kit::form::FormState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One page with its data. A page's data is a plain value: what the server read is what the browser draws again.
#[expect(clippy::large_enum_variant, reason = "one value a page; boxing the large ones would only hide where they are made")]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Page {
    /// The shops of a person, and the way to a new one.
    Shops(pages::shops::ShopsPage),
    /// Opening a shop.
    OpenShop(pages::open_shop::OpenShopPage),
    /// The shop itself.
    Settings(Box<pages::settings::SettingsPage>),
    /// One way to charge for freight.
    Freight(pages::freight::FreightPage),
    /// The operator's queue of identities.
    Identities(pages::identities::IdentitiesPage),
    /// One identity.
    Identity(Box<pages::identity::IdentityPage>),
    /// The market's money and the batches of payouts.
    Payouts(Box<pages::payouts::PayoutsPage>),
    /// One batch of payouts.
    PayoutBatch(pages::payout_batch::PayoutBatchPage),
    /// The payment provider's statement beside the books.
    Reconciliation(Box<pages::reconciliation::ReconciliationPage>),
    /// What a shop has to do.
    Today(pages::today::TodayPage),
    /// A shop's orders.
    Orders(pages::orders::OrdersPage),
    /// One of them.
    Order(pages::order::OrderPage),
    /// What a shop earned.
    Money(Box<pages::money::MoneyPage>),
    /// A shop's goods.
    Listings(pages::listings::ListingsPage),
    /// One of them, to be written.
    Listing(pages::listing::ListingPage),
}

/// Everything that a page of the workbench is drawn from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PageData {
    /// The frame's own data.
    pub desk: Desk,
    /// The form's state, where the page answers a POST.
    pub form: FormState,
    /// The page.
    pub page: Page,
}

/// The whole workbench: frame and page.
#[component]
pub fn App(data: PageData) -> impl IntoView {
    provide_context(data.desk.lang);
    provide_context(data.form);
    let page = match data.page {
        Page::Shops(page) => view! { <pages::shops::Shops page/> }.into_any(),
        Page::OpenShop(page) => view! { <pages::open_shop::OpenShop page/> }.into_any(),
        Page::Settings(page) => view! { <pages::settings::Settings page=*page/> }.into_any(),
        Page::Freight(page) => view! { <pages::freight::Freight page/> }.into_any(),
        Page::Identities(page) => view! { <pages::identities::Identities page/> }.into_any(),
        Page::Identity(page) => view! { <pages::identity::Identity page=*page/> }.into_any(),
        Page::Payouts(page) => view! { <pages::payouts::Payouts page=*page/> }.into_any(),
        Page::PayoutBatch(page) => view! { <pages::payout_batch::PayoutBatch page/> }.into_any(),
        Page::Reconciliation(page) => view! { <pages::reconciliation::Reconciled page=*page/> }.into_any(),
        Page::Today(page) => view! { <pages::today::Today page/> }.into_any(),
        Page::Orders(page) => view! { <pages::orders::Orders page/> }.into_any(),
        Page::Order(page) => view! { <pages::order::Order page/> }.into_any(),
        Page::Money(page) => view! { <pages::money::Money page=*page/> }.into_any(),
        Page::Listings(page) => view! { <pages::listings::Listings page/> }.into_any(),
        Page::Listing(page) => view! { <pages::listing::Listing page/> }.into_any(),
    };
    view! { <DeskFrame desk=data.desk>{page}</DeskFrame> }
}
