//! What is kept of a document, and where. Nothing is stored as text: pages are drawn from the database.

use crate::analysis::{DESCRIPTION_CHARS_MAX, bigrams, initials, shared_words_once, spelled, spellings, words, words_once};
use crate::ranking::pack;
use market::discovery::rules::quality;
use market::discovery::{SearchDocument, ShopDocument};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};
use uuid::Uuid;

/// Grows with every change below: an index of another version is built anew.
pub const VERSION: u32 = 2;

/// The names of the columns.
pub mod column {
    pub const ID_HIGH: &str = "id_high";
    pub const ID_LOW: &str = "id_low";
    pub const KIND: &str = "kind";
    pub const SHOP: &str = "shop";
    pub const CATEGORY: &str = "category";
    pub const PLACE: &str = "place";
    pub const ATTRIBUTES: &str = "attributes";
    pub const PRICE: &str = "price";
    pub const UNIT_PRICE: &str = "unit_price";
    pub const FREE: &str = "free";
    pub const THERE: &str = "there";
    pub const PUBLISHED: &str = "published";
    pub const SOLD: &str = "sold";
    pub const HOLDER: &str = "holder";
    pub const HELD_SINCE: &str = "held_since";
    pub const SALES: &str = "sales";
    pub const QUALITY: &str = "quality";
}

/// A listing's kind.
pub const LISTING: u64 = 0;
/// A shop's kind.
pub const SHOP: u64 = 1;

/// What a document can be looked for by without being looked at.
#[derive(Clone, Copy, Debug)]
pub enum Mark<'a> {
    Place(&'a str),
    /// By its band.
    Price(u32),
    /// By its band.
    UnitPrice(u32),
    /// By its number since 1970.
    Day(u32),
    /// By its band.
    Sold(u32),
    /// A term of an attribute.
    Said(&'a str),
}

impl Mark<'_> {
    /// The band of a number that is not negative: eight between it and its double.
    pub fn band(number: i64) -> u32 {
        let from_eight = number.max(0).unsigned_abs().saturating_add(8);
        let octave = from_eight.ilog2();
        let eighth = (from_eight >> (octave - 3)) & 7;
        (octave - 3) * 8 + u32::try_from(eighth).unwrap_or(0)
    }

    pub fn day(millis: i64) -> u32 {
        u32::try_from(millis.max(0) / 86_400_000).unwrap_or(u32::MAX)
    }

    fn text(self) -> String {
        match self {
            // Tokens are parted by spaces.
            Self::Place(name) => format!("p{}", name.split_whitespace().collect::<Vec<_>>().join("_")),
            Self::Price(band) => format!("m{band}"),
            Self::UnitPrice(band) => format!("u{band}"),
            Self::Day(day) => format!("d{day}"),
            Self::Sold(band) => format!("s{band}"),
            Self::Said(term) => format!("a{term}"),
        }
    }
}

/// The fields by which documents are found, and those by which they are sorted, sifted and counted.
#[derive(Clone)]
pub struct Fields {
    pub schema: Schema,
    id: Field,
    /// Words of the title.
    pub title: Field,
    /// The names of its category and those around it.
    pub kinds: Field,
    /// Words of everything else.
    pub about: Field,
    /// Characters and pairs of them, of title, maker and place.
    pub bigrams: Field,
    /// Syllables and pairs of them, of the title.
    pub pinyin: Field,
    /// First letters of two and of three syllables of the title.
    pub initials: Field,
    /// Words that are not Chinese, as written.
    pub spelling: Field,
    /// Its category and all around it.
    pub within: Field,
    /// Its place, and the bands that its numbers lie in.
    marks: Field,
    id_high: Field,
    id_low: Field,
    kind: Field,
    shop: Field,
    category: Field,
    place: Field,
    attributes: Field,
    price: Field,
    unit_price: Field,
    free: Field,
    there: Field,
    published: Field,
    sold: Field,
    holder: Field,
    held_since: Field,
    sales: Field,
    quality: Field,
}

