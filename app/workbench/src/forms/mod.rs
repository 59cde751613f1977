//! The forms that check while somebody types. The server draws one with its page and puts its data beside it; the browser draws
//! the same form from the same data and brings it to life. A page has one at most; pages without need no program at all.

pub mod freight;
#[cfg(feature = "ssr")]
mod hydrated;
pub mod identity;
pub mod listing;
mod live;
pub mod open_shop;
pub mod ship;

#[cfg(feature = "ssr")]
pub use hydrated::Hydrated;

use app_kit::form::FormState;
use leptos::prelude::*;
use market::account::Language;
use serde::{Deserialize, Serialize};

/// One of the forms with its data: a plain value, so that what the server read is what the browser draws again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Form {
    /// Opens a shop.
    OpenShop(open_shop::OpenShopForm),
    /// Submits a rejected identity again.
    Identity(identity::IdentityForm),
    /// One way to charge for freight.
    Freight(freight::FreightForm),
    /// Gives a parcel to a courier.
    Ship(ship::ShipForm),
    /// A listing.
    Listing(Box<listing::ListingForm>),
}

/// Everything that a form is drawn from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FormData {
    /// The reader's language.
    pub lang: Language,
    /// What stands in the fields, and what is wrong with it.
    pub state: FormState,
    /// Which form.
    pub form: Form,
}

/// The form, drawn from its data.
#[component]
pub fn LiveForm(data: FormData) -> impl IntoView {
    provide_context(data.lang);
    provide_context(data.state);
    match data.form {
        Form::OpenShop(page) => view! { <open_shop::OpenShop page/> }.into_any(),
        Form::Identity(page) => view! { <identity::SubmitAgain page/> }.into_any(),
        Form::Freight(page) => view! { <freight::Freight page/> }.into_any(),
        Form::Ship(page) => view! { <ship::Ship page/> }.into_any(),
        Form::Listing(page) => view! { <listing::Listing page=*page/> }.into_any(),
    }
}
