//! `/sell/{shop}/settings/freight/{template}`: one way to charge for freight.

use crate::forms::freight::FreightForm;
use crate::forms::{Form, Hydrated};
use app_kit::components::FormErrors;
use app_kit::form::form_state;
use app_kit::{Say, lang, routes};
use leptos::prelude::*;

/// The page. `is_stored`: whether the template stands in the database already.
#[component]
pub fn Freight(handle: String, is_stored: bool, form: FreightForm) -> impl IntoView {
    let lang = lang();
    let may_go = is_stored && !form.is_default;
    view! {
        <nav class="crumbs" aria-label=lang.say("Where you are", "当前位置")>
            <ol><li><a href=routes::sell(&handle, "settings")>{lang.say("Shop", "店铺")}</a></li><li aria-current="page">{lang.say("Freight", "运费")}</li></ol>
        </nav>
        <h1>{lang.say("What freight costs", "运费怎么算")}</h1>
        <p class="quiet">{lang.say("Of the goods of one order the dearest first step counts once; everything else is added at the next steps.", "同一订单中，首重（首件）取最高的一档，其余按续重（续件）相加。")}</p>
        <FormErrors form=form_state()/>
        <Hydrated form=Form::Freight(form)/>
        {may_go.then(|| view! { <Remove/> })}
    }
}

#[component]
fn Remove() -> impl IntoView {
    let lang = lang();
    view! {
        <details class="confirm max-w-3xl">
            <summary>{lang.say("Remove this template", "删除此模板")}</summary>
            <form class="stack" method="post">
                <p>{lang.say("Goods that name it follow the usual template afterwards. Orders that were placed keep their freight.", "使用它的商品将改用默认模板，已下单的运费不变。")}</p>
                <p><button class="btn btn-danger" name="then" value="remove">{lang.say("Remove it", "删除")}</button></p>
            </form>
        </details>
    }
}
