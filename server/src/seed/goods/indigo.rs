//! Miao Silver and Indigo: batik, brocade, embroidery.

use super::super::pictures::{Colour, Print, Subject};
use super::backdrops::{BLUSH_TABLE, CELADON_WALL, MIST_WALL, OAK, RICE_TABLE, RICE_WALL};
use super::{Choice, Good, Maker, NO_CHOICES, NO_VARIANTS, scene, variant, words};
use market::kernel::{Measure, Unit};

const INDIGO: Colour = Colour(0x0027_406F);

const WAX: Maker = Maker {
    name: words("Wu Yuelan, wax drawing", "吴月兰 画蜡"),
    place: words("Shanjiang, Fenghuang", "凤凰县山江镇"),
    share_basis_points: 7000,
};
const WEAVER: Maker = Maker {
    name: words("Ye the brocade weaver", "叶家织锦"),
    place: words("Miaoertan, Longshan", "龙山县苗儿滩镇"),
    share_basis_points: 7200,
};
const NEEDLE: Maker = Maker {
    name: words("The needle circle, nine women", "绣娘九人"),
    place: words("Huayuan, Xiangxi", "湘西花垣"),
    share_basis_points: 7500,
};
/// Cloth is cut from one metre on, to the half metre.
const BY_METRE: Measure = Measure { unit: Unit::Metre, price_per: 1000, minimum: 1000, step: 500 };

