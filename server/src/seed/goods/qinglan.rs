//! Qinglan Tea: dark tea of Anhua, green tea of Guzhang, and what they are drunk from.

use super::super::pictures::{Colour, Hour, Piece, Scene, Subject, Vessel};
use super::backdrops::{CELADON_TABLE, CLAY_WINDOW, DARK_TABLE, MIST_TABLE, RICE_PAPER, RICE_TABLE, RICE_WINDOW, SAGE_TABLE};
use super::{Choice, Good, Maker, NO_CHOICES, NO_VARIANTS, Shop, scene, variant, words};
use market::kernel::{Measure, Unit};

const TERRACES: Scene = scene(Subject::Terraces(Hour::Morning), RICE_PAPER, 12);

pub const SHOP: Shop = Shop {
    handle: "qinglan-tea",
    name: words("Qinglan Tea", "青岚茶事"),
    story: words(
        "Two sisters, one hillside in Anhua and an aunt in Guzhang. We press dark tea in the old way and sell green tea by \
         the gram, because nobody should buy half a kilo of something that they have not tasted.",
        "姐妹两个，安化一片坡，古丈一位姨。黑茶照老法子压，绿茶按克卖。没喝过的茶，不该让人先买一斤。",
    ),
    place: words("Anhua, Yiyang", "益阳安化"),
    ships_from: "43",
    goods: &[GOODS],
};

const ANHUA: Maker =
    Maker {
        name: words("Our own hillside", "自家茶坡"), place: words("Jiangnan, Anhua", "安化县江南镇"), share_basis_points: 0
    };
const GUZHANG: Maker =
    Maker {
        name: words("Aunt Xiang", "向姨"), place: words("Gaofeng, Guzhang", "古丈县高峰镇"), share_basis_points: 6500
    };
const LÜDONGSHAN: Maker = Maker {
    name: words("The Liang brothers", "梁家兄弟"),
    place: words("Lüdongshan, Baojing", "保靖县吕洞山镇"),
    share_basis_points: 7000,
};
const POTTER: Maker = Maker {
    name: words("Master Tan's kiln", "谭师傅的窑"),
    place: words("Tongguan, Changsha", "长沙铜官"),
    share_basis_points: 6000,
};

/// Tea is tasted by the 10 g and priced by the 50 g of a 两.
const BY_LIANG: Measure = Measure { unit: Unit::Liang, price_per: 50, minimum: 10, step: 1 };
const LIQUOR: Colour = Colour(0x00A8_4A1C);

