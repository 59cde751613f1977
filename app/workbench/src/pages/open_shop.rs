//! `/sell/open`: opening a shop, for free, in one form.

use crate::forms::open_shop::OpenShopForm;
use crate::forms::{Form, Hydrated};
use app_kit::components::FormErrors;
use app_kit::form::form_state;
use app_kit::{Say, lang, say};
use leptos::prelude::*;

/// The page. `cap` is what may be sold before the identity is approved, as it is read.
#[component]
pub fn OpenShop(cap: String, form: OpenShopForm) -> impl IntoView {
    let lang = lang();
    view! {
        <h1>{lang.say("Open your shop", "开一家店")}</h1>
        <p class="lead">{say!(lang, "Free. You can list and sell at once, up to {cap}; the first payout waits until we have looked at your identity.", "免费。马上就能上架和销售，核实前最多可卖 {cap}；核对身份后即可提现。")}</p>
        <FormErrors form=form_state()/>
        <Hydrated form=Form::OpenShop(form)/>
    }
}
