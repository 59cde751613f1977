//! Where parcels shall go, before there is an address: so that goods show their freight.

use crate::frame::{Frame, reader};
use app_kit::form::FormState;
use app_kit::provinces::province;
use app_kit::request::{Answer, Document, Fields, PROVINCE_COOKIE, Visit, known_province, page, see_other, set_cookie};
use app_kit::routes::{HOME, SHIP_TO, local_path};
use app_kit::{Say, lang};
use http::StatusCode;
use leptos::prelude::*;
use market::pricing::rules::PROVINCES;

const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;

/// `GET /ship-to`
pub async fn ship_to(visit: Visit) -> Answer {
    let form = FormState::filled([("province", visit.province.unwrap_or_default()), ("back", &visit.back().unwrap_or_default())]);
    draw(&visit, form).await
}

/// `POST /ship-to`
pub async fn choose(visit: Visit, fields: Fields) -> Answer {
    let Some(code) = known_province(fields.get("province")) else {
        let sentence = visit.lang.say("Please choose a province from the list.", "请从列表中选择省份。");
        return draw(&visit, fields.again().with_error("province", sentence)).await;
    };
    let mut response = see_other(local_path(fields.get("back")).unwrap_or(HOME));
    set_cookie(&mut response, PROVINCE_COOKIE, code, YEAR_SECONDS, visit.app.secure);
    Ok(response)
}

async fn draw(visit: &Visit, form: FormState) -> Answer {
    let reader = reader(visit).await?;
    let document = Document::storefront(visit.lang, visit.lang.say("Where shall it go?", "寄到哪里？"));
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page(visit, status, &document, form.clone(), move || {
        view! { <Frame reader main_class="narrow wrap page"><Provinces form/></Frame> }
    }))
}

#[component]
fn Provinces(form: FormState) -> impl IntoView {
    let lang = lang();
    let options = PROVINCES
        .into_iter()
        .map(|code| {
            let chosen = form.chose("province", code);
            view! { <option value=code selected=chosen>{province(code, lang)}</option> }
        })
        .collect_view();
    let error = form.error("province").map(str::to_owned);
    let described = app_kit::components::describe("province", true, error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <form class="stack" method="post" action=SHIP_TO>
            <h1>{lang.say("Where shall it go?", "寄到哪里？")}</h1>
            <input type="hidden" name="back" value=form.value("back").to_owned()/>
            <app_kit::components::Field name="province" label=lang.say("Province", "省份") error
                hint=lang.say("Goods then show what sending them there costs. Only this browser remembers it.", "商品会显示寄到那里的运费。仅保存在本浏览器。").to_owned()>
                <select id="province" name="province" aria-describedby=described aria-invalid=invalid>{options}</select>
            </app_kit::components::Field>
            <p><button class="btn btn-primary">{lang.say("Show freight to there", "显示到此地的运费")}</button></p>
        </form>
    }
}
