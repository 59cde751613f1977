//! The form for one address: pasted, or field by field with a region picker that works without WebAssembly, too.

use super::{regions, words};
use crate::frame::{Frame, reader};
use crate::islands::{LEVELS, PickerWords, RegionChoice, RegionPicker};
use app_kit::components::{AreaField, FormErrors, Notice, TextField, Tone};
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other};
use app_kit::{Say, lang, routes};
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use leptos::prelude::*;
use market::address::{Address, AddressId, TypedAddress, commands, queries, rules};

/// What the form's page shows beside the form's state.
struct FormPage {
    path: String,
    is_new: bool,
    was_sorted: bool,
    choice: RegionChoice,
}

/// `GET /me/addresses/new`
pub async fn fresh(visit: Visit) -> Answer {
    visit.signed_in()?;
    let mut form = FormState::filled([("address", AddressId::mint(visit.app.market.now()).to_string())]);
    form.fill("back", visit.back().unwrap_or_default());
    draw(&visit, true, form, false).await
}

/// `POST /me/addresses/new`
pub async fn save_fresh(visit: Visit, fields: Fields) -> Answer {
    visit.signed_in()?;
    if let Some(form) = sorted(&visit, &fields) {
        return draw(&visit, true, form.0, form.1).await;
    }
    let id: AddressId = fields.read("address").ok_or_else(Stop::not_found)?;
    save(&visit, id, &fields, true).await
}

/// `GET /me/addresses/{address}`
pub async fn change(visit: Visit, Path(address): Path<String>) -> Answer {
    let address = own(&visit, &address).await?;
    let mut form = FormState::filled([
        ("recipient", address.recipient.as_str()),
        ("phone", &address.phone),
        ("street", &address.street),
        ("back", visit.back().as_deref().unwrap_or_default()),
    ]);
    let above = visit.app.regions.path(&address.region_code).unwrap_or_default();
    regions::fill(&mut form, above.iter().map(|region| region.code.as_str()));
    draw(&visit, false, form, false).await
}

/// `POST /me/addresses/{address}`
pub async fn save_changed(visit: Visit, Path(address): Path<String>, fields: Fields) -> Answer {
    visit.signed_in()?;
    if let Some(form) = sorted(&visit, &fields) {
        return draw(&visit, false, form.0, form.1).await;
    }
    let id = own(&visit, &address).await?.id;
    save(&visit, id, &fields, false).await
}

async fn save(visit: &Visit, id: AddressId, fields: &Fields, is_new: bool) -> Answer {
    let app = &visit.app;
    let typed = typed(visit, fields);
    match refused(commands::save_address(&app.market, &visit.buyer()?, id, &typed, app.regions.as_ref()).await)? {
        Ok(()) => Ok(after(fields)),
        Err(refusal) => draw(visit, is_new, words::refused(fields.again(), &refusal, visit.lang), false).await,
    }
}

async fn own(visit: &Visit, address: &str) -> Result<Address, Stop> {
    let id: AddressId = address.parse().map_err(|_| Stop::not_found())?;
    let all = queries::addresses(&visit.app.market, &visit.buyer()?).await?;
    all.into_iter().find(|own| own.id == id).ok_or_else(Stop::not_found)
}

/// Where the button was not the one that saves: the form with the next region level, or with what was pasted sorted into it.
fn sorted(visit: &Visit, fields: &Fields) -> Option<(FormState, bool)> {
    let mut form = fields.again();
    match fields.get("then") {
        "region" => Some((form, false)),
        "paste" => {
            let found = rules::parse_pasted(fields.get("pasted"), visit.app.regions.as_ref());
            let texts = [("recipient", found.recipient), ("phone", found.phone), ("street", Some(found.street))];
            for (name, text) in texts {
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    form.forget(name);
                    form.fill(name, text);
                }
            }
            if !found.region.is_empty() {
                regions::fill(&mut form, found.region.iter().map(|region| region.code.as_str()));
            }
            Some((form, true))
        }
        _ => None,
    }
}

