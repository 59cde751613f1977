//! `/sell/{shop}/listings/{listing}`

mod parts;
mod whole;
mod words;

pub use parts::LISTING_BYTES_MAX;

use super::{desk_of, desk_page, staff_with};
use crate::desk::Room;
use crate::forms::listing::ListingForm;
use crate::forms::listing::fields::{combine, options_of, replace, rows_of};
use crate::pages::listing::{Done, Listing};
use app_kit::form::FormState;
use app_kit::request::{Answer, Stop, Visit, refused, see_other};
use app_kit::{Say, routes};
use axum::extract::{Path, Request};
use axum::response::IntoResponse;
use http::{StatusCode, header};
use leptos::prelude::*;
use market::attribute::{Attribute, Attributes};
use market::catalog::rules::{form_of, spoils};
use market::catalog::{
    Category, ListingForEdit, ListingId, ListingState, Photo, PhotoId, SaveListing, SaveListingRefusal, commands, queries,
};
use market::discovery::Tree;
use market::kernel::NoRefusal;
use market::shop::ShopStaff;
use whole::{filled, typed};

/// `GET …/listings/new`
pub async fn new(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_list).await?;
    let id = ListingId::mint(visit.app.market.now());
    let form = FormState::filled([("listing", id.to_string()), ("version", "0".to_owned()), ("unit", "piece".to_owned())]);
    draw(&visit, &staff, &handle, form, None).await
}

/// `GET …/listings/{listing}`
pub async fn form(visit: Visit, Path((handle, listing)): Path<(String, String)>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_list).await?;
    let id: ListingId = listing.parse().map_err(|_| Stop::not_found())?;
    let stored = queries::listing_for_edit(&visit.app.market, &staff, id).await?.ok_or_else(Stop::not_found)?;
    let done = match visit.query().get("done") {
        "saved" => Some(Done::Saved),
        "published" => Some(Done::Published),
        "hidden" => Some(Done::Hidden),
        _ => None,
    };
    draw(&visit, &staff, &handle, filled(&form_of(&stored)), done).await
}

/// `POST …/listings/{listing}`: saves, publishes, hides, removes; or draws the form again with its photos in another order.
pub async fn post(visit: Visit, Path((handle, listing)): Path<(String, String)>, request: Request) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_list).await?;
    let id: ListingId = listing.parse().map_err(|_| Stop::not_found())?;
    let sent = parts::read(&visit, &staff, None, request).await?;
    let then = sent.fields.get("then").to_owned();
    match then.as_str() {
        "hide" => {
            nothing_refused(refused(commands::hide_listing(&visit.app.market, &staff, id).await)?);
            return Ok(see_other(&format!("{}?done=hidden", path(&handle, id))));
        }
        "remove" => {
            nothing_refused(refused(commands::remove_listing(&visit.app.market, &staff, id).await)?);
            return Ok(see_other(&format!("{}?done=removed", routes::sell(&handle, "listings"))));
        }
        _ => {}
    }
    let mut form = with_photos(&sent);
    replace(&mut form, "listing", id.to_string());
    if let Some((deed, photo)) = then.split_once("-photo:") {
        rearrange(&mut form, deed == "first", photo);
        return draw(&visit, &staff, &handle, form, None).await;
    }
    if !sent.refused.is_empty() || then == "category" {
        return draw(&visit, &staff, &handle, form, None).await;
    }
    save(&visit, &staff, &handle, form, then == "publish").await
}

/// `POST …/listings/{listing}/photos`: takes photos; a script gets a status and a sentence, a form is drawn again.
pub async fn photos(visit: Visit, Path((handle, listing)): Path<(String, String)>, request: Request) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_list).await?;
    let id: ListingId = listing.parse().map_err(|_| Stop::not_found())?;
    let is_script = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()) == Some("text/plain");
    let stored = queries::listing_for_edit(&visit.app.market, &staff, id).await?;
    let sent = parts::read(&visit, &staff, stored.map(|stored| stored.listing), request).await?;
    if is_script {
        return Ok(match sent.refused.first() {
            Some(sentence) => (StatusCode::UNPROCESSABLE_ENTITY, sentence.clone()).into_response(),
            None => StatusCode::NO_CONTENT.into_response(),
        });
    }
    let mut form = with_photos(&sent);
    replace(&mut form, "listing", id.to_string());
    draw(&visit, &staff, &handle, form, None).await
}

/// The form as it was typed, with the photos that came along, and a sentence for those that were not taken.
fn with_photos(sent: &parts::Sent) -> FormState {
    let mut form = sent.fields.again();
    for photo in &sent.photos {
        form.fill("photo", photo.to_string());
    }
    for sentence in &sent.refused {
        form.wrong("files", sentence.clone());
    }
    form
}

/// Puts one of the form's photos first, or takes it out.
fn rearrange(form: &mut FormState, first: bool, photo: &str) {
    let mut photos: Vec<String> = form.values("photo").filter(|other| *other != photo).map(str::to_owned).collect();
    if first {
        photos.insert(0, photo.to_owned());
    }
    form.forget("photo");
    for photo in photos {
        form.fill("photo", photo);
    }
}

