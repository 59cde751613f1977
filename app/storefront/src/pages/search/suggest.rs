//! Proposals while somebody types: the options of a list box and how many they are, drawn here, so that the script has nothing to
//! know. Asked for without knowing who asks.

use super::words;
use app_kit::form::FormState;
use app_kit::request::{Answer, App, Stop, Visit, render};
use app_kit::{Say, routes};
use axum::extract::{Request, State};
use axum::response::IntoResponse;
use http::header;
use leptos::prelude::*;
use market::account::Language;
use market::discovery::queries::proposals;

/// Categories that are proposed.
const CATEGORIES_MAX: usize = 3;

/// One proposal: where it leads, what it says, what it is.
struct Proposal {
    path: String,
    text: String,
    kind: &'static str,
}

/// `GET /search/suggest?q=`
pub async fn suggest(State(app): State<App>, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    let visit = Visit::stranger(&parts, &app);
    let proposals = listed(&app, visit.lang, visit.query().get("q")).await?;
    let said = words::proposed(proposals.len(), visit.lang);
    let html = render(visit.lang, FormState::default(), move || {
        let option = |(position, proposal): (usize, Proposal)| {
            let Proposal { path, text, kind } = proposal;
            // The link itself is the option: within one, nobody who is read to would find it. The field keeps the focus.
            view! { <a role="option" id=format!("q-{position}") aria-selected="false" tabindex="-1" href=path><span>{text}</span>" "<small>{kind}</small></a> }
        };
        view! { <p>{said}</p>{proposals.into_iter().enumerate().map(option).collect_view()} }
    });
    // Whoever changes the language is not shown what the browser keeps in the other one.
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "private, max-age=30"),
        (header::VARY, "cookie, accept-language"),
    ];
    Ok((headers, html).into_response())
}

/// What is proposed, in the order in which it is shown.
async fn listed(app: &App, lang: Language, typed: &str) -> Result<Vec<Proposal>, Stop> {
    let found = proposals(&app.market, &*app.search, typed).await?;
    let shelved = app.shelved().await?;
    let categories = found.categories.iter().filter_map(|slug| shelved.tree.find(slug)).take(CATEGORIES_MAX);
    let mut proposals: Vec<Proposal> = categories
        .map(|category| Proposal {
            path: routes::category(&category.slug),
            text: category.name(lang).to_owned(),
            kind: lang.say("Category", "分类"),
        })
        .collect();
    proposals.extend(found.goods.into_iter().map(|goods| Proposal {
        path: routes::product(&goods.listing.to_string(), &goods.title),
        text: goods.title,
        kind: lang.say("Goods", "商品"),
    }));
    proposals.extend(found.shops.into_iter().map(|shop| Proposal {
        path: routes::shop(&shop.handle),
        text: shop.name,
        kind: lang.say("Shop", "店铺"),
    }));
    Ok(proposals)
}
