//! Danqing West Hunan Specialties, the teacher's shop: what hangs and stands in her pupils' families' kitchens.

use super::super::pictures::{Colour, Hour, Piece, Scene, Setting, Subject, Vessel};
use super::backdrops::{CELADON_TABLE, CHESTNUT, DARK_TABLE, OAT_WALL, RICE_TABLE, RICE_WALL, RICE_WINDOW, WALNUT};
use super::{BY_JIN, Choice, Good, Maker, NO_CHOICES, NO_VARIANTS, Shop, scene, variant, words};
use market::kernel::{Measure, Unit};

/// A village behind a good.
pub const VILLAGE: Scene = scene(Subject::Village(Hour::Morning), RICE_WALL, 11);

pub const SHOP: Shop = Shop {
    handle: "danqing",
    name: words("Danqing", "丹青湘西特产"),
    story: words(
        "Danqing West Hunan Specialties. I teach in the mountains. My pupils' families slaughter one pig a year, dry their own radish and \
         beans, and no bus comes up to them. I carry down what they can spare, weigh it honestly, and each family is paid \
         its share of every parcel. I answer between lessons.",
        "我在湘西山里教书。学生家里一年杀一头猪，自己晒萝卜和豆角，班车开不上来。他们匀得出多少，我就背下来多少，足斤足两，每一单都按约定分给各家。课间回复您。",
    ),
    place: words("Fenghuang, Xiangxi", "湘西凤凰"),
    ships_from: "43",
    goods: &[GOODS, super::danqing_dry::GOODS, super::danqing_fresh::GOODS],
};

pub const TIAN: Maker = Maker {
    name: words("The Tian family", "田家"),
    place: words("Shanjiang, Fenghuang", "凤凰县山江镇"),
    share_basis_points: 7000,
};
pub const SHI: Maker = Maker {
    name: words("The Shi family", "石家"),
    place: words("Shuanglong, Huayuan", "花垣县双龙镇"),
    share_basis_points: 7000,
};
pub const PENG: Maker =
    Maker {
        name: words("The Peng family", "彭家"), place: words("Liye, Longshan", "龙山县里耶镇"), share_basis_points: 6800
    };
pub const LONG: Maker = Maker {
    name: words("Granny Long", "龙阿婆"),
    place: words("Lüdongshan, Baojing", "保靖县吕洞山镇"),
    share_basis_points: 7500,
};