pub const GOODS: &[Good] = &[
    Good {
        key: "batik-cloth",
        category: "batik-cloth",
        title: words("Batik cloth by the metre, 90 cm wide", "手绘蜡染布 按米裁 幅宽90"),
        description: words(
            "Wax drawn with a copper knife, dyed eight times in indigo, boiled clean. Fish, drums, spirals. Cut from one \
             metre on, to the half metre. The first washes are blue.",
            "铜刀画蜡，靛缸八染，煮去蜡。鱼纹、鼓纹、涡纹。一米起裁，半米递增。头几水会掉蓝。",
        ),
        maker: WAX,
        measure: BY_METRE,
        price_minor: 12_800,
        stock: 46_000,
        weight_grams: 1,
        packaging_minor: 120,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[
            scene(Subject::ClothLength { colour: INDIGO, print: Print::Batik }, RICE_WALL, 48),
            scene(
                Subject::Bolts { tones: [INDIGO, Colour(0x005A_7AA0), Colour(0x001F_3055)], print: Print::Batik },
                RICE_TABLE,
                50,
            ),
        ],
    },
    Good {
        key: "brocade",
        category: "brocade",
        title: words("Tujia brocade by the metre, 45 cm wide", "土家织锦 按米裁 幅宽45"),
        description: words(
            "Woven on a waist loom from the back, so that the weaver sees the pattern only in a mirror. A metre takes four \
             days. Cotton warp, silk and wool weft.",
            "腰机反面挑织，织的人靠镜子看花。一米要四天。棉经，丝毛纬。",
        ),
        maker: WEAVER,
        measure: BY_METRE,
        price_minor: 48_000,
        stock: 8_500,
        weight_grams: 1,
        packaging_minor: 150,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[
            scene(Subject::ClothLength { colour: Colour(0x008C_2A2E), print: Print::Brocade }, MIST_WALL, 49),
            scene(
                Subject::Folded { tones: [Colour(0x008C_2A2E), INDIGO, Colour(0x006B_2430)], print: Print::Brocade },
                RICE_TABLE,
                51,
            ),
        ],
    },
    Good {
        key: "indigo-tote",
        category: "totes",
        title: words("Indigo tote with an embroidered square", "靛蓝手提包 手绣方片"),
        description: words(
            "Heavy cotton, lined, a pocket inside for the phone. The square is embroidered by hand and takes an evening and \
             a half. Holds A4.",
            "厚棉有衬，里面有手机袋。方片手绣，要一个半晚上。能放A4。",
        ),
        maker: NEEDLE,
        measure: Measure::PIECES,
        price_minor: 16_800,
        stock: 17,
        weight_grams: 380,
        packaging_minor: 150,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Bag { colour: INDIGO, print: Print::Plain }, RICE_WALL, 52)],
    },
    Good {
        key: "brocade-tote",
        category: "totes",
        title: words("Ink-black tote with brocade", "墨色织锦手提包"),
        description: words(
            "The small ends of the loom, too good to throw away, on plain black cotton. Each one different.",
            "织机上的零头，舍不得扔，拼在墨色棉布上。每只都不同。",
        ),
        maker: WEAVER,
        measure: Measure::PIECES,
        price_minor: 18_800,
        stock: 9,
        weight_grams: 400,
        packaging_minor: 150,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Bag { colour: Colour(0x0034_3438), print: Print::Brocade }, CELADON_WALL, 53)],
    },
    Good {
        key: "silk-pouch",
        category: "pouches",
        title: words("Embroidered pouch with a tassel", "绣花荷包"),
        description: words(
            "For coins, for herbs, for a ring. Silk outside, cotton inside, 11 cm. In madder red or in indigo.",
            "装零钱、香草或戒指。外丝里棉，11厘米。茜红或靛蓝。",
        ),
        maker: NEEDLE,
        measure: Measure::PIECES,
        price_minor: 6800,
        stock: 0,
        weight_grams: 60,
        packaging_minor: 120,
        choices: &[Choice {
            name: words("Colour", "颜色"), values: &[words("Madder red", "茜红"), words("Indigo", "靛蓝")]
        }],
        variants: &[variant(&[0], 6800, 22, 0), variant(&[1], 6800, 15, 1)],
        scenes: &[
            scene(Subject::Pouch(Colour(0x009A_2A3A)), BLUSH_TABLE, 54),
            scene(Subject::Pouch(Colour(0x002F_4A78)), RICE_TABLE, 55),
        ],
    },
    Good {
        key: "embroidery-hoop",
        category: "embroidery-kits",
        title: words("Embroidery in its hoop, with needle and thread", "绣绷套装 花样已画 配针线"),
        description: words(
            "The drawing is on the cloth, the threads are sorted, the stitches are explained on a sheet in pictures. 22 cm. \
             The finished one in the photo took my aunt four evenings.",
            "花样画好在布上，线分好色，针法有图解。绷子22厘米。图上这幅姨妈绣了四个晚上。",
        ),
        maker: NEEDLE,
        measure: Measure::PIECES,
        price_minor: 8800,
        stock: 33,
        weight_grams: 240,
        packaging_minor: 180,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Hoop(Colour(0x0022_304F)), OAK, 55)],
    },
    Good {
        key: "cloth-shoes",
        category: "cloth-shoes",
        title: words("Embroidered cloth shoes with a stitched sole", "绣花布鞋 千层底"),
        description: words(
            "The sole is forty layers of cotton, stitched through by hand. They are snug for the first week and then yours. \
             Wide feet: take one size more.",
            "鞋底四十层棉布，手工纳成。头一周有点紧，之后就合脚了。脚宽请拿大一码。",
        ),
        maker: NEEDLE,
        measure: Measure::PIECES,
        price_minor: 15_800,
        stock: 0,
        weight_grams: 420,
        packaging_minor: 220,
        choices: &[Choice {
            name: words("Size", "鞋码"),
            values: &[words("36", "36"), words("37", "37"), words("38", "38"), words("39", "39"), words("40", "40")],
        }],
        variants: &[
            variant(&[0], 15_800, 3, 0),
            variant(&[1], 15_800, 6, 0),
            variant(&[2], 15_800, 5, 0),
            variant(&[3], 15_800, 2, 0),
            variant(&[4], 15_800, 1, 0),
        ],
        scenes: &[scene(Subject::Shoes(Colour(0x002A_3A66)), OAK, 56)],
    },
    Good {
        key: "batik-scarf",
        category: "cotton-scarves",
        title: words("Batik scarf with a fringe", "蜡染围巾 带流苏"),
        description: words(
            "Thin cotton, 180 × 45 cm with the fringe, drawn freely, so no two ends match.",
            "薄棉，连流苏180×45厘米，随手画蜡，两头花样不一样。",
        ),
        maker: WAX,
        measure: Measure::PIECES,
        price_minor: 9800,
        stock: 19,
        weight_grams: 140,
        packaging_minor: 90,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Scarf { colour: Colour(0x002F_4A78), print: Print::Batik }, RICE_WALL, 46)],
    },
];
