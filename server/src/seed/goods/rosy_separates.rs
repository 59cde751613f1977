//! Rosy Dress: what is worn above, below and over a dress.

use super::super::pictures::{Colour, Cut, Print, Subject};
use super::backdrops::{BLUSH_WALL, CELADON_WALL, MIST_WALL, OAT_WALL, RICE_WALL};
use super::rosy::{SIZES, WORKSHOP, hung};
use super::{Choice, Good, scene, variant, words};
use market::kernel::Measure;

const ONE_SIZE_COLOURS: Choice = Choice {
    name: words("Colour", "颜色"),
    values: &[words("Straw", "麦秆黄"), words("Oat", "燕麦白"), words("Pine", "松绿")],
};

pub const GOODS: &[Good] = &[
    Good {
        key: "linen-blouse",
        category: "blouses",
        title: words("Linen blouse with wooden buttons", "木扣亚麻衬衫"),
        description: words(
            "Washed linen, a little wide, sleeves that roll up. Gets softer every summer. Undyed or in pale blue with a \
             stripe.",
            "水洗亚麻，略宽松，袖子能挽。越穿越软。本色或浅蓝条纹。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 12_900,
        stock: 0,
        weight_grams: 240,
        packaging_minor: 120,
        choices: &[
            SIZES,
            Choice { name: words("Colour", "颜色"), values: &[words("Undyed", "本色"), words("Blue stripe", "蓝条纹")] },
        ],
        variants: &[
            variant(&[0, 0], 12_900, 7, 0),
            variant(&[0, 1], 13_500, 5, 1),
            variant(&[1, 0], 12_900, 14, 0),
            variant(&[1, 1], 13_500, 9, 1),
            variant(&[2, 0], 12_900, 10, 0),
            variant(&[2, 1], 13_500, 6, 1),
            variant(&[3, 0], 12_900, 4, 0),
            variant(&[3, 1], 13_500, 0, 1),
        ],
        scenes: &[
            hung(Cut::Blouse, 0x00E8_E0CE, Print::Plain, CELADON_WALL, 26),
            hung(Cut::Blouse, 0x008C_A3B8, Print::Stripes, RICE_WALL, 27),
        ],
    },
    Good {
        key: "indigo-jacket",
        category: "jackets",
        title: words("Indigo jacket with knotted buttons", "靛蓝盘扣短外套"),
        description: words(
            "Heavy cotton dyed with plant indigo, six pairs of knotted buttons, two pockets. It rubs off on pale things for \
             the first three washes.",
            "厚棉布，植物靛蓝染，六对盘扣，两个口袋。头三次洗会掉色，别和浅色一起洗。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 21_800,
        stock: 0,
        weight_grams: 620,
        packaging_minor: 180,
        choices: &[SIZES],
        variants: &[
            variant(&[0], 21_800, 4, 0),
            variant(&[1], 21_800, 8, 0),
            variant(&[2], 21_800, 7, 0),
            variant(&[3], 21_800, 5, 0),
        ],
        scenes: &[hung(Cut::Jacket, 0x002F_4A78, Print::Plain, OAT_WALL, 28)],
    },
    Good {
        key: "wool-coat",
        category: "coats",
        title: words("Wool coat, double-breasted", "双排扣羊毛大衣"),
        description: words(
            "Seventy percent wool, fully lined, falls to the calf. Heavier than it looks: 1.6 kg with its hanger. Order \
             your usual size; there is room for a cardigan.",
            "含羊毛七成，全里衬，长到小腿。比看着重，带衣架一千六百克。按平时尺码，里面还能穿毛衣。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 56_800,
        stock: 0,
        weight_grams: 1600,
        packaging_minor: 450,
        choices: &[SIZES, Choice { name: words("Colour", "颜色"), values: &[words("Camel", "驼色"), words("Ink blue", "墨蓝")] }],
        variants: &[
            variant(&[0, 0], 56_800, 3, 0),
            variant(&[0, 1], 56_800, 2, 1),
            variant(&[1, 0], 56_800, 5, 0),
            variant(&[1, 1], 56_800, 4, 1),
            variant(&[2, 0], 56_800, 4, 0),
            variant(&[2, 1], 56_800, 3, 1),
            variant(&[3, 0], 58_800, 2, 0),
            variant(&[3, 1], 58_800, 1, 1),
        ],
        scenes: &[
            hung(Cut::Coat, 0x00B0_8455, Print::Plain, MIST_WALL, 29),
            hung(Cut::Coat, 0x0034_4256, Print::Plain, OAT_WALL, 35),
        ],
    },
    Good {
        key: "cable-cardigan",
        category: "knitwear",
        title: words("Cable cardigan, knitted by neighbours", "麻花毛衣开衫 邻居手织"),
        description: words(
            "Three neighbours knit these in the evenings, so no two are quite alike. Wool with some cotton; one size, made \
             for S to L. Wash by hand, dry it lying.",
            "三位邻居晚上织的，没有两件一模一样。羊毛加棉，均码，适合S到L。手洗，平铺晾干。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 23_800,
        stock: 0,
        weight_grams: 560,
        packaging_minor: 160,
        choices: &[ONE_SIZE_COLOURS],
        variants: &[variant(&[0], 23_800, 5, 0), variant(&[1], 23_800, 4, 1), variant(&[2], 23_800, 3, 2)],
        scenes: &[
            hung(Cut::Cardigan, 0x00C9_A05A, Print::Knit, MIST_WALL, 30),
            hung(Cut::Cardigan, 0x00DD_D3BF, Print::Knit, CELADON_WALL, 36),
            hung(Cut::Cardigan, 0x004F_6A58, Print::Knit, BLUSH_WALL, 37),
        ],
    },
    Good {
        key: "batik-skirt",
        category: "skirts",
        title: words("Batik skirt, wide", "蜡染大摆裙"),
        description: words(
            "Cloth from the batik women of the silver and indigo shop, sewn by us. Every skirt has its own pattern; you get \
             one like the picture, not the one in it.",
            "布来自苗绣银坊的蜡染阿姨，我们来缝。每条花纹都不同，您收到的与图相似，但不是图上那条。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 19_800,
        stock: 0,
        weight_grams: 420,
        packaging_minor: 150,
        choices: &[SIZES],
        variants: &[
            variant(&[0], 19_800, 4, 0),
            variant(&[1], 19_800, 6, 0),
            variant(&[2], 19_800, 5, 0),
            variant(&[3], 19_800, 2, 0),
        ],
        scenes: &[hung(Cut::Skirt, 0x002F_4A78, Print::Batik, RICE_WALL, 31)],
    },
    Good {
        key: "checked-skirt",
        category: "skirts",
        title: words("Checked wool skirt", "格纹呢裙"),
        description: words(
            "For autumn: brushed wool in rust and cream, pleated, with a hook and a hidden zip. The hem can be let down by \
             four centimetres.",
            "秋天穿的呢料，铁锈红配米白，百褶，挂钩加隐形拉链。裙摆留了四厘米可放长。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 16_900,
        stock: 0,
        weight_grams: 480,
        packaging_minor: 150,
        choices: &[SIZES],
        variants: &[
            variant(&[0], 16_900, 6, 0),
            variant(&[1], 16_900, 9, 0),
            variant(&[2], 16_900, 7, 0),
            variant(&[3], 16_900, 3, 0),
        ],
        scenes: &[hung(Cut::Skirt, 0x009A_4A3A, Print::Checks, MIST_WALL, 32)],
    },
    Good {
        key: "wide-trousers",
        category: "wide-trousers",
        title: words("Wide trousers with a drawstring", "抽绳阔腿裤"),
        description: words(
            "Cotton and linen, an elastic waist with a string, deep pockets. Nothing to iron and nothing to squeeze into.",
            "棉麻，松紧腰加抽绳，口袋够深。不用熨，也不勒人。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 11_900,
        stock: 0,
        weight_grams: 360,
        packaging_minor: 120,
        choices: &[SIZES],
        variants: &[
            variant(&[0], 11_900, 9, 0),
            variant(&[1], 11_900, 16, 0),
            variant(&[2], 11_900, 12, 0),
            variant(&[3], 11_900, 8, 0),
        ],
        scenes: &[hung(Cut::Trousers, 0x005C_6B52, Print::Plain, RICE_WALL, 33)],
    },
    Good {
        key: "checked-scarf",
        category: "wool-scarves",
        title: words("Checked wool scarf", "格纹羊毛围巾"),
        description: words(
            "Soft enough for the neck, 190 cm with the fringe. Left over cloth of the checked skirt, so there will not be \
             more of it.",
            "贴脖子不扎，连流苏一米九。用格纹裙的余料做的，卖完就没有了。",
        ),
        maker: WORKSHOP,
        measure: Measure::PIECES,
        price_minor: 8800,
        stock: 9,
        weight_grams: 210,
        packaging_minor: 100,
        choices: super::NO_CHOICES,
        variants: super::NO_VARIANTS,
        scenes: &[scene(Subject::Scarf { colour: Colour(0x00B8_654A), print: Print::Checks }, CELADON_WALL, 47)],
    },
];
