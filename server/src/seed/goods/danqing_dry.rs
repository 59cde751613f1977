//! The teacher's shop: what is dried on roofs and in attics.

use super::super::pictures::{Colour, Piece, Scene, Setting, Subject, Vessel};
use super::backdrops::{CELADON_WALL, CHESTNUT, OAK, OAT_LINEN, RICE_TABLE, ROSE_LINEN, SAGE_LINEN};
use super::danqing::{LONG, PENG, SHI, TIAN};
use super::{BY_JIN, Good, Maker, NO_CHOICES, NO_VARIANTS, scene, words};
use market::kernel::{Measure, Unit};

const WU: Maker =
    Maker {
        name: words("The Wu family", "吴家"), place: words("Shuanglong, Huayuan", "花垣县双龙镇"), share_basis_points: 7000
    };

const fn heap(vessel: Vessel, piece: Piece, colour: u32, setting: Setting, seed: u32) -> Scene {
    scene(Subject::Heap { vessel, piece, colour: Colour(colour) }, setting, seed)
}

pub const GOODS: &[Good] = &[
    Good {
        key: "dried-radish",
        category: "dried-vegetables",
        title: words("Dried radish, sweet and crisp", "农家萝卜干 脆甜"),
        description: words(
            "White radish cut into strips, rubbed with salt and dried on the roof for nine days. Soak it for ten minutes \
             and fry it with salted pork.",
            "白萝卜切条，揉盐，屋顶晒九天。泡十分钟，炒腊肉正好。",
        ),
        maker: WU,
        measure: BY_JIN,
        price_minor: 1680,
        stock: 30_000,
        weight_grams: 1,
        packaging_minor: 100,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Tray, Piece::Strip, 0x00E3_C88A, OAT_LINEN, 5)],
    },
    Good {
        key: "dried-long-beans",
        category: "dried-vegetables",
        title: words("Dried long beans", "干豆角"),
        description: words(
            "Picked young, scalded, and dried in the sun until they rustle. They drink up the fat of a pork stew. 500 g \
             makes a large pot for eight.",
            "嫩豆角焯水，晒到沙沙响。炖肉最吸油。一斤能炖一大锅，够八个人吃。",
        ),
        maker: TIAN,
        measure: BY_JIN,
        price_minor: 2880,
        stock: 14_000,
        weight_grams: 1,
        packaging_minor: 100,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Tray, Piece::Pod, 0x007F_6E3E, ROSE_LINEN, 18)],
    },
    Good {
        key: "bamboo-shoots",
        category: "bamboo-shoots",
        title: words("Dried bamboo shoots from the spring cut", "春笋干"),
        description: words(
            "Spring shoots, boiled the day they are dug and dried over charcoal. Soak overnight, change the water once. No \
             sulphur: they are yellow-brown, not white.",
            "春笋当天挖当天煮，炭火烘干。泡一夜，换一次水。不熏硫，所以是黄褐色，不是白色。",
        ),
        maker: SHI,
        measure: BY_JIN,
        price_minor: 4200,
        stock: 12_000,
        weight_grams: 1,
        packaging_minor: 120,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Paper, Piece::Strip, 0x00C0_8E4A, CHESTNUT, 51)],
    },
    Good {
        key: "dried-shiitake",
        category: "mushrooms",
        title: words("Dried shiitake, grown on logs", "段木香菇"),
        description: words(
            "Grown on oak logs in the shade, one crop in spring and one in autumn. Thick caps with cracks. Keep the soaking \
             water: it is half the taste.",
            "椴木遮阴栽培，春秋各采一茬。菇盖厚，有裂纹。泡香菇的水别倒，鲜味一半在里面。",
        ),
        maker: PENG,
        measure: BY_JIN,
        price_minor: 6600,
        stock: 8_000,
        weight_grams: 1,
        packaging_minor: 120,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Tray, Piece::Mushroom, 0x0066_4632, OAK, 14)],
    },
    Good {
        key: "dried-chilies",
        category: "dried-chilies",
        title: words("Dried red chilies, whole", "干红辣椒 整只"),
        description: words(
            "Small, thin-skinned, hot. Dried on bamboo trays, stalks left on so that the seeds stay in. Toast them in a dry \
             pan before you use them.",
            "个小皮薄，辣。竹匾晒干，留蒂不掉籽。下锅前干锅焙一下更香。",
        ),
        maker: WU,
        measure: BY_JIN,
        price_minor: 2680,
        stock: 20_000,
        weight_grams: 1,
        packaging_minor: 100,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Tray, Piece::Chili, 0x00B4_2318, SAGE_LINEN, 11)],
    },
    Good {
        key: "red-beans",
        category: "beans",
        title: words("Red kidney beans", "红腰豆"),
        description: words(
            "Grown between the corn, shelled by hand on winter evenings. For soup with pork bones, or sweet with rice.",
            "套种在玉米地里，冬夜里手剥。炖骨头汤或煮甜粥都好。",
        ),
        maker: LONG,
        measure: BY_JIN,
        price_minor: 1280,
        stock: 26_000,
        weight_grams: 1,
        packaging_minor: 80,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Bowl(Colour(0x00A9_BFB0)), Piece::Bean, 0x008C_2F28, RICE_TABLE, 6)],
    },
    Good {
        key: "rice-noodles",
        category: "noodles",
        title: words("Rice noodles, hung and sun-dried", "手工米粉 挂晒"),
        description: words(
            "Old rice, soaked, ground and pressed, then hung in the yard for two days. Boil eight minutes. One bundle is \
             500 g and feeds four.",
            "陈米浸泡磨浆压条，院里挂晒两天。煮八分钟。一把500克，四个人吃。",
        ),
        maker: SHI,
        measure: Measure::PIECES,
        price_minor: 1180,
        stock: 160,
        weight_grams: 520,
        packaging_minor: 90,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[
            scene(Subject::NoodleCurtain(Colour(0x00EF_E3C6)), CELADON_WALL, 44),
            scene(Subject::Noodles(Colour(0x00EF_E6D2)), CHESTNUT, 43),
        ],
    },
    Good {
        key: "sticky-rice",
        category: "rice",
        title: words("Sticky rice of the terrace", "梯田糯米"),
        description: words(
            "One harvest a year from terraces too steep for machines. Long grains, very sticky. For rice cakes, for \
             steaming in leaves, for wine.",
            "一年一季，梯田太陡，机器上不去。粒长，很糯。打糍粑、包粽子、酿甜酒都行。",
        ),
        maker: PENG,
        measure: Measure { unit: Unit::Jin, price_per: 500, minimum: 500, step: 500 },
        price_minor: 780,
        stock: 120_000,
        weight_grams: 1,
        packaging_minor: 150,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[heap(Vessel::Sack, Piece::Grain, 0x00F3_EAD6, super::backdrops::RICE_WINDOW, 9)],
    },
];
