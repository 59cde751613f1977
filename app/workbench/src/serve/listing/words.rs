//! What is wrong with a listing, in sentences, beside the fields.

use crate::forms::listing::fields::Row;
use crate::words::attribute;
use app_kit::form::FormState;
use app_kit::words::{amount_error, text_error};
use app_kit::{Say, say};
use market::account::Language;
use market::attribute::AttributeError;
use market::catalog::rules::PublishRefusal;
use market::catalog::{ChoiceError, ListingFieldError, MeasureError, OptionsError, PhotoId, PriceError, VariantFieldError};
use market::kernel::AmountError;
use market::kernel::limits::{PHOTOS_MAX, VARIANTS_MAX};

/// Puts every error beside its field. `rows` are the lines that the form shows, `photos` the pictures that it names.
pub fn mark(form: &mut FormState, errors: &[ListingFieldError], rows: &[Row], photos: &[PhotoId], lang: Language) {
    for error in errors {
        let (field, sentence) = field_error(*error, rows, photos, lang);
        form.wrong(&field, sentence);
    }
}

fn field_error(error: ListingFieldError, rows: &[Row], photos: &[PhotoId], lang: Language) -> (String, String) {
    use ListingFieldError as E;
    let (field, sentence) = match error {
        E::Title(error) => ("title", text_error(error, lang)),
        E::Description(error) => ("description", text_error(error, lang)),
        E::Maker(error) => ("maker", text_error(error, lang)),
        E::Place(error) => ("place", text_error(error, lang)),
        E::Category => (
            "category",
            lang.say("This category is gone. Please choose another one.", "这个分类已不存在，请另选一个。").to_owned(),
        ),
        E::Unit => ("unit", lang.say("Please choose a unit.", "请选择单位。").to_owned()),
        E::OtherUnit => (
            "unit",
            lang.say(
                "Buyers know these goods by another kind of unit. Please make a new listing to sell them by this one.",
                "买家是按另一种单位认识这件商品的。要换成这种单位，请另建一件商品。",
            )
            .to_owned(),
        ),
        E::PricePer(error) => ("price_per", measure(error, lang)),
        E::Minimum(error) => ("minimum", measure(error, lang)),
        E::Step(error) => ("step", measure(error, lang)),
        E::Options(error) => ("options", options(error, lang)),
        E::Variants(error) => ("variants", choices(error, lang)),
        E::Variant { position, error } => return variant(error, rows.get(usize::from(position)), lang),
        E::Photos => (
            "files",
            say!(lang, "A listing shows up to {PHOTOS_MAX} photos of this shop.", "每件商品最多 {PHOTOS_MAX} 张本店照片。"),
        ),
        E::PhotoAlt { position, error } => {
            let field = photos.get(usize::from(position)).map_or_else(|| "files".to_owned(), |photo| format!("alt-{photo}"));
            return (field, text_error(error, lang));
        }
        E::Packaging(error) => ("packaging", amount_error(error, lang).to_owned()),
        E::ProducerShare(AmountError::TooLarge) => {
            ("producer_share", lang.say("A share is at most 100 per cent.", "分成最多 100%。").to_owned())
        }
        E::ProducerShare(error) => ("producer_share", amount_error(error, lang).to_owned()),
        E::Attribute(id, error) => return (format!("attribute-{id}"), attribute(error, lang)),
        E::Perishable => (
            "is_perishable",
            lang.say(
                "Goods of this category do not spoil. Please choose No, or another category.",
                "该分类的商品不属于生鲜易腐。请选“否”，或换一个分类。",
            )
            .to_owned(),
        ),
        E::FreightTemplate => (
            "freight_template",
            lang.say("This freight template is gone. Please choose another one.", "这个运费模板已不存在，请另选一个。")
                .to_owned(),
        ),
    };
    (field.to_owned(), sentence)
}

fn measure(error: MeasureError, lang: Language) -> String {
    match error {
        MeasureError::Amount(error) => amount_error(error, lang),
        MeasureError::Zero => lang.say("This must be more than zero.", "这里要大于零。"),
        MeasureError::OffStep => lang.say("The least amount must be a multiple of the step.", "起卖量要是每次加的量的整数倍。"),
    }
    .to_owned()
}

