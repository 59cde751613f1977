//! Rosy Dress: women's clothes. The owner is known by the shop's name only. Here: dresses.

use super::super::pictures::{Colour, Cut, Print, Scene, Setting, Subject};
use super::backdrops::{BLUSH_WALL, CELADON_WALL, MIST_WALL, OAT_WALL, RICE_WALL};
use super::{Choice, Good, Maker, Shop, scene, variant, words};
use market::kernel::Measure;

pub const SHOP: Shop = Shop {
    handle: "rosy",
    name: words("Rosy Dress", "玫瑰裙"),
    story: words(
        "I started with a few dresses of a friend and photos from a borrowed phone. The rosy dress was the first one that \
         sold. Now a small workshop sews for us, forty pieces of a style at most. Measure yourself and ask; I would rather \
         answer than take a return.",
        "开头是朋友的几件裙子，照片用借来的手机拍。第一件卖出去的就是玫瑰裙。现在有一间小厂给我们做，一个款最多四十件。量好尺寸先问我，我宁可多答一句，也不想您退货。",
    ),
    place: words("Changsha, Hunan", "湖南长沙"),
    ships_from: "43",
    goods: &[GOODS, super::rosy_separates::GOODS],
};

pub const WORKSHOP: Maker = Maker {
    name: words("Our sewing workshop", "自家缝纫小厂"),
    place: words("Zhuzhou, Hunan", "湖南株洲"),
    share_basis_points: 0,
};
/// One size of each step from small to extra large.
pub const SIZES: Choice =
    Choice { name: words("Size", "尺码"), values: &[words("S", "S"), words("M", "M"), words("L", "L"), words("XL", "XL")] };

pub const fn hung(cut: Cut, colour: u32, print: Print, setting: Setting, seed: u32) -> Scene {
    scene(Subject::Garment { cut, colour: Colour(colour), print }, setting, seed)
}

const GOODS: &[Good] = &[
    Good {
        key: "rosy-dress",
        category: "day-dresses",
        title: words("The rosy dress, tied at the waist", "玫瑰裙 收腰系带连衣裙"),
        description: words(
            "The one that everybody asks for. Cotton with a little linen, a round neck, short sleeves, a sash that you tie \
             yourself. The skirt falls to just below the knee. Chest in cm: S 86, M 90, L 94, XL 98; XL takes more cloth \
             and costs more.",
            "大家都来问的那一条。棉加少许麻，圆领短袖，腰带自己系，裙长过膝。胸围（厘米）：S 86、M 90、L 94、XL 98。XL用料多，贵十元。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 16_800,
        stock: 0,
        weight_grams: 380,
        packaging_minor: 150,
        choices: &[
            SIZES,
            Choice {
                name: words("Colour", "颜色"),
                values: &[words("Rose", "玫瑰红"), words("Rose print", "玫瑰花"), words("Sage", "灰绿")],
            },
        ],
        variants: &[
            variant(&[0, 0], 16_800, 12, 0),
            variant(&[0, 1], 17_800, 6, 1),
            variant(&[0, 2], 16_800, 4, 2),
            variant(&[1, 0], 16_800, 18, 0),
            variant(&[1, 1], 17_800, 9, 1),
            variant(&[1, 2], 16_800, 7, 2),
            variant(&[2, 0], 16_800, 15, 0),
            variant(&[2, 1], 17_800, 0, 1),
            variant(&[2, 2], 16_800, 5, 2),
            variant(&[3, 0], 17_800, 8, 0),
            variant(&[3, 1], 18_800, 3, 1),
            variant(&[3, 2], 17_800, 2, 2),
        ],
        scenes: &[
            hung(Cut::Dress, 0x00C6_465C, Print::Plain, RICE_WALL, 21),
            hung(Cut::Dress, 0x00B8_3A54, Print::Roses, MIST_WALL, 22),
            hung(Cut::Dress, 0x0086_9A82, Print::Plain, RICE_WALL, 23),
        ],
    },
    Good {
        key: "dotted-long-dress",
        category: "day-dresses",
        title: words("Long dress with small dots", "小圆点长裙"),
        description: words(
            "Thin viscose for hot months, lined to the knee. Long enough to bicycle in with a pin. Washes cold, dries \
             overnight.",
            "夏天的人棉，里衬到膝。够长，骑车别个夹子就行。冷水洗，一夜干。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 15_900,
        stock: 0,
        weight_grams: 340,
        packaging_minor: 150,
        choices: &[SIZES],
        variants: &[
            variant(&[0], 15_900, 6, 0),
            variant(&[1], 15_900, 11, 0),
            variant(&[2], 15_900, 9, 0),
            variant(&[3], 15_900, 4, 0),
        ],
        scenes: &[hung(Cut::LongDress, 0x006E_8C7A, Print::Dots, BLUSH_WALL, 23)],
    },
    Good {
        key: "blush-long-dress",
        category: "day-dresses",
        title: words("Long dress in old pink", "藕粉长裙"),
        description: words(
            "The same cut as the dotted one in plain washed cotton. For weddings of friends, not your own. It creases; that \
             is cotton.",
            "和圆点款同版，水洗棉。适合参加朋友的婚礼。会皱，纯棉就是这样。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 17_200,
        stock: 0,
        weight_grams: 400,
        packaging_minor: 150,
        choices: &[SIZES],
        variants: &[
            variant(&[0], 17_200, 5, 0),
            variant(&[1], 17_200, 8, 0),
            variant(&[2], 17_200, 8, 0),
            variant(&[3], 17_200, 3, 0),
        ],
        scenes: &[hung(Cut::LongDress, 0x00E0_B8B0, Print::Plain, CELADON_WALL, 34)],
    },
    Good {
        key: "plum-qipao",
        category: "qipao",
        title: words("Qipao with plum twigs", "墨绿梅枝旗袍"),
        description: words(
            "Printed silk blend, knotted buttons sewn by hand, slits to above the knee. Cut for sitting as well as \
             standing. Send me chest, waist and hip and I tell you the size.",
            "真丝混纺印花，手工盘扣，开衩到膝上。站着坐着都合身。把胸腰臀尺寸发我，我告诉您穿几码。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 32_800,
        stock: 0,
        weight_grams: 360,
        packaging_minor: 300,
        choices: &[SIZES],
        variants: &[
            variant(&[0], 32_800, 3, 0),
            variant(&[1], 32_800, 5, 0),
            variant(&[2], 32_800, 4, 0),
            variant(&[3], 33_800, 2, 0),
        ],
        scenes: &[hung(Cut::Qipao, 0x002F_5A5E, Print::Plum, OAT_WALL, 24)],
    },
    Good {
        key: "red-qipao",
        category: "qipao",
        title: words("Red qipao for feasts", "正红旗袍"),
        description: words(
            "Plain red satin with a pale edge. Bought for weddings, worn at New Year. Lined; dry-clean only.",
            "正红缎面，米色滚边。结婚买的人多，过年也穿。有里衬，只能干洗。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 36_800,
        stock: 0,
        weight_grams: 420,
        packaging_minor: 300,
        choices: &[SIZES],
        variants: &[
            variant(&[0], 36_800, 2, 0),
            variant(&[1], 36_800, 6, 0),
            variant(&[2], 36_800, 4, 0),
            variant(&[3], 37_800, 1, 0),
        ],
        scenes: &[hung(Cut::Qipao, 0x00A8_2A30, Print::Plain, RICE_WALL, 25)],
    },
];
