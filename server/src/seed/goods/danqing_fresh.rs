//! The teacher's shop: fruit, nuts, eggs and what is eaten by hand.

use super::super::pictures::{Colour, Piece, Scene, Setting, Subject, Vessel};
use super::backdrops::{BLUSH_TABLE, CELADON_WINDOW, CHESTNUT, CLAY_WINDOW, MIST_TABLE, RICE_TABLE, SAGE_LINEN, SAGE_TABLE};
use super::danqing::{LONG, PENG, SHI, TIAN};
use super::{BY_JIN, Good, Maker, NO_CHOICES, NO_VARIANTS, scene, words};
use market::kernel::{Measure, Unit};

const MA: Maker = Maker {
    name: words("The Ma family", "麻家"),
    place: words("Shanjiang, Fenghuang", "凤凰县山江镇"),
    share_basis_points: 7200,
};

const fn heap(vessel: Vessel, piece: Piece, colour: u32, setting: Setting, seed: u32) -> Scene {
    scene(Subject::Heap { vessel, piece, colour: Colour(colour) }, setting, seed)
}

pub const GOODS: &[Good] = &[
    Good {
        key: "walnuts",
        category: "nuts",
        title: words("Walnuts in the shell", "山核桃 带壳"),
        description: words(
            "From old trees along the ridge. Thin enough to crack two against each other in your hand. This autumn's \
             harvest.",
            "山脊上的老核桃树。两个一捏就开。今年秋天新收。",
        ),
        maker: MA,
        measure: BY_JIN,
        price_minor: 1980,
        stock: 40_000,
        weight_grams: 1,
        packaging_minor: 120,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Basket, Piece::Walnut, 0x00B9_8A55, SAGE_TABLE, 7)],
    },
    Good {
        key: "chestnuts",
        category: "nuts",
        title: words("Wild chestnuts", "野板栗"),
        description: words(
            "Smaller than the planted ones and sweeter. Picked up under the trees each morning in October. Roast, boil, or \
             stew with chicken.",
            "比种的小，比种的甜。十月里每天早上树下捡。炒、煮、炖鸡都好。",
        ),
        maker: SHI,
        measure: BY_JIN,
        price_minor: 1580,
        stock: 25_000,
        weight_grams: 1,
        packaging_minor: 120,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Bowl(Colour(0x00E9_E3D4)), Piece::Chestnut, 0x006E_3A20, CLAY_WINDOW, 20)],
    },
    Good {
        key: "kiwi",
        category: "kiwi",
        title: words("Kiwi, green-fleshed, by the box", "湘西猕猴桃 绿心"),
        description: words(
            "They travel hard and ripen on your table in five to eight days; put an apple beside them to hurry. From 1.5 \
             kg, packed in straw. Whatever arrives crushed I replace.",
            "硬果发出，到家放五到八天变软，旁边放个苹果熟得快。三斤起发，稻草垫箱。压坏的我补给您。",
        ),
        maker: MA,
        measure: Measure { unit: Unit::Jin, price_per: 500, minimum: 1500, step: 500 },
        price_minor: 880,
        stock: 200_000,
        weight_grams: 1,
        packaging_minor: 480,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Basket, Piece::Kiwi, 0x009C_B83C, CELADON_WINDOW, 13)],
    },
    Good {
        key: "navel-oranges",
        category: "oranges",
        title: words("Navel oranges, picked to order", "脐橙 现摘现发"),
        description: words(
            "Picked on the morning they leave. Not waxed, so the skin has marks. 2.5 kg at least, because a smaller box is \
             not worth the postage.",
            "当天早上摘，当天发。不打蜡，皮上有花斑。五斤起发，再少运费划不来。",
        ),
        maker: PENG,
        measure: Measure { unit: Unit::Jin, price_per: 500, minimum: 2500, step: 500 },
        price_minor: 520,
        stock: 350_000,
        weight_grams: 1,
        packaging_minor: 520,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Basket, Piece::Orange, 0x00E0_8A2A, MIST_TABLE, 19)],
    },
    Good {
        key: "sweet-potato-chips",
        category: "chips",
        title: words("Sweet potato chips, sun-dried then roasted", "红薯片 先晒后炒"),
        description: words(
            "Steamed, sliced, dried on the roof and roasted in hot sand. Crisp, not oily, and only as sweet as the potato \
             was.",
            "红薯蒸熟切片，屋顶晒干，热沙里炒脆。不油，甜味就是红薯本身。",
        ),
        maker: TIAN,
        measure: BY_JIN,
        price_minor: 1480,
        stock: 18_000,
        weight_grams: 1,
        packaging_minor: 120,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Paper, Piece::Chip, 0x00D9_822B, CHESTNUT, 10)],
    },
    Good {
        key: "persimmon-cakes",
        category: "dried-fruit",
        title: words("Dried persimmons with their own sugar", "柿饼 自然挂霜"),
        description: words(
            "Peeled, hung under the eaves for forty days, pressed flat. The white on them is the fruit's own sugar. Soft \
             inside.",
            "削皮，屋檐下挂四十天，压扁。表面白霜是柿子自己的糖。里面软糯。",
        ),
        maker: LONG,
        measure: BY_JIN,
        price_minor: 2380,
        stock: 11_000,
        weight_grams: 1,
        packaging_minor: 140,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Tray, Piece::Persimmon, 0x00C8_622A, SAGE_LINEN, 12)],
    },
    Good {
        key: "hen-eggs",
        category: "hen-eggs",
        title: words("Eggs of hens that run about", "散养土鸡蛋"),
        description: words(
            "Sold in tens, because the straw boxes hold ten. Collected over the week before they leave, each wrapped. A \
             broken one is refunded without a photo.",
            "十个起卖，草盒一盒十个。发货前一周内的蛋，单个包好。破一个退一个，不用拍照。",
        ),
        maker: MA,
        measure: Measure { unit: Unit::Piece, price_per: 1, minimum: 10, step: 10 },
        price_minor: 180,
        stock: 300,
        weight_grams: 55,
        packaging_minor: 380,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Basket, Piece::Egg, 0x00DD_B48C, BLUSH_TABLE, 15)],
    },
    Good {
        key: "rice-cakes",
        category: "rice-cakes",
        title: words("Pounded rice cakes, ten pieces", "手打糍粑 十个"),
        description: words(
            "Sticky rice pounded by two men in a stone mortar. Toast them until they swell, dip them in sugar and soybean \
             flour. Keep them in cold water or in the freezer.",
            "糯米蒸熟，石臼里两个人对打。烤到鼓起来，蘸白糖黄豆粉。泡水或冷冻保存。",
        ),
        maker: PENG,
        measure: Measure::PIECES,
        price_minor: 2280,
        stock: 90,
        weight_grams: 800,
        packaging_minor: 160,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Plate, Piece::RiceCake, 0x00F3_EBDD, RICE_TABLE, 16)],
    },
];