fn options(error: OptionsError, lang: Language) -> String {
    match error {
        OptionsError::TooMany => say!(
            lang,
            "This makes more than {VARIANTS_MAX} kinds. Please use fewer values.",
            "规格超过 {VARIANTS_MAX} 种，请减少一些。"
        ),
        OptionsError::Name(error) => {
            let why = text_error(error, lang);
            say!(lang, "Each list of values needs a name such as “Size”. {why}", "每组规格都要有名称，如“尺码”。{why}")
        }
        OptionsError::NameTwice => lang.say("Two of these have the same name.", "有两组规格同名。").to_owned(),
        OptionsError::Value(error) => text_error(error, lang),
        OptionsError::ValueTwice => lang.say("One value stands there twice.", "有一项写了两次。").to_owned(),
        OptionsError::NoValues => {
            lang.say("Please write the values too, such as S, M, L.", "请同时写出有哪些，如 小、中、大。").to_owned()
        }
    }
}

fn choices(error: ChoiceError, lang: Language) -> String {
    match error {
        ChoiceError::None => lang.say("Please fill in a price and a stock.", "请填写价格和库存。").to_owned(),
        ChoiceError::TooMany => say!(
            lang,
            "This makes more than {VARIANTS_MAX} kinds. Please use fewer values.",
            "规格超过 {VARIANTS_MAX} 种，请减少一些。"
        ),
        ChoiceError::Twice | ChoiceError::Mismatch => lang
            .say("The kinds do not fit the values below. Please save once more.", "规格表与下面的选项对不上，请再保存一次。")
            .to_owned(),
    }
}

fn variant(error: VariantFieldError, row: Option<&Row>, lang: Language) -> (String, String) {
    let (name, sentence) = match error {
        VariantFieldError::Price(PriceError::Zero) => {
            ("price", lang.say("A price is more than zero.", "价格要大于零。").to_owned())
        }
        VariantFieldError::Price(PriceError::Amount(AmountError::Empty)) => {
            ("price", lang.say("Please write a price.", "请填写价格。").to_owned())
        }
        VariantFieldError::Price(PriceError::Amount(error)) => ("price", amount_error(error, lang).to_owned()),
        VariantFieldError::Stock(AmountError::Empty) => {
            ("stock", lang.say("Please write how much there is.", "请填写库存。").to_owned())
        }
        VariantFieldError::Stock(error) => ("stock", amount_error(error, lang).to_owned()),
        VariantFieldError::Weight(error) => ("weight", amount_error(error, lang).to_owned()),
        VariantFieldError::Code(error) => ("code", text_error(error, lang)),
        VariantFieldError::Photo => {
            ("picture", lang.say("The picture of this kind is gone.", "这个规格的图片已不在。").to_owned())
        }
    };
    (row.map_or_else(|| "variants".to_owned(), |row| format!("{name}-{}", row.id)), sentence)
}

/// Why it is kept, and not shown to buyers.
pub fn publish(refusal: PublishRefusal, lang: Language) -> (String, String) {
    let (field, sentence) = match refusal {
        PublishRefusal::NotSaid(id) => return (format!("attribute-{id}"), attribute(AttributeError::Missing, lang)),
        PublishRefusal::NoPhoto => {
            ("files", lang.say("Buyers want to see it: please add one photo.", "买家想看实物：请加一张照片。"))
        }
        PublishRefusal::NoStock => ("variants", lang.say("There is nothing in stock yet.", "还没有库存。")),
        PublishRefusal::ChangedMeanwhile => ("title", changed(lang)),
    };
    (field.to_owned(), sentence.to_owned())
}

/// Somebody else saved it first.
pub fn changed(lang: Language) -> &'static str {
    lang.say(
        "Somebody else of your shop changed this while you were writing. What you typed is still here: saving again puts it in place of theirs.",
        "您填写时，店里有人改过这件商品。您填的内容还在：再次保存会以您的为准。",
    )
}

/// A published listing keeps a photo.
pub fn photo_needed(lang: Language) -> &'static str {
    lang.say(
        "Goods on sale keep at least one photo. Hide them first to take the last one away.",
        "在售商品至少要有一张照片；要去掉最后一张，请先下架。",
    )
}

/// The stock moved while the form was open.
pub fn stock_changed(lang: Language) -> &'static str {
    lang.say(
        "The stock changed while you were writing: something was sold, or waits for its payment. Please look at it again.",
        "您填写时库存变了：有商品卖出或等待付款。请再核对一次。",
    )
}
