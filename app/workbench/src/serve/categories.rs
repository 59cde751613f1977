//! `/admin/categories` and `/admin/categories/{slug}`

use super::{desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::categories::{Categories, Category as CategoryOf, CategoryPage};
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other};
use app_kit::words::text_error;
use app_kit::{Say, routes};
use axum::extract::Path;
use leptos::prelude::*;
use market::account::Operator;
use market::attribute::queries::attributes;
use market::catalog::commands::{CategoryFieldError, rename_category, set_spoiling};
use market::catalog::rules::spoils;
use market::catalog::{Category, Spoiling};
use market::discovery::{Tree, queries};

/// `GET /admin/categories`
pub async fn tree(visit: Visit) -> Answer {
    visit.operator()?;
    let market = &visit.app.market;
    let (tree, attributes) = (queries::tree(market).await?, attributes(market).await?);
    let own = |category: &Category| {
        attributes.all().iter().filter(|attribute| attribute.category == category.id && !attribute.is_retired).count()
    };
    let tree: Vec<(Category, usize)> = tree.all().iter().map(|category| (category.clone(), own(category))).collect();
    let desk = operator_desk(&visit, Room::Categories);
    let title = visit.lang.say("Categories", "分类");
    desk_page(&visit, title, desk, FormState::default(), move || view! { <Categories tree/> })
}

/// The category of a slug, in its tree.
pub(super) async fn find(visit: &Visit, slug: &str) -> Result<(Tree, Category), Stop> {
    let tree = queries::tree(&visit.app.market).await?;
    let category = tree.find(slug).cloned().ok_or_else(Stop::not_found)?;
    Ok((tree, category))
}

/// `GET /admin/categories/{slug}`
pub async fn category(visit: Visit, Path(slug): Path<String>) -> Answer {
    visit.operator()?;
    let (tree, category) = find(&visit, &slug).await?;
    let form = named(&category);
    draw(&visit, (tree, category), form).await
}

/// The form of its names.
fn named(category: &Category) -> FormState {
    FormState::filled([("name_en", category.name_en.clone()), ("name_zh", category.name_zh.clone())])
}

/// `POST /admin/categories/{slug}`: gives it a name, or says whether its goods spoil.
pub async fn post(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    let (tree, category) = find(&visit, &slug).await?;
    if fields.get("then") == "spoiling" {
        return say_spoiling(&visit, (tree, category), &operator, &fields).await;
    }
    let names = [fields.get("name_en"), fields.get("name_zh")];
    match refused(rename_category(&visit.app.market, &operator, category.id, names).await)? {
        Ok(()) => Ok(see_other(&format!("{}?done=named", routes::admin(&format!("categories/{slug}"))))),
        Err(errors) => {
            let mut form = fields.again();
            for error in errors {
                let (field, error) = match error {
                    CategoryFieldError::NameEn(error) => ("name_en", error),
                    CategoryFieldError::NameZh(error) => ("name_zh", error),
                };
                form.wrong(field, text_error(error, visit.lang));
            }
            draw(&visit, (tree, category), form).await
        }
    }
}

async fn say_spoiling(visit: &Visit, (tree, category): (Tree, Category), operator: &Operator, fields: &Fields) -> Answer {
    let Some(spoiling) = Spoiling::from_code(fields.get("spoiling")) else {
        let form = named(&category).with_error("spoiling", visit.lang.say("Please choose one of these.", "请选择一项。"));
        return draw(visit, (tree, category), form).await;
    };
    match refused(set_spoiling(&visit.app.market, operator, category.id, spoiling).await)? {
        Ok(()) => Ok(see_other(&format!("{}?done=spoiling", routes::admin(&format!("categories/{}", category.slug))))),
        Err(never) => match never {},
    }
}

async fn draw(visit: &Visit, (tree, category): (Tree, Category), form: FormState) -> Answer {
    let attributes = attributes(&visit.app.market).await?;
    let above = attributes.along(tree.trail(&category.path)).filter(|attribute| attribute.category != category.id);
    let page = CategoryPage {
        above: above.cloned().collect(),
        own: attributes.all().iter().filter(|attribute| attribute.category == category.id).cloned().collect(),
        spoils_above: spoils(tree.trail(&category.path).filter(|place| place.id != category.id)),
        done: visit.query().get("done").to_owned(),
        category,
    };
    let desk = operator_desk(visit, Room::Categories);
    let title = page.category.name(visit.lang).to_owned();
    desk_page(visit, &title, desk, form, move || view! { <CategoryOf page/> })
}
