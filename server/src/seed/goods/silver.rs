//! Miao Silver and Indigo: the smith's part.

use super::super::pictures::{Hour, Scene, Subject};
use super::backdrops::{INDIGO_LINEN, INK_LINEN, MADDER_LINEN, PLUM_LINEN, RICE_WALL};
use super::{Choice, Good, Maker, NO_CHOICES, NO_VARIANTS, Shop, scene, variant, words};
use market::kernel::Measure;

const DUSK: Scene = scene(Subject::Village(Hour::Dusk), RICE_WALL, 78);

pub const SHOP: Shop = Shop {
    handle: "miao-silver",
    name: words("Miao Silver", "苗绣银坊"),
    story: words(
        "A smith, his wife who draws with wax, and nine women who embroider when the fields let them. Every piece is made \
         after it is ordered or lies in the drawer that you see. We say what is silver and what is not.",
        "一位银匠，一位画蜡的妻子，还有九位农闲时绣花的妇人。要么接单现做，要么就是图上抽屉里这件。是不是银，含多少银，都写明白。",
    ),
    place: words("Shanjiang, Fenghuang", "湘西凤凰山江"),
    ships_from: "43",
    goods: &[GOODS, super::indigo::GOODS],
};

const SMITH: Maker =
    Maker {
        name: words("Smith Ma", "麻银匠"), place: words("Shanjiang, Fenghuang", "凤凰县山江镇"), share_basis_points: 0
    };

const GOODS: &[Good] = &[
    Good {
        key: "bell-earrings",
        category: "earrings",
        title: words("Earrings with small bells, silver 925", "银铃耳环 925银"),
        description: words(
            "A crescent with chased spirals and five bells that you hear only when you turn your head. 9.6 g the pair, \
             silver 925, stamped inside.",
            "月牙錾花，五个小铃，转头才听得见。一对9.6克，925银，内侧打标。",
        ),
        maker: SMITH,
        measure: Measure::PIECES,
        price_minor: 26_800,
        stock: 13,
        weight_grams: 40,
        packaging_minor: 350,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Earrings, INDIGO_LINEN, 73)],
    },
    Good {
        key: "silver-collar",
        category: "necklaces",
        title: words("Feast collar, chased, with bells", "錾花项圈 节日款"),
        description: words(
            "The collar of the feast days, made smaller so that it can be worn on others too. White copper plated with \
             silver; the solid one is made to order, ask for the weight and the day's price.",
            "节日项圈做小一号，平日也能戴。白铜镀银；实银款接单现打，克重和当日银价请问。",
        ),
        maker: SMITH,
        measure: Measure::PIECES,
        price_minor: 38_800,
        stock: 4,
        weight_grams: 420,
        packaging_minor: 900,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Torque, MADDER_LINEN, 74), DUSK],
    },
    Good {
        key: "bangles",
        category: "bangles",
        title: words("Bangle, twisted or beaded, silver 990", "银镯 绞丝或珠边 990银"),
        description: words(
            "The picture shows both kinds; you choose one. Open at the back, so it fits wrists of 15 to 18 cm. Twisted 28 \
             g, beaded 34 g, silver 990.",
            "图上两款，任选其一。开口，适合15到18厘米手腕。绞丝28克，珠边34克，990银。",
        ),
        maker: SMITH,
        measure: Measure::PIECES,
        price_minor: 56_800,
        stock: 0,
        weight_grams: 70,
        packaging_minor: 350,
        choices: &[Choice { name: words("Kind", "款式"), values: &[words("Twisted", "绞丝"), words("Beaded", "珠边")] }],
        variants: &[variant(&[0], 56_800, 6, 0), variant(&[1], 66_800, 4, 0)],
        scenes: &[scene(Subject::Bangles, INK_LINEN, 75)],
    },
    Good {
        key: "flower-hairpin",
        category: "hairpins",
        title: words("Hairpin with trembling flowers", "颤枝花簪"),
        description: words(
            "Five flowers on springs that tremble when you walk, three drops, two prongs. White copper plated with silver, \
             46 g.",
            "五朵花装在弹簧丝上，走路会颤，三个坠，双股。白铜镀银，46克。",
        ),
        maker: SMITH,
        measure: Measure::PIECES,
        price_minor: 19_800,
        stock: 8,
        weight_grams: 90,
        packaging_minor: 350,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Hairpin, PLUM_LINEN, 76)],
    },
];