fn text(builder: &mut SchemaBuilder, name: &str, record: IndexRecordOption, lengths: bool) -> Field {
    let indexing = TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(record).set_fieldnorms(lengths);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

impl Fields {
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let number = || NumericOptions::default().set_fast();
        let name = || TextOptions::default().set_fast("raw");
        let id = builder.add_bytes_field("id", BytesOptions::default().set_indexed());
        let title = text(&mut builder, "title", IndexRecordOption::WithFreqs, true);
        let names = ["kinds", "about", "bigrams", "pinyin", "initials", "spelling", "within", "marks"];
        let [kinds, about, bigrams, pinyin, initials, spelling, within, marks] =
            names.map(|name| text(&mut builder, name, IndexRecordOption::Basic, false));
        Self {
            id,
            title,
            kinds,
            about,
            bigrams,
            pinyin,
            initials,
            spelling,
            within,
            marks,
            id_high: builder.add_u64_field(column::ID_HIGH, FAST),
            id_low: builder.add_u64_field(column::ID_LOW, FAST),
            kind: builder.add_u64_field(column::KIND, FAST),
            shop: builder.add_text_field(column::SHOP, STRING | name()),
            category: builder.add_text_field(column::CATEGORY, name()),
            place: builder.add_text_field(column::PLACE, name()),
            attributes: builder.add_text_field(column::ATTRIBUTES, name()),
            price: builder.add_i64_field(column::PRICE, number()),
            unit_price: builder.add_i64_field(column::UNIT_PRICE, number()),
            free: builder.add_bool_field(column::FREE, number()),
            there: builder.add_bool_field(column::THERE, number()),
            published: builder.add_i64_field(column::PUBLISHED, number()),
            sold: builder.add_i64_field(column::SOLD, number()),
            holder: builder.add_text_field(column::HOLDER, name()),
            held_since: builder.add_i64_field(column::HELD_SINCE, number()),
            sales: builder.add_i64_field(column::SALES, number()),
            quality: builder.add_u64_field(column::QUALITY, number()),
            schema: builder.build(),
        }
    }

    /// By which a document is taken out.
    pub fn key(&self, id: Uuid) -> Term {
        Term::from_field_bytes(self.id, id.as_bytes())
    }

    /// By which a shop and all its listings are found.
    pub fn of_shop(&self, shop: Uuid) -> Term {
        Term::from_field_text(self.shop, &shop.simple().to_string())
    }

    /// By which all are found that have a mark.
    pub fn mark(&self, mark: Mark<'_>) -> Term {
        Term::from_field_text(self.marks, &mark.text())
    }

    fn begin(&self, id: Uuid, kind: u64, shop: Uuid, published: i64) -> TantivyDocument {
        let (high, low) = id.as_u64_pair();
        let mut document = TantivyDocument::new();
        document.add_bytes(self.id, id.as_bytes());
        document.add_u64(self.id_high, high);
        document.add_u64(self.id_low, low);
        document.add_u64(self.kind, kind);
        document.add_text(self.shop, shop.simple().to_string());
        document.add_i64(self.published, published);
        document
    }

    pub fn listing(&self, from: &SearchDocument) -> TantivyDocument {
        let mut document = self.begin(from.listing.uuid(), LISTING, from.shop.uuid(), from.published_at);
        let title = from.title.as_str();
        let kinds = || from.kinds.iter().map(String::as_str);
        let description: String = from.description.chars().take(DESCRIPTION_CHARS_MAX).collect();
        let own = [from.maker.as_str(), &description].into_iter().chain(from.choices.iter().map(String::as_str));
        put(&mut document, self.title, words(title));
        put(&mut document, self.kinds, shared_words_once(kinds()));
        let shared = shared_words_once([from.place.as_str(), &from.shop_name]);
        put(&mut document, self.about, words_once(own).into_iter().chain(shared));
        put(&mut document, self.bigrams, bigrams([title, &from.maker, &from.place]));
        put(&mut document, self.pinyin, spelled([title]));
        put(&mut document, self.initials, initials([title]));
        put(&mut document, self.spelling, spellings([title].into_iter().chain(kinds())));
        document.add_text(self.category, &from.category_path);
        document.add_text(self.place, &from.place);
        document.add_text(self.attributes, from.attributes.join(" "));
        put(&mut document, self.within, around(&from.category_path));
        put(&mut document, self.marks, marks(from));
        let numbers = [from.price_minor, from.unit_price_minor, from.sold];
        self.columns(&mut document, numbers, [from.is_free_freight, from.is_available]);
        self.standing(&mut document, from.holder.uuid(), [from.held_since, from.standing.sales], pack(quality(&from.standing)));
        document
    }

    pub fn shop(&self, from: &ShopDocument) -> TantivyDocument {
        let mut document = self.begin(from.shop.uuid(), SHOP, from.shop.uuid(), from.opened_at);
        let name = from.name.as_str();
        put(&mut document, self.title, words(name));
        put(&mut document, self.about, words_once([from.place.as_str()]));
        put(&mut document, self.bigrams, bigrams([name]));
        put(&mut document, self.pinyin, spelled([name]));
        put(&mut document, self.initials, initials([name]));
        put(&mut document, self.spelling, spellings([name]));
        document.add_text(self.category, "");
        document.add_text(self.place, &from.place);
        document.add_text(self.attributes, "");
        self.columns(&mut document, [0, 0, 0], [false, false]);
        self.standing(&mut document, from.shop.uuid(), [from.opened_at, 0], 0);
        document
    }

    /// Every document has every column, so that none is missing where a segment holds one kind only.
    fn columns(&self, document: &mut TantivyDocument, [price, unit_price, sold]: [i64; 3], [free, there]: [bool; 2]) {
        document.add_i64(self.price, price);
        document.add_i64(self.unit_price, unit_price);
        document.add_i64(self.sold, sold);
        document.add_bool(self.free, free);
        document.add_bool(self.there, there);
    }

    /// What its place is reckoned from, beside its match.
    fn standing(&self, document: &mut TantivyDocument, holder: Uuid, [since, sales]: [i64; 2], quality: u64) {
        document.add_text(self.holder, holder.simple().to_string());
        document.add_i64(self.held_since, since);
        document.add_i64(self.sales, sales);
        document.add_u64(self.quality, quality);
    }
}

