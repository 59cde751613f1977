//! Bamboo Hands: baskets, trays, lamps and what a kitchen is made of.

use super::super::pictures::{Colour, Hour, Piece, Scene, Subject, Vessel};
use super::backdrops::{
    CELADON_TABLE, DARK_TABLE, DUSK_WALL, MIST_TABLE, NIGHT_WALL, OAK, OAT_LINEN, OAT_WALL, RICE_PAPER, RICE_TABLE, RICE_WINDOW,
    SAGE_TABLE,
};
use super::{Choice, Good, Maker, NO_CHOICES, NO_VARIANTS, Shop, scene, variant, words};
use market::kernel::Measure;

const GROVE: Scene = scene(Subject::Grove(Hour::Noon), RICE_PAPER, 80);

pub const SHOP: Shop = Shop {
    handle: "bamboo-hands",
    name: words("Bamboo Hands", "竹手艺"),
    story: words(
        "Five weavers between fifty and eighty, and one grandson with a phone. The bamboo is cut in winter, when it holds \
         no sugar and no worms. What takes three days is priced like three days.",
        "五位篾匠，五十到八十岁，外加一个会用手机的孙子。竹子冬天砍，没有糖分，不生虫。三天做一件，就按三天算价。",
    ),
    place: words("Liye, Longshan", "湘西龙山里耶"),
    ships_from: "43",
    goods: &[GOODS],
};

const XIANG: Maker =
    Maker {
        name: words("Old Xiang", "向老爹"), place: words("Liye, Longshan", "龙山县里耶镇"), share_basis_points: 7500
    };
const PENG: Maker = Maker {
    name: words("Grandmother Peng", "彭婆婆"),
    place: words("Miaoertan, Longshan", "龙山县苗儿滩镇"),
    share_basis_points: 7500,
};
const QIN: Maker = Maker {
    name: words("The Qin brothers", "覃家兄弟"),
    place: words("Wulong Shan, Longshan", "龙山县乌龙山"),
    share_basis_points: 7000,
};
const STRAW: Colour = Colour(0x00D0_AA66);
const SIZES: Choice = Choice { name: words("Size", "大小"), values: &[words("Small", "小号"), words("Large", "大号")] };

