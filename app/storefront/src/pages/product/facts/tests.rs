//! Sentences about freight and makers.

use super::*;
use crate::pages::product::sample::{AT, PORK, variant};
use app_kit::form::FormState;
use app_kit::request::render;
use market::kernel::Currency;
use market::pricing::rules::default_template;
use market::pricing::{FreightTemplateId, FreightZone};
use market::shop::ShopId;

fn template() -> FreightTemplate {
    let mut template = default_template(ShopId::mint(AT), FreightTemplateId::mint(AT), Currency::Cny);
    let far = FreightZone { provinces: vec!["65".to_owned()], first: Money::fen(2_000), ..template.zones[0].clone() };
    let nowhere = FreightZone { provinces: vec!["71".to_owned()], ships: false, ..far.clone() };
    template.zones.extend([far, nowhere]);
    template
}

#[test]
fn freight_is_said_for_where_the_reader_is() {
    let (template, pork) = (template(), variant(&[], 4000, 9_000));
    let said = |to| freight_sentence(Some(&template), &PORK, Some(&pork), to, Language::En);
    assert_eq!(said(None), "Freight from CN¥8.00.");
    assert_eq!(said(Some("43")), "To Hunan CN¥8.00.");
    assert_eq!(said(Some("65")), "To Xinjiang CN¥20.00.");
    assert_eq!(said(Some("71")), "The shop does not send to Taiwan.");
}

#[test]
fn nothing_is_promised_where_nothing_is_known() {
    let pork = variant(&[], 4000, 9_000);
    assert_eq!(freight_sentence(None, &PORK, Some(&pork), Some("43"), Language::En), "Freight is shown before you pay.");
    let mut closed = template();
    closed.zones.iter_mut().for_each(|zone| zone.ships = false);
    assert_eq!(freight_sentence(Some(&closed), &PORK, Some(&pork), None, Language::En), "Freight is shown before you pay.");
}

#[test]
fn free_freight_is_called_free() {
    let mut free = template();
    free.zones[0].free_from = Some(Money::fen(4_000));
    let pork = variant(&[], 4000, 9_000);
    assert_eq!(freight_sentence(Some(&free), &PORK, Some(&pork), Some("43"), Language::Zh), "寄到湖南包邮。");
    assert_eq!(freight_sentence(Some(&free), &PORK, Some(&pork), None, Language::En), "Sent for free to some provinces.");
    free.zones[1].free_from = Some(Money::fen(0));
    assert_eq!(freight_sentence(Some(&free), &PORK, Some(&pork), None, Language::En), "Sent for free.");
}

#[test]
fn maker_and_place_are_said_as_far_as_they_are_known_and_lead_to_their_goods() {
    let said = |maker, place, lang| {
        let html = render(lang, FormState::default(), || origin(maker, place, lang));
        html.replace("<!>", "").replace("&amp;", "&")
    };
    let link = |path: &str, name: &str| format!("<a href=\"/search?q=&{path}\" rel=\"nofollow\">{name}</a>");
    let long = link("maker=the%20Long%20family", "the Long family");
    let danqing = link("place=Danqing", "Danqing");
    assert!(!said("", "", Language::En).contains("<span>"));
    assert_eq!(said("the Long family", "Danqing", Language::En), format!("<span>Made by {long}, {danqing}</span>"));
    assert_eq!(said("the Long family", "Danqing", Language::Zh), format!("<span>制作：{long} · {danqing}</span>"));
    assert_eq!(said("the Long family", "", Language::En), format!("<span>Made by {long}</span>"));
    let jishou = link("place=%E5%90%89%E9%A6%96", "吉首");
    assert_eq!(said("", "吉首", Language::Zh), format!("<span>产自{jishou}</span>"));
}