async fn save(visit: &Visit, staff: &ShopStaff, handle: &str, mut form: FormState, publish: bool) -> Answer {
    let market = &visit.app.market;
    let request = typed(&form).ok_or_else(Stop::not_found)?;
    if let Err(refusal) = refused(commands::save_listing(market, staff, &request).await)? {
        refuse(visit, staff, &mut form, &request, refusal).await?;
        return draw(visit, staff, handle, form, None).await;
    }
    let done = if publish { "published" } else { "saved" };
    if publish && let Err(refusal) = refused(commands::publish_listing(market, staff, request.listing).await)? {
        let stored = queries::listing_for_edit(market, staff, request.listing).await?.ok_or_else(Stop::not_found)?;
        let (field, sentence) = words::publish(refusal, visit.lang);
        let notice = visit.lang.say("It is kept as a draft, and not on sale yet", "已存为草稿，还没有上架");
        let form = filled(&form_of(&stored)).with_error(&field, sentence).with_notice(notice);
        return draw(visit, staff, handle, form, None).await;
    }
    Ok(see_other(&format!("{}?done={done}", path(handle, request.listing))))
}

/// Says in the form why it was not kept. What was typed stays; what it was compared with is brought up to date.
async fn refuse(
    visit: &Visit,
    staff: &ShopStaff,
    form: &mut FormState,
    request: &SaveListing,
    refusal: SaveListingRefusal,
) -> Result<(), Stop> {
    let rows = combine(request.listing, request.version, &options_of(form), &rows_of(form));
    let stored = queries::listing_for_edit(&visit.app.market, staff, request.listing).await?;
    match refusal {
        SaveListingRefusal::Fields(errors) => {
            let photos: Vec<PhotoId> = request.photos.iter().map(|placed| placed.photo).collect();
            words::mark(form, &errors, &rows, &photos, visit.lang);
        }
        SaveListingRefusal::ChangedMeanwhile => {
            form.notice = Some(words::changed(visit.lang).to_owned());
            bring_up_to_date(form, stored.as_ref());
        }
        SaveListingRefusal::StockChanged { position } => {
            let field = rows.get(usize::from(position)).map_or_else(|| "variants".to_owned(), |row| format!("stock-{}", row.id));
            form.wrong(&field, words::stock_changed(visit.lang));
            bring_up_to_date(form, stored.as_ref());
        }
        SaveListingRefusal::PhotoNeeded => form.wrong("files", words::photo_needed(visit.lang)),
    }
    Ok(())
}

/// The version and the stock that the form is compared with next time.
fn bring_up_to_date(form: &mut FormState, stored: Option<&ListingForEdit>) {
    let Some(stored) = stored else { return };
    replace(form, "version", stored.version.to_string());
    for variant in &stored.variants {
        replace(form, &format!("seen-{}", variant.variant), variant.on_hand.to_string());
    }
}

fn nothing_refused(result: Result<(), NoRefusal>) {
    if let Err(never) = result {
        match never {}
    }
}

fn path(handle: &str, listing: ListingId) -> String {
    routes::sell(handle, &format!("listings/{listing}"))
}

async fn draw(visit: &Visit, staff: &ShopStaff, handle: &str, form: FormState, done: Option<Done>) -> Answer {
    let market = &visit.app.market;
    let listing: ListingId = form.value("listing").parse().map_err(|_| Stop::not_found())?;
    let state = queries::listing_for_edit(market, staff, listing).await?.map(|stored| stored.state);
    let categories = queries::categories(market).await?;
    let attributes = market::attribute::queries::attributes(market).await?;
    let tree = Tree::new(categories.clone());
    let page = ListingForm {
        handle: handle.to_owned(),
        listing,
        state: state.filter(|state| *state != ListingState::Removed),
        categories: categories
            .iter()
            .map(|category| {
                (
                    category.id.to_string(),
                    format!("{}{}", "\u{2003}".repeat(category.level().saturating_sub(1)), category.name(visit.lang)),
                )
            })
            .collect(),
        attributes: sayable(&tree, &attributes, form.value("category")),
        spoils: chosen(&tree, form.value("category")).and_then(|category| spoils(tree.trail(&category.path))),
        templates: market::pricing::queries::templates(market, staff).await?,
        fee_basis_points: market::policy::queries::in_force(market).await?.fee_basis_points,
        currency: market.currency(),
        photos: pictures(visit, staff, &form).await?,
        upload: PhotoId::mint(market.now()),
    };
    let title = if page.state.is_none() { visit.lang.say("New goods", "上新") } else { visit.lang.say("Goods", "商品") };
    let desk = desk_of(visit, staff, Room::Goods).await?;
    desk_page(visit, title, desk, form, move || view! { <Listing done form=page/> })
}

/// The category that was chosen.
fn chosen<'a>(tree: &'a Tree, id: &str) -> Option<&'a Category> {
    tree.all().iter().find(|category| category.id.to_string() == id)
}

/// What the goods of the chosen category can say.
fn sayable(tree: &Tree, attributes: &Attributes, id: &str) -> Vec<Attribute> {
    chosen(tree, id).map(|category| attributes.along(tree.trail(&category.path)).cloned().collect()).unwrap_or_default()
}

/// The pictures that the form names, in its order.
async fn pictures(visit: &Visit, staff: &ShopStaff, form: &FormState) -> Result<Vec<Photo>, Stop> {
    let ids: Vec<PhotoId> = form.values("photo").filter_map(|id| id.parse().ok()).collect();
    let mut found = queries::photos(&visit.app.market, staff, &ids).await?;
    found.sort_by_key(|photo| ids.iter().position(|id| *id == photo.id));
    Ok(found)
}