const GOODS: &[Good] = &[
    Good {
        key: "market-basket",
        category: "baskets",
        title: words("Market basket with a handle", "提篮 买菜篮"),
        description: words(
            "Woven of split bamboo with the skin left on, so it does not fray your sleeves. The large one carries eight \
             kilos. Gets honey-brown with the years.",
            "带青皮的篾片编的，不勾袖子。大号能装八公斤。用几年变成蜜色。",
        ),
        maker: XIANG,
        measure: Measure::PIECES,
        price_minor: 6800,
        stock: 0,
        weight_grams: 620,
        packaging_minor: 350,
        choices: &[SIZES],
        variants: &[variant(&[0], 6800, 21, 1), variant(&[1], 8800, 14, 0)],
        scenes: &[
            scene(Subject::Basket { colour: STRAW, tall: 190 }, RICE_TABLE, 63),
            scene(Subject::Basket { colour: Colour(0x00C2_9450), tall: 140 }, CELADON_TABLE, 81),
        ],
    },
    Good {
        key: "back-basket",
        category: "baskets",
        title: words("Back basket with cloth straps", "背篓 布背带"),
        description: words(
            "What everybody here carries to the field and the market. Narrow waist, wide mouth. Straps of indigo cotton; \
             tell me if you need them longer.",
            "这里人人下地赶集都背的。细腰大口，靛蓝布背带，要加长请说。",
        ),
        maker: XIANG,
        measure: Measure::PIECES,
        price_minor: 15_800,
        stock: 7,
        weight_grams: 1900,
        packaging_minor: 900,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::BackBasket(Colour(0x00BE_9554)), SAGE_TABLE, 64), GROVE],
    },
    Good {
        key: "drying-trays",
        category: "trays",
        title: words("Three drying trays, nested", "竹匾三件套"),
        description: words(
            "For drying beans, resting dumplings, or a wall. 38, 33 and 22 cm. Woven so tight that rice stays in.",
            "晒豆、放饺子、挂墙都行。直径38、33、22厘米。编得密，米不漏。",
        ),
        maker: PENG,
        measure: Measure::PIECES,
        price_minor: 11_800,
        stock: 18,
        weight_grams: 900,
        packaging_minor: 500,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Trays(Colour(0x00D6_B473)), OAT_WALL, 65)],
    },
    Good {
        key: "globe-lamp",
        category: "hanging-lamps",
        title: words("Globe lamp of bent bamboo", "竹编球灯"),
        description: words(
            "Thirty-four slats bent over steam. Comes with two metres of cord and an E27 socket, without a bulb; use LED, \
             at most 9 W. The shadow on the ceiling is half of it.",
            "三十四根竹片蒸软弯成。配两米线和E27灯座，不含灯泡，请用9瓦以下LED。天花板上的影子也好看。",
        ),
        maker: QIN,
        measure: Measure::PIECES,
        price_minor: 18_800,
        stock: 0,
        weight_grams: 850,
        packaging_minor: 950,
        choices: &[SIZES],
        variants: &[variant(&[0], 18_800, 9, 0), variant(&[1], 26_800, 5, 0)],
        scenes: &[scene(Subject::Lamp { colour: Colour(0x00B9_8A4E), round: 100 }, DUSK_WALL, 66)],
    },
    Good {
        key: "drum-lamp",
        category: "hanging-lamps",
        title: words("Drum lamp for over a table", "竹编筒灯 餐桌用"),
        description: words(
            "Straight sides, warm light down, lines of light on the walls. 30 cm high. Cord and socket as with the globe.",
            "直筒，光往下走，墙上一道道光。高30厘米。线和灯座同球灯。",
        ),
        maker: QIN,
        measure: Measure::PIECES,
        price_minor: 16_800,
        stock: 12,
        weight_grams: 700,
        packaging_minor: 850,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Lamp { colour: Colour(0x00B9_8A4E), round: 10 }, NIGHT_WALL, 67)],
    },
    Good {
        key: "chopsticks",
        category: "chopsticks",
        title: words("Ten pairs of chopsticks with painted heads", "楠竹筷 十双"),
        description: words(
            "Planed, sanded, oiled with tea oil. Five pairs with red heads and five with black; the paint is lacquer from \
             the tree. Do not put them into a machine.",
            "刨光打磨，茶油擦过。五双红头，五双黑头，用的是天然大漆。不要进洗碗机。",
        ),
        maker: PENG,
        measure: Measure::PIECES,
        price_minor: 3800,
        stock: 140,
        weight_grams: 260,
        packaging_minor: 90,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Chopsticks { wood: Colour(0x00B9_854A), cloth: Colour(0x002F_4A78) }, OAK, 68)],
    },
    Good {
        key: "stool",
        category: "stools",
        title: words("Low stool of bamboo rods", "竹凳 矮凳"),
        description: words(
            "No nail and no glue: pegs and bent joints. Carries 120 kg. 26 cm high, for shelling beans, for children, for \
             sitting by the fire.",
            "不用钉不用胶，竹销加火弯榫。承重120公斤。高26厘米，剥豆、孩子坐、烤火都合适。",
        ),
        maker: QIN,
        measure: Measure::PIECES,
        price_minor: 8800,
        stock: 16,
        weight_grams: 1700,
        packaging_minor: 700,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Stool(Colour(0x00CF_A962)), MIST_TABLE, 69)],
    },
    Good {
        key: "steamer",
        category: "steamers",
        title: words("Steamer, two tiers and a lid", "竹蒸笼 两层带盖"),
        description: words(
            "Bent rims, woven lid that drinks the drops. 24 cm fits most pots. Dry it in the air before you put it away.",
            "弯圈为身，编盖吸水不滴。24厘米，配多数锅。用完晾干再收。",
        ),
        maker: PENG,
        measure: Measure::PIECES,
        price_minor: 9800,
        stock: 0,
        weight_grams: 1100,
        packaging_minor: 420,
        choices: &[Choice {
            name: words("Diameter", "直径"), values: &[words("20 cm", "20厘米"), words("24 cm", "24厘米")]
        }],
        variants: &[variant(&[0], 9800, 15, 0), variant(&[1], 11_800, 20, 0)],
        scenes: &[scene(Subject::Steamer(Colour(0x00D6_B070)), CELADON_TABLE, 70)],
    },
    Good {
        key: "woven-fan",
        category: "fans",
        title: words("Woven fan with an indigo edge", "竹编扇 蓝布包边"),
        description: words(
            "Light, stiff, and quiet. Edged with a strip of indigo cotton so that it does not scratch.",
            "轻，挺，没响声。靛蓝布包边，不划手。",
        ),
        maker: XIANG,
        measure: Measure::PIECES,
        price_minor: 2800,
        stock: 60,
        weight_grams: 110,
        packaging_minor: 120,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Fan { colour: Colour(0x00DC_C07E), edge: Colour(0x002F_4A78) }, OAT_LINEN, 71)],
    },
    Good {
        key: "kitchen-tools",
        category: "kitchen-tools",
        title: words("Ladles and spatulas in a bamboo cup", "竹锅铲饭勺四件 带竹筒"),
        description: words(
            "Four tools and the cup that they stand in. They do not scratch a coated pan. Rub them with oil once a month.",
            "四件工具带一个竹筒。不伤不粘锅。每月擦一次油。",
        ),
        maker: QIN,
        measure: Measure::PIECES,
        price_minor: 5800,
        stock: 44,
        weight_grams: 480,
        packaging_minor: 260,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Ladles(Colour(0x00B9_8A52)), RICE_WINDOW, 72)],
    },
    Good {
        key: "fruit-basket",
        category: "baskets",
        title: words("Round fruit basket without a handle", "圆果篮"),
        description: words(
            "Deep enough for two kilos of oranges, and woven open at the rim so that they keep. The fruit in the photo is \
             my neighbour's and is not included.",
            "装得下两公斤橙子，口沿编得疏，透气耐放。图里的果子是邻居家的，不随篮发货。",
        ),
        maker: XIANG,
        measure: Measure::PIECES,
        price_minor: 5200,
        stock: 25,
        weight_grams: 430,
        packaging_minor: 300,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(
            Subject::Heap { vessel: Vessel::Basket, piece: Piece::Orange, colour: Colour(0x00DD_AA3C) },
            DARK_TABLE,
            91,
        )],
    },
];
