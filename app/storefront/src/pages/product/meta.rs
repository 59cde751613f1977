//! How the page introduces itself: title, share card, and the product as search engines read it.

use crate::parts::{absolute, excerpt, share_card};
use app_kit::components::{Shown, fitting};
use app_kit::format::unit_price;
use app_kit::request::{App, Document, escape_json};
use app_kit::{routes, say};
use market::account::Language;
use market::catalog::{ListedVariant, ListingPage, PhotoState};
use market::discovery::Product;
use market::kernel::{Dimension, Measure, Money, show_decimal};
use serde_json::{Value, json};

/// The document around the page.
pub fn document(app: &App, lang: Language, product: &Product, path: &str) -> Document {
    let listing = &product.listing;
    let address = absolute(app, path);
    let description = describe(listing, lang);
    let ready = listing.photos.iter().find(|photo| photo.state == PhotoState::Ready);
    let rendition = ready.and_then(|photo| fitting(&photo.renditions, Shown::large(true).width));
    let picture = rendition.map(|rendition| absolute(app, &routes::photo(&rendition.jpeg)));
    let mut head = share_card("product", &listing.title, &description, &address, picture.as_deref());
    let data = structured(listing, &description, &address, picture.as_deref());
    head.push_str("<script type=\"application/ld+json\">");
    head.push_str(&escape_json(&data.to_string()));
    head.push_str("</script>");
    let mut document = Document::storefront(lang, listing.title.clone());
    document.description = Some(description);
    document.canonical = Some(address);
    document.preload = rendition.map(|rendition| routes::photo(&rendition.webp));
    document.public = true;
    document.head = head;
    document
}

fn describe(listing: &ListingPage, lang: Language) -> String {
    let words = excerpt(&listing.description, 160);
    if !words.is_empty() {
        return words;
    }
    let (shop, price) =
        (&listing.shop_name, listing.variants.iter().map(|variant| variant.price).min_by_key(|price| price.minor()));
    let price = price.map(|price| unit_price(price, &listing.measure, lang)).unwrap_or_default();
    say!(lang, "{price}, from {shop}.", "{price}，{shop}出售。")
}

/// schema.org's Product.
fn structured(listing: &ListingPage, description: &str, address: &str, picture: Option<&str>) -> Value {
    let offers: Vec<Value> = listing.variants.iter().map(|variant| offer(listing, variant, address)).collect();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.title,
        "description": description,
        "sku": listing.listing.to_string(),
        "url": address,
        "offers": offers,
    });
    if let (Some(picture), Some(fields)) = (picture, data.as_object_mut()) {
        fields.insert("image".to_owned(), json!([picture]));
    }
    data
}

fn offer(listing: &ListingPage, variant: &ListedVariant, address: &str) -> Value {
    let measure = &listing.measure;
    let stock = if variant.available >= measure.minimum.max(1) { "InStock" } else { "OutOfStock" };
    let mut offer = json!({
        "@type": "Offer",
        "url": address,
        "price": plain(variant.price),
        "priceCurrency": variant.price.currency().code(),
        "availability": format!("https://schema.org/{stock}"),
        "seller": { "@type": "Organization", "name": listing.shop_name },
    });
    if let Some(fields) = offer.as_object_mut() {
        if !variant.choices.is_empty() {
            fields.insert("name".to_owned(), json!(variant.choices.join(" · ")));
        }
        if let Some((value, code)) = reference(measure) {
            let price = json!({
                "@type": "UnitPriceSpecification",
                "price": plain(variant.price),
                "priceCurrency": variant.price.currency().code(),
                "referenceQuantity": { "@type": "QuantitativeValue", "value": value, "unitCode": code },
            });
            fields.insert("priceSpecification".to_owned(), price);
        }
    }
    offer
}

/// An amount as machines read it.
fn plain(money: Money) -> String {
    let minor = money.minor();
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// What the price is for, with UN/CEFACT's code of the unit; nothing for pieces.
fn reference(measure: &Measure) -> Option<(String, &'static str)> {
    let (steps, code) = match measure.unit.dimension() {
        Dimension::Piece => return None,
        Dimension::Weight => (1, "GRM"),
        Dimension::Volume => (1, "MLT"),
        Dimension::Length => (1, "MMT"),
    };
    Some((show_decimal(measure.price_per, steps), code))
}

#[cfg(test)]
mod tests;