/// A category's path and those of all above it: `food/meat` is within `food`.
fn around(path: &str) -> impl Iterator<Item = String> {
    let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
    ends.map(|end| path[..end].to_owned())
}

fn marks(from: &SearchDocument) -> impl Iterator<Item = String> {
    let [price, unit_price, sold] = [from.price_minor, from.unit_price_minor, from.sold].map(Mark::band);
    let day = Mark::day(from.published_at);
    let numbers = [Mark::Price(price), Mark::UnitPrice(unit_price), Mark::Day(day), Mark::Sold(sold)];
    let said = from.attributes.iter().map(|term| Mark::Said(term));
    numbers.into_iter().chain([Mark::Place(&from.place)]).chain(said).map(Mark::text)
}

/// As one text: tokens that are handed over as such are written as JSON and read again, which takes half of the time.
fn put(document: &mut TantivyDocument, field: Field, tokens: impl IntoIterator<Item = String>) {
    let mut text = String::new();
    for token in tokens {
        text.push_str(&token);
        text.push(' ');
    }
    if !text.is_empty() {
        document.add_text(field, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_in_the_order_of_their_numbers() {
        let numbers = (0..4_000).chain((1..40).map(|step| step * 250_000_000_000)).chain([i64::MAX]);
        let bands: Vec<u32> = numbers.map(Mark::band).collect();
        assert!(bands.is_sorted(), "{bands:?}");
        assert_eq!(bands.first(), Some(&0));
        assert_eq!(Mark::band(2_000) + 8, Mark::band(4_008));
        assert_eq!((Mark::band(-5), Mark::day(-5), Mark::day(86_400_000)), (0, 0, 1));
    }
}
