//! Listings made of real names: towns crossed with goods of the mountains, and what a grocer sells. The listing of a number is
//! always the same, so nothing has to be kept: whoever wants it makes it. Shared with the test of a million listings.

use super::goods::{GOODS, HOW, SHELVES, WEIGHTS};
use market::catalog::ListingId;
use market::discovery::{SearchDocument, Standing};
use market::kernel::Dimension;
use market::shop::ShopId;
use uuid::Uuid;

/// Listings of one shop, one after the other.
pub const OF_SHOP: u64 = 200;
/// The first listing was published at this instant, in milliseconds; the last one three years later.
const BEGINNING: u64 = 1_700_000_000_000;
const SPAN: u64 = 3 * 365 * 86_400_000;

/// A grocer's product: department, brand, category, type, size.
pub type Product = [String; 5];
/// A town: province, city, area, town.
pub type Town = [String; 4];

/// All listings, by their numbers.
pub struct Corpus {
    pub products: Vec<Product>,
    pub towns: Vec<Town>,
    pub seed: u64,
    pub count: u64,
}

/// Numbers that are drawn, the same for the same listing.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64, number: u64) -> Self {
        Self(seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }

    /// One of these, the first ones far more often than the last ones.
    pub fn often_first<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let part = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        &all[((part * part * part) * all.len() as f64) as usize]
    }
}

impl Corpus {
    pub fn documents(&self) -> impl Iterator<Item = SearchDocument> + '_ {
        (0..self.count).map(|number| self.document(number))
    }

    /// The numbers of the listings of the shop that has this one.
    pub fn of_shop(&self, number: u64) -> std::ops::Range<u64> {
        let first = number / OF_SHOP * OF_SHOP;
        first..(first + OF_SHOP).min(self.count)
    }

    pub fn id(&self, number: u64) -> ListingId {
        let mut draw = Draw::new(self.seed ^ 1, number);
        let millis = BEGINNING + number * (SPAN / self.count.max(1));
        let bits = (u128::from(draw.next()) << 64) | u128::from(draw.next());
        ListingId::from_uuid(uuid(millis, bits))
    }

    /// The listing of a number. Of a hundred, 45 have a Chinese title, 30 an English one, 25 both.
    pub fn document(&self, number: u64) -> SearchDocument {
        let mut draw = Draw::new(self.seed, number);
        let mut of_shop = Draw::new(self.seed ^ 2, number / OF_SHOP);
        let home = of_shop.of(&self.towns).clone();
        let shop = ShopId::from_uuid(uuid(BEGINNING, (u128::from(of_shop.next()) << 64) | u128::from(number / OF_SHOP)));
        let town = if draw.below(10) < 7 { &home } else { draw.of(&self.towns) };
        let product = draw.of(&self.products);
        let (goods, shelf) = draw.often_first(GOODS);
        let how = draw.often_first(HOW);
        let weight = draw.of(WEIGHTS);
        let kind = draw.below(100);
        let [province, city, area, name] = town;
        let [department, brand, category, product_name, size] = product;
        let title = match kind {
            0..45 if draw.below(3) == 0 => format!("{area}{name}{how}{goods} {weight}"),
            0..45 => format!("{area}{how}{goods} {weight}"),
            45..75 => format!("{product_name} {category} {size}"),
            _ => format!("{area}{goods} {product_name} {size}"),
        };
        let (path, kinds) = if kind < 45 || kind >= 75 && draw.below(2) == 0 {
            let (slug, english, chinese) = SHELVES[*shelf];
            (format!("mountain/{slug}"), vec!["Goods from the mountains", "山货", english, chinese])
        } else {
            (format!("{}/{}", slug(department), slug(category)), vec![department.as_str(), "杂货", category.as_str(), "日用"])
        };
        let price_minor = (500.0 * (1.0 + draw.below(1_000) as f64 / 100.0).powi(2)) as i64;
        SearchDocument {
            listing: self.id(number),
            shop,
            shop_name: format!("{}{}山货店", home[2], of_shop.of(GOODS).0),
            title: title.trim().to_owned(),
            description: if kind < 75 { String::new() } else { format!("{brand} brand, from {department}") },
            maker: if draw.below(5) == 0 { format!("{name}{}合作社", goods) } else { String::new() },
            place: format!("{province}{city}{area}"),
            choices: if draw.below(8) == 0 { vec![weight.to_string(), "礼盒".to_owned()] } else { Vec::new() },
            category_path: path,
            kinds: kinds.into_iter().map(str::to_owned).collect(),
            price_minor,
            unit_price_minor: price_minor * 2,
            dimension: Dimension::Weight,
            is_free_freight: draw.below(4) == 0,
            is_available: draw.below(20) > 0,
            sold: if draw.below(3) == 0 { draw.below(400) as i64 } else { 0 },
            published_at: (BEGINNING + number * (SPAN / self.count.max(1)) + draw.below(86_400_000)) as i64,
            attributes: vec![format!("keeps.{}", draw.below(4)), format!("taste.{}", draw.below(6))],
            holder: Some(shop.uuid().as_u128()),
            held_since: BEGINNING as i64,
            standing: Standing { sales: draw.below(1_000) as i64, ..Standing::default() },
        }
    }
}

fn uuid(millis: u64, bits: u128) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(millis, &bits.to_be_bytes()[..10].try_into().unwrap_or([0; 10])).into_uuid()
}

fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}
