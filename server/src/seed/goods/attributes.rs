//! What can be said of the demo's goods, and what each of them says. Slugs, kinds and words as an operator would type them.

use super::{Words, words};

/// What can be said of the goods of a category and of those below it.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    pub slug: &'static str,
    pub category: &'static str,
    pub name: Words,
    pub kind: Kind,
    pub is_required: bool,
}

/// How it is said.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A line a choice: `slug | English | 中文`.
    Choice(&'static str),
    /// The unit, digits behind the point, and where the ranges part.
    Number(Words, &'static str, &'static str),
    Flag,
}

const fn attribute(category: &'static str, slug: &'static str, name: Words, kind: Kind) -> Attribute {
    Attribute { slug, category, name, kind, is_required: false }
}

pub const ATTRIBUTES: &[Attribute] = &[
    attribute(
        "food",
        "storage",
        words("Storage", "储存"),
        Kind::Choice("cool-dry | Cool and dry | 阴凉干燥\nchilled | In the fridge | 冷藏\nfrozen | Frozen | 冷冻"),
    ),
    attribute(
        "food",
        "spice",
        words("Heat", "辣度"),
        Kind::Choice("none | Not hot | 不辣\nmild | A little hot | 微辣\nhot | Hot | 辣"),
    ),
    attribute("food", "keeps-months", words("Keeps for", "保质期"), Kind::Number(words("months", "个月"), "0", "3, 6, 12")),
    Attribute {
        is_required: true,
        ..attribute(
            "cured-meat",
            "smoke",
            words("Smoked over", "熏制"),
            Kind::Choice("oak | Oak | 栗柴\ntea-husk | Tea-seed husks | 茶壳\nair | Dried in the air | 风干"),
        )
    },
    attribute(
        "fresh",
        "season",
        words("Season", "季节"),
        Kind::Choice(
            "spring | Spring | 春\nsummer | Summer | 夏\nautumn | Autumn | 秋\nwinter | Winter | 冬\nall-year | All year | 全年",
        ),
    ),
    attribute(
        "tea",
        "harvest",
        words("Picked in", "采摘"),
        Kind::Choice(
            "early-spring | Early spring | 明前\nspring | Spring | 春茶\nsummer | Summer | 夏茶\nautumn | Autumn | 秋茶",
        ),
    ),
    attribute(
        "clothes",
        "material",
        words("Material", "面料"),
        Kind::Choice("cotton | Cotton | 棉\nlinen | Linen | 麻\nsilk | Silk | 丝\nwool | Wool | 羊毛\nblend | A blend | 混纺"),
    ),
    attribute(
        "clothes",
        "size-standard",
        words("Sizes as in", "尺码标准"),
        Kind::Choice("cn | China | 中国码\nintl | Letters (S, M, L) | 国际码\none | One size | 均码"),
    ),
    attribute("home", "handmade", words("Made by hand", "手工制作"), Kind::Flag),
    attribute("home", "height-cm", words("Height", "高"), Kind::Number(words("cm", "厘米"), "1", "20, 40")),
];

/// What a good says: slug and the slug of a choice, a number, or `1` and `0`.
pub type Said = (&'static str, &'static [(&'static str, &'static str)]);

pub const SAID: &[Said] = &[
    ("salted-pork", &[("storage", "cool-dry"), ("spice", "none"), ("keeps-months", "12"), ("smoke", "tea-husk")]),
    ("lean-salted-pork", &[("storage", "cool-dry"), ("spice", "none"), ("keeps-months", "12"), ("smoke", "oak")]),
    ("smoked-sausages", &[("storage", "chilled"), ("spice", "mild"), ("keeps-months", "6"), ("smoke", "oak")]),
    ("spicy-fish", &[("storage", "chilled"), ("spice", "hot"), ("keeps-months", "4"), ("smoke", "air")]),
    ("chili-sauce", &[("storage", "chilled"), ("spice", "hot"), ("keeps-months", "9")]),
    ("tea-oil", &[("storage", "cool-dry"), ("spice", "none"), ("keeps-months", "18")]),
    ("smoked-tofu", &[("storage", "chilled"), ("spice", "none"), ("keeps-months", "2")]),
    ("wild-honey", &[("storage", "cool-dry"), ("spice", "none"), ("keeps-months", "24")]),
    ("dried-radish", &[("storage", "cool-dry"), ("spice", "none"), ("keeps-months", "12")]),
    ("dried-long-beans", &[("storage", "cool-dry"), ("spice", "none"), ("keeps-months", "12")]),
    ("bamboo-shoots", &[("storage", "cool-dry"), ("keeps-months", "12")]),
    ("dried-shiitake", &[("storage", "cool-dry"), ("keeps-months", "18")]),
    ("dried-chilies", &[("storage", "cool-dry"), ("spice", "hot"), ("keeps-months", "12")]),
    ("red-beans", &[("storage", "cool-dry"), ("keeps-months", "12")]),
    ("rice-noodles", &[("storage", "cool-dry"), ("keeps-months", "10")]),
    ("walnuts", &[("storage", "cool-dry"), ("keeps-months", "8")]),
    ("rice-cakes", &[("storage", "frozen"), ("keeps-months", "6")]),
    ("kiwi", &[("season", "autumn")]),
    ("navel-oranges", &[("season", "winter")]),
    ("hen-eggs", &[("season", "all-year")]),
    ("guzhang-maojian", &[("harvest", "early-spring")]),
    ("golden-tea", &[("harvest", "early-spring")]),
    ("hunan-red", &[("harvest", "spring")]),
    ("fu-brick", &[("harvest", "summer")]),
    ("dark-tea-cake", &[("harvest", "spring")]),
    ("rosy-dress", &[("material", "blend"), ("size-standard", "intl")]),
    ("dotted-long-dress", &[("material", "cotton"), ("size-standard", "intl")]),
    ("plum-qipao", &[("material", "silk"), ("size-standard", "intl")]),
    ("red-qipao", &[("material", "silk"), ("size-standard", "intl")]),
    ("linen-blouse", &[("material", "linen"), ("size-standard", "intl")]),
    ("wool-coat", &[("material", "wool"), ("size-standard", "intl")]),
    ("cable-cardigan", &[("material", "wool"), ("size-standard", "intl")]),
    ("batik-skirt", &[("material", "cotton"), ("size-standard", "one")]),
    ("market-basket", &[("handmade", "1"), ("height-cm", "32")]),
    ("back-basket", &[("handmade", "1"), ("height-cm", "52.5")]),
    ("drying-trays", &[("handmade", "1"), ("height-cm", "6")]),
    ("stool", &[("handmade", "1"), ("height-cm", "38")]),
    ("kitchen-tools", &[("handmade", "0"), ("height-cm", "34")]),
];