fn typed(visit: &Visit, fields: &Fields) -> TypedAddress {
    let choice = regions::choice(visit.app.regions.as_ref(), &fields.again());
    let [.., town] = choice.chosen;
    TypedAddress {
        recipient: fields.get("recipient").to_owned(),
        phone: fields.get("phone").to_owned(),
        region_code: town,
        street: fields.get("street").to_owned(),
    }
}

fn after(fields: &Fields) -> Response {
    see_other(routes::local_path(fields.get("back")).unwrap_or("/me/addresses?done=saved"))
}

async fn draw(visit: &Visit, is_new: bool, form: FormState, was_sorted: bool) -> Answer {
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let path = visit.path.split('?').next().unwrap_or_default().to_owned();
    let shown = FormPage { path, is_new, was_sorted, choice: regions::choice(visit.app.regions.as_ref(), &form) };
    let title =
        if is_new { visit.lang.say("A new address", "新地址") } else { visit.lang.say("Change the address", "修改地址") };
    let reader = reader(visit).await?;
    let document = Document::storefront(visit.lang, title);
    let state = form.clone();
    Ok(page(visit, status, &document, form, move || {
        view! { <Frame reader main_class="wrap narrow page stack"><h1>{title}</h1><AddressForm page=shown form=state/></Frame> }
    }))
}

#[component]
fn AddressForm(page: FormPage, form: FormState) -> impl IntoView {
    let lang = lang();
    let FormPage { path, is_new, was_sorted, choice } = page;
    let action = path.clone();
    let hidden = ["address", "back"].map(|name| (name, form.value(name).to_owned()));
    view! {
        <FormErrors form=form.clone()/>
        {was_sorted.then(|| view! {
            <Notice tone=Tone::Info title=lang.say("We sorted what you pasted", "已为您分好")><p>{lang.say("Please check each field before you keep it.", "保存前请逐项核对。")}</p></Notice>
        })}
        <form class="fields" method="post" action=action novalidate>
            {hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            // The button that Enter presses is the first of the form: it must be the one that saves.
            <button class="sr" name="then" value="save" tabindex="-1" aria-hidden="true">{lang.say("Keep", "保存")}</button>
            <details class="confirm" open=is_new && !was_sorted>
                <summary>{lang.say("Paste an address, we sort it", "粘贴地址，自动识别")}</summary>
                <div class="fields">
                    <AreaField form=form.clone() name="pasted" rows=3 label=lang.say("The address as you have it", "粘贴整段地址")
                        hint=lang.say("Name, phone and address in any order.", "姓名、电话、地址，顺序不限。")/>
                    <p><button class="btn" name="then" value="paste">{lang.say("Sort it into the fields", "识别并填入")}</button></p>
                </div>
            </details>
            <TextField form=form.clone() name="recipient" label=lang.say("Who takes the parcel", "收件人") autocomplete="name"/>
            <TextField form=form.clone() name="phone" label=lang.say("Phone", "电话") kind="tel" autocomplete="tel" inputmode="tel"
                hint=lang.say("Only the shop and the courier see it.", "只有店家和快递员能看到。")/>
            <Regions choice form=form.clone() path/>
            <AreaField form name="street" rows=2 label=lang.say("Street, house, floor, door", "详细地址") autocomplete="street-address"/>
            <button class="btn btn-primary btn-wide" name="then" value="save">{lang.say("Keep this address", "保存地址")}</button>
        </form>
    }
}

#[component]
fn Regions(choice: RegionChoice, form: FormState, path: String) -> impl IntoView {
    let lang = lang();
    let labels =
        [("Province", "省份"), ("City", "城市"), ("District or county", "区县"), ("Town or street office", "乡镇或街道")];
    debug_assert_eq!(labels.len(), LEVELS.len(), "each level has a label");
    let words = PickerWords {
        labels: labels.map(|(english, chinese)| lang.say(english, chinese).to_owned()),
        choose: lang.say("Please choose", "请选择").to_owned(),
        go_on: lang.say("Continue", "继续选择").to_owned(),
        error: form.error("regions").map(str::to_owned),
    };
    view! {
        <fieldset class="field" id="regions">
            <legend>{lang.say("Where", "所在地区")}</legend>
            <RegionPicker choice words path/>
        </fieldset>
    }
}
