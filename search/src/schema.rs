//! What is kept of a document, and where. Nothing is stored as text: pages are drawn from the database.

use crate::mark::{Mark, marks};
use crate::ranking::pack;
use crate::text::runs;
use crate::tokens::{bigrams, different_words, initials, shared, spelled, spellings, token, words};
use crate::unit_price::number_of;
use market::discovery::rules::quality;
use market::discovery::{SearchDocument, ShopDocument};
use std::hash::{DefaultHasher, Hash, Hasher};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};
use uuid::Uuid;

/// Grows with every change below: an index of another version is built anew.
pub const VERSION: u32 = 8;

/// The names of the columns.
pub mod column {
    pub const ID_HIGH: &str = "id_high";
    pub const ID_LOW: &str = "id_low";
    pub const KIND: &str = "kind";
    pub const SHOP: &str = "shop";
    pub const CATEGORY: &str = "category";
    pub const PLACE: &str = "place";
    pub const MAKER: &str = "maker";
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
    pub const DIGEST: &str = "digest";
}

/// Characters of a description that count: what the goods are stands at its beginning.
const DESCRIPTION_CHARS_MAX: usize = 300;

/// A listing's kind.
pub const LISTING: u64 = 0;
/// A shop's kind.
pub const SHOP: u64 = 1;

/// The fields by which documents are found, and those by which they are sorted, sifted and counted.
#[derive(Clone)]
pub struct Fields {
    pub schema: Schema,
    id: Field,
    /// Different words of the title: the one field whose length is kept.
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
    /// Its place, its maker, what it says of attributes, and the bands that its numbers lie in.
    marks: Field,
    id_high: Field,
    id_low: Field,
    kind: Field,
    shop: Field,
    category: Field,
    place: Field,
    maker: Field,
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
    digest: Field,
}

fn text(builder: &mut SchemaBuilder, name: &str, lengths: bool) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(lengths);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

impl Fields {
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let number = || NumericOptions::default().set_fast();
        let name = || TextOptions::default().set_fast("raw");
        let id = builder.add_bytes_field("id", BytesOptions::default().set_indexed());
        let title = text(&mut builder, "title", true);
        let names = ["kinds", "about", "bigrams", "pinyin", "initials", "spelling", "within", "marks"];
        let [kinds, about, bigrams, pinyin, initials, spelling, within, marks] =
            names.map(|name| text(&mut builder, name, false));
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
            maker: builder.add_text_field(column::MAKER, name()),
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
            digest: builder.add_u64_field(column::DIGEST, number()),
            schema: builder.build(),
        }
    }

    /// Where a word may stand.
    pub fn words(&self) -> [Field; 3] {
        [self.title, self.kinds, self.about]
    }

    /// Where it may stand as characters side by side, or spelled, as well.
    pub fn typed(&self) -> [Field; 5] {
        [self.title, self.kinds, self.about, self.bigrams, self.pinyin]
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
        let (title, maker) = (runs(&from.title), runs(&from.maker));
        let kinds = || from.kinds.iter().map(String::as_str);
        let mut texts = Texts { document: &mut document, text: String::with_capacity(1_000) };
        texts.put(self.title, |text| different_words(&title, text));
        texts.put(self.kinds, |text| shared(kinds(), |kind| text.push_str(&kind.words)));
        texts.put(self.about, |text| {
            words(&maker, text);
            words(&runs(beginning(&from.description)), text);
            from.choices.iter().for_each(|choice| words(&runs(choice), text));
            shared([from.place.as_str(), &from.shop_name], |name| text.push_str(&name.words));
        });
        texts.put(self.bigrams, |text| {
            bigrams(&title, text);
            bigrams(&maker, text);
            shared([from.place.as_str()], |place| text.push_str(&place.bigrams));
        });
        texts.put(self.pinyin, |text| spelled(&title, text));
        texts.put(self.initials, |text| initials(&title, text));
        texts.put(self.spelling, |text| {
            spellings(&title, text);
            shared(kinds(), |kind| text.push_str(&kind.spellings));
        });
        texts.put(self.within, |text| around(&from.category_path).for_each(|path| token(text, path)));
        texts.put(self.marks, |text| marks(from, text));
        document.add_text(self.category, &from.category_path);
        document.add_text(self.place, &from.place);
        document.add_text(self.maker, &from.maker);
        document.add_text(self.attributes, from.attributes.join(" "));
        let numbers = [from.price_minor, number_of(from.dimension, from.unit_price_minor), from.sold];
        self.columns(&mut document, numbers, [from.is_free_freight, from.is_available]);
        self.standing(
            &mut document,
            Uuid::from_u128(from.holder.unwrap_or_default()),
            [from.held_since, from.standing.sales],
            pack(quality(&from.standing)),
        );
        document.add_u64(self.digest, digest(from));
        document
    }

    pub fn shop(&self, from: &ShopDocument) -> TantivyDocument {
        let mut document = self.begin(from.shop.uuid(), SHOP, from.shop.uuid(), from.opened_at);
        let name = runs(&from.name);
        let mut texts = Texts { document: &mut document, text: String::new() };
        texts.put(self.title, |text| different_words(&name, text));
        texts.put(self.about, |text| shared([from.place.as_str()], |place| text.push_str(&place.words)));
        texts.put(self.bigrams, |text| bigrams(&name, text));
        texts.put(self.pinyin, |text| spelled(&name, text));
        texts.put(self.initials, |text| initials(&name, text));
        texts.put(self.spelling, |text| spellings(&name, text));
        document.add_text(self.category, "");
        document.add_text(self.place, &from.place);
        document.add_text(self.maker, "");
        document.add_text(self.attributes, "");
        self.columns(&mut document, [0, 0, 0], [false, false]);
        self.standing(&mut document, from.shop.uuid(), [from.opened_at, 0], 0);
        document.add_u64(self.digest, digest(from));
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

/// Of all that a document is made of: while it is the same, it would be written as it is. Where another version of the compiler makes other
/// digests, what is touched is written once more.
pub fn digest(from: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    from.hash(&mut hasher);
    hasher.finish()
}

/// A category's path and those of all above it: `food/meat` is within `food`.
fn around(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
    ends.map(|end| &path[..end])
}

/// As much of a description as counts.
fn beginning(description: &str) -> &str {
    let end = description.char_indices().nth(DESCRIPTION_CHARS_MAX).map_or(description.len(), |(end, _)| end);
    &description[..end]
}

/// The texts of a document, each as one: tokens that are handed over as such are written as JSON and read again, which takes half of the
/// time.
struct Texts<'a> {
    document: &'a mut TantivyDocument,
    text: String,
}

impl Texts<'_> {
    fn put(&mut self, field: Field, write: impl FnOnce(&mut String)) {
        self.text.clear();
        write(&mut self.text);
        if !self.text.is_empty() {
            self.document.add_text(field, &self.text);
        }
    }
}