const GOODS: &[Good] = &[
    Good {
        key: "fu-brick",
        category: "tea-bricks",
        title: words("Fu brick with golden flowers, 1 kg", "茯砖茶 金花 1000克"),
        description: words(
            "Pressed in 2021 and rested in a dry loft. Break it and you see the yellow grains that people call golden \
             flowers. Boil it, do not only steep it.",
            "2021年压制，干仓存放。掰开能看到金花。要煮，不只是泡，煮出来醇厚。",
        ),
        maker: ANHUA,
        measure: Measure::PIECES,
        price_minor: 16_800,
        stock: 64,
        weight_grams: 1050,
        packaging_minor: 220,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::TeaBrick(Colour(0x004A_3424)), RICE_WINDOW, 57), TERRACES],
    },
    Good {
        key: "dark-tea-cake",
        category: "tea-cakes",
        title: words("Dark tea cake, sawn from a log of tea", "千两茶饼 花卷锯片"),
        description: words(
            "Cut from a pressed log as tall as a man. Dense: take a tea needle, not a knife. Year and weight are pencilled \
             on the paper.",
            "从一人高的千两茶上锯下来。很紧，用茶针，别用刀。年份和重量铅笔写在纸上。",
        ),
        maker: ANHUA,
        measure: Measure::PIECES,
        price_minor: 26_800,
        stock: 0,
        weight_grams: 700,
        packaging_minor: 260,
        choices: &[Choice { name: words("Year", "年份"), values: &[words("2022", "2022年"), words("2018", "2018年")] }],
        variants: &[variant(&[0], 26_800, 22, 0), variant(&[1], 42_800, 6, 0)],
        scenes: &[scene(Subject::TeaCake(Colour(0x0058_482C)), RICE_TABLE, 58)],
    },
    Good {
        key: "loose-dark-tea",
        category: "loose-dark-tea",
        title: words("Loose dark tea for every day", "天尖散茶 日常口粮"),
        description: words(
            "Whole leaves, a little smoke from the pine fire, a red-brown cup. Five grams make eight cups.",
            "整叶，松柴火带一点烟香，汤色红褐。五克能喝八泡。",
        ),
        maker: ANHUA,
        measure: BY_LIANG,
        price_minor: 1980,
        stock: 9_000,
        weight_grams: 1,
        packaging_minor: 80,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(
            Subject::Heap { vessel: Vessel::Bowl(Colour(0x00C9_B9A0)), piece: Piece::TeaLeaf, colour: Colour(0x0054_3A26) },
            MIST_TABLE,
            71,
        )],
    },
    Good {
        key: "guzhang-maojian",
        category: "maojian",
        title: words("Guzhang Maojian, picked before Qingming", "古丈毛尖 明前"),
        description: words(
            "One bud and one leaf, fried by hand in an iron pan on the evening of the same day. Water at 80 °C, not \
             boiling. From 10 g on, so that you can taste it first.",
            "一芽一叶，当晚铁锅手炒。水八十度，别用滚水。十克起卖，先尝再买。",
        ),
        maker: GUZHANG,
        measure: BY_LIANG,
        price_minor: 9800,
        stock: 3_200,
        weight_grams: 1,
        packaging_minor: 90,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[
            scene(Subject::Heap { vessel: Vessel::Paper, piece: Piece::TeaLeaf, colour: Colour(0x005A_6B3A) }, RICE_PAPER, 17),
            scene(Subject::Terraces(Hour::Noon), RICE_PAPER, 79),
        ],
    },
    Good {
        key: "golden-tea",
        category: "golden-tea",
        title: words("Golden green tea in a tin, 100 g", "保靖黄金茶 罐装100克"),
        description: words(
            "From old bushes on Lüdong mountain. Sweet, hardly bitter, bright green in the glass. Spring of this year; \
             drink it within twelve months.",
            "吕洞山老茶树。甜，几乎不苦，杯里鲜绿。今年春茶，一年内喝完。",
        ),
        maker: LÜDONGSHAN,
        measure: Measure::PIECES,
        price_minor: 15_800,
        stock: 48,
        weight_grams: 190,
        packaging_minor: 320,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Caddy { tin: Colour(0x003F_6455), leaf: Colour(0x0066_7A3E) }, RICE_TABLE, 61)],
    },
    Good {
        key: "hunan-red",
        category: "hunan-red",
        title: words("Hunan red tea in a tin, 150 g", "湖红工夫 罐装150克"),
        description: words(
            "Fully fermented, thin dark leaves, honey in the nose. Takes milk if you must.",
            "全发酵，条索细紧，闻着有蜜香。加奶也行。",
        ),
        maker: ANHUA,
        measure: Measure::PIECES,
        price_minor: 9800,
        stock: 70,
        weight_grams: 240,
        packaging_minor: 320,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Caddy { tin: Colour(0x0092_3A2C), leaf: Colour(0x004A_3020) }, SAGE_TABLE, 72)],
    },
    Good {
        key: "gaiwan",
        category: "tea-cups",
        title: words("Lidded bowl with a painted sprig", "手绘盖碗 110毫升"),
        description: words(
            "Thin white porcelain, painted freehand before the glaze. Holds 110 ml, with saucer and one cup. Small \
             differences in the sprig are the painter's.",
            "薄胎白瓷，釉下手绘。容量110毫升，含碗托和一只杯。枝叶略有不同，是画的人手不同。",
        ),
        maker: POTTER,
        measure: Measure::PIECES,
        price_minor: 12_800,
        stock: 0,
        weight_grams: 520,
        packaging_minor: 420,
        choices: &[Choice { name: words("Painting", "花色"), values: &[words("Blue", "青花"), words("Iron red", "矾红")] }],
        variants: &[variant(&[0], 12_800, 18, 0), variant(&[1], 13_800, 7, 1)],
        scenes: &[
            scene(
                Subject::Gaiwan { glaze: Colour(0x00F1_EDE4), paint: Colour(0x0034_558C), liquor: Colour(0x00B5_B04A) },
                CELADON_TABLE,
                59,
            ),
            scene(Subject::Gaiwan { glaze: Colour(0x00F3_ECE0), paint: Colour(0x00A8_3A28), liquor: LIQUOR }, MIST_TABLE, 73),
        ],
    },
    Good {
        key: "clay-pot",
        category: "tea-pots",
        title: words("Round clay pot, 220 ml", "紫泥圆壶 220毫升"),
        description: words(
            "Unglazed, fired once, pours without dripping; we test each one. Keep it for one kind of tea. Two cups come \
             with it.",
            "不上釉，一次烧成，断水利落，每把都试过。一把壶只泡一类茶。配两只小杯。",
        ),
        maker: POTTER,
        measure: Measure::PIECES,
        price_minor: 26_800,
        stock: 11,
        weight_grams: 680,
        packaging_minor: 520,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::TeaPot { clay: Colour(0x008A_4630), liquor: LIQUOR }, CLAY_WINDOW, 60)],
    },
    Good {
        key: "celadon-set",
        category: "tea-sets",
        title: words("Glass jug and four celadon cups on a tray", "玻璃公道杯配四只青瓷杯"),
        description: words(
            "What we use ourselves at the market: a jug of heat-proof glass, four celadon cups, a slatted wooden tray. The \
             tray is oiled, not varnished.",
            "我们赶集自己用的一套：耐热玻璃公道杯，四只青瓷杯，木条茶盘。茶盘上的是油，不是漆。",
        ),
        maker: POTTER,
        measure: Measure::PIECES,
        price_minor: 21_800,
        stock: 14,
        weight_grams: 1900,
        packaging_minor: 780,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::TeaSet { glaze: Colour(0x00A9_C0AE), liquor: Colour(0x00B4_702A) }, RICE_WINDOW, 62)],
    },
    Good {
        key: "tea-brick-small",
        category: "tea-bricks",
        title: words("Small dark brick for the road, 250 g", "小黑砖 便携250克"),
        description: words(
            "The same leaf as the large brick in a size for a rucksack. Scored on the back so that it breaks into fifty \
             pieces.",
            "和大砖同料，背包放得下。背面有刻痕，能掰成五十小块。",
        ),
        maker: ANHUA,
        measure: Measure::PIECES,
        price_minor: 4800,
        stock: 130,
        weight_grams: 270,
        packaging_minor: 120,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::TeaBrick(Colour(0x0038_2A22)), DARK_TABLE, 74)],
    },
];