const GOODS: &[Good] = &[
    Good {
        key: "salted-pork",
        category: "salted-pork",
        title: words("Salted pork, smoked over oak and tea-seed husks", "柴火腊肉 土猪五花 茶壳烟熏"),
        description: words(
            "One pig a year, fed on corn and sweet potato. Salted for a week, then smoked over the kitchen fire for forty \
             days. Wash it in warm water and steam it before you slice it. Cut to the gram and vacuum-packed on the day it \
             leaves.",
            "一年一头猪，吃玉米红薯长大。盐腌七天，灶上烟熏四十天。温水洗净，先蒸后切。按克现切，当天真空包装发出。",
        ),
        maker: TIAN,
        measure: BY_JIN,
        price_minor: 5800,
        stock: 38_000,
        weight_grams: 1,
        packaging_minor: 220,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::HungPork { slabs: 4 }, Setting::Hearth, 3), scene(Subject::SlicedPork, CHESTNUT, 3), VILLAGE],
    },
    Good {
        key: "lean-salted-pork",
        category: "salted-pork",
        title: words("Lean salted pork, from the hind leg", "后腿腊肉 瘦多肥少"),
        description: words(
            "Leaner than the belly and a little saltier. Good in thin slices with garlic shoots. The skin is left on; ask \
             me if you want it singed and scraped.",
            "比五花瘦，咸一点。切薄片炒蒜苗最好。带皮发货，需要烧皮刮净请留言。",
        ),
        maker: SHI,
        measure: BY_JIN,
        price_minor: 6200,
        stock: 16_500,
        weight_grams: 1,
        packaging_minor: 220,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::HungPork { slabs: 3 }, RICE_WALL, 21), scene(Subject::SlicedPork, WALNUT, 8)],
    },
    Good {
        key: "smoked-sausages",
        category: "sausages",
        title: words("Smoked sausages with Sichuan pepper", "花椒烟熏腊肠"),
        description: words(
            "Seven parts lean, three parts fat, cut by hand so that you see the pieces. Salt, chili, Sichuan pepper and \
             rice wine, nothing else. Steam for twenty minutes.",
            "七分瘦三分肥，手工切丁，看得见肉粒。只放盐、辣椒、花椒和米酒。上锅蒸二十分钟即可。",
        ),
        maker: TIAN,
        measure: BY_JIN,
        price_minor: 5200,
        stock: 22_000,
        weight_grams: 1,
        packaging_minor: 200,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::HungSausages { strings: 4 }, OAT_WALL, 4)],
    },
    Good {
        key: "spicy-fish",
        category: "cured-fish",
        title: words("Spicy little river fish", "香辣小河鱼"),
        description: words(
            "Small fish from the You river, gutted one by one, dried by the stove and fried slowly. Hot, and bony in a \
             crisp way: eat them whole. Keeps three months closed.",
            "酉水里的小鱼，一条条去内脏，灶边烘干再慢火炸透。够辣，骨头酥脆，整条吃。未开封可放三个月。",
        ),
        maker: PENG,
        measure: BY_JIN,
        price_minor: 4800,
        stock: 9_600,
        weight_grams: 1,
        packaging_minor: 150,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Heap { vessel: Vessel::Plate, piece: Piece::Fish, colour: Colour(0x00BE_8040) }, WALNUT, 8)],
    },
    Good {
        key: "chili-sauce",
        category: "chili-sauce",
        title: words("Chopped chili sauce, one jar", "剁辣椒 一坛的味道"),
        description: words(
            "Red chilies chopped on a board, salted, with garlic and a little rice wine, and left alone for a month. The \
             very hot one is made of bird's-eye chilies. 500 g a jar.",
            "红辣椒案板上剁碎，加盐、蒜和一点米酒，封坛一个月。特辣用的是朝天椒。每瓶500克。",
        ),
        maker: LONG,
        measure: Measure::PIECES,
        price_minor: 1880,
        stock: 0,
        weight_grams: 760,
        packaging_minor: 180,
        choices: &[Choice {
            name: words("Heat", "辣度"),
            values: &[words("Mild", "微辣"), words("Hot", "中辣"), words("Very hot", "特辣")],
        }],
        variants: &[variant(&[0], 1880, 46, 1), variant(&[1], 1880, 120, 0), variant(&[2], 2180, 38, 0)],
        scenes: &[
            scene(
                Subject::Jar { inside: Colour(0x00A8_2A1A), flecks: Colour(0x00E2_A23A), cloth: Colour(0x00B3_261E) },
                RICE_TABLE,
                40,
            ),
            scene(
                Subject::Jar { inside: Colour(0x00C2_5A24), flecks: Colour(0x00E8_B85A), cloth: Colour(0x0027_406F) },
                CELADON_TABLE,
                43,
            ),
        ],
    },
    Good {
        key: "tea-oil",
        category: "cooking-oil",
        title: words("Camellia seed oil, cold-pressed", "山茶油 古法冷榨"),
        description: words(
            "Pressed from the seeds of wild camellia in a wooden press. Clear gold, mild, for cooking and for salads. I \
             fill what you order into dark bottles for the road.",
            "野山茶籽，木榨冷压。油色清亮，味道温和，炒菜凉拌都行。按您要的量灌装，路上用避光瓶。",
        ),
        maker: PENG,
        measure: Measure { unit: Unit::Millilitre, price_per: 500, minimum: 100, step: 50 },
        price_minor: 6800,
        stock: 60_000,
        weight_grams: 1,
        packaging_minor: 350,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Oil(Colour(0x00D9_A93A)), CELADON_TABLE, 42)],
    },
    Good {
        key: "smoked-tofu",
        category: "tofu",
        title: words("Smoked tofu, firm", "柴火腊豆腐 老式硬干"),
        description: words(
            "Mountain soybeans, pressed under a stone and smoked beside the pork. Dark outside, pale inside. Slice it and \
             fry it with chili. About 110 g a piece, vacuum-packed in fives.",
            "山地黄豆，石头压实，和腊肉一起熏。外皮深，里面白。切片炒辣椒最香。每块约110克，五块一包真空。",
        ),
        maker: SHI,
        measure: Measure { unit: Unit::Piece, price_per: 1, minimum: 5, step: 5 },
        price_minor: 480,
        stock: 400,
        weight_grams: 110,
        packaging_minor: 120,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(Subject::Tofu(Colour(0x008A_5A30)), DARK_TABLE, 45)],
    },
    Good {
        key: "wild-honey",
        category: "honey",
        title: words("Honey of many flowers, once a year", "土蜂蜜 一年一取"),
        description: words(
            "From hives in hollow logs, cut once a year before the frost. It thickens and turns pale in winter; that is how \
             real honey behaves. Weighed into the jar you see.",
            "木桶土蜂，霜降前一年只割一次。冬天会结晶变白，真蜂蜜就是这样。按重量装瓶。",
        ),
        maker: LONG,
        measure: Measure { unit: Unit::Jin, price_per: 500, minimum: 250, step: 50 },
        price_minor: 7800,
        stock: 18_000,
        weight_grams: 1,
        packaging_minor: 260,
        choices: NO_CHOICES,
        variants: NO_VARIANTS,
        scenes: &[scene(
            Subject::Jar { inside: Colour(0x00D9_932B), flecks: Colour(0x00E8_B04A), cloth: Colour(0x00E8_DCC0) },
            RICE_WINDOW,
            41,
        )],
    },
];
