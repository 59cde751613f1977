//! The category tree that a market starts with, and what it says of goods that spoil.

use crate::catalog::types::{Category, Spoiling};

/// The slug of the category for what fits nowhere else.
pub const OTHER: &str = "other";

/// A category to be, with those under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategorySeed {
    /// Unique in the whole tree: ASCII letters, digits and hyphens.
    pub slug: String,
    /// In English.
    pub name_en: String,
    /// In Chinese.
    pub name_zh: String,
    /// What it says of whether its goods spoil.
    pub spoiling: Spoiling,
    /// Those under it; at most three levels in all.
    pub children: Vec<CategorySeed>,
}

/// The first segment of a path, and the first two where there are two.
#[must_use]
pub fn levels(path: &str) -> (String, String) {
    let mut segments = path.splitn(3, '/');
    let root = segments.next().unwrap_or_default();
    let branch = segments.next().map(|second| format!("{root}/{second}")).unwrap_or_default();
    (root.to_owned(), branch)
}

/// Whether the goods of the last of these categories spoil, which stand from the root down: as the nearest says that says anything; none
/// where each listing says it of itself.
#[must_use]
pub fn spoils<'a>(trail: impl IntoIterator<Item = &'a Category>) -> Option<bool> {
    trail.into_iter().fold(None, |above, category| category.spoiling.of_all().or(above))
}

/// What mountain villages and small workshops sell. One category a line, two spaces a level: slug, English, Chinese; and whether its goods
/// spoil, where it says that.
const TREE: &str = "
food | Food | 食品
  cured-meat | Cured meat | 腊味
    salted-pork | Salted pork | 腊肉
    sausage | Sausages | 香肠
    ham | Ham | 火腿
  dried-goods | Dried goods | 干货
    mushrooms | Mushrooms and fungus | 菌菇木耳
    dried-vegetables | Dried vegetables | 干菜
    dried-beans | Dried beans and tofu | 干豆与豆制品
  preserves | Preserves and sauces | 酱菜调味
    chilli | Chilli and sauces | 辣椒酱料
    pickles | Pickles | 泡菜酸菜
    oil | Cooking oil | 食用油
  fish | Fish and seafood | 水产
    dried-fish | Dried fish | 鱼干
    spicy-fish | Spicy fish | 香辣鱼
  grain | Rice and grain | 米面杂粮
    rice | Rice | 大米
    noodles | Noodles | 面条粉丝
    coarse-grain | Coarse grain | 杂粮
  snacks | Snacks and sweets | 零食糕点
    nuts | Nuts and seeds | 坚果炒货
    honey | Honey | 蜂蜜
    cakes | Cakes and sweets | 糕点糖果
  fruit | Fresh fruit | 新鲜水果
    citrus | Citrus | 柑橘
    kiwi | Kiwi fruit | 猕猴桃
tea | Tea and drinks | 茶饮
  green-tea | Green tea | 绿茶
  black-tea | Black tea | 红茶
  dark-tea | Dark tea | 黑茶
  herbal-tea | Herbal tea | 花草茶
  rice-wine | Rice wine | 米酒
clothing | Clothing | 服饰 | never
  women | Women | 女装
    dresses | Dresses | 连衣裙
    tops | Tops | 上衣
    skirts | Skirts and trousers | 裙裤
  men | Men | 男装
    shirts | Shirts | 衬衫
    coats | Coats | 外套
  children | Children | 童装
  shoes-bags | Shoes and bags | 鞋包
    shoes | Shoes | 鞋
    bags | Bags | 包
craft | Crafts | 手工艺 | never
  embroidery | Embroidery and brocade | 刺绣织锦
  bamboo | Bamboo and rattan | 竹编藤编
  silver | Silver | 银饰
  pottery | Pottery | 陶器
  paper | Paper and writing | 纸品文房
  fabric | Cloth by the metre | 布料
home | Home | 居家 | never
  kitchen | Kitchen | 厨具餐具
    knives | Knives and pans | 刀具锅具
    tableware | Tableware | 餐具
  bedding | Bedding | 床品
  cleaning | Soap and cleaning | 洗护清洁
garden | Seeds and garden | 种子园艺
  seeds | Seeds | 种子
  plants | Plants | 绿植
  tools | Tools | 农具
other | Other | 其他
";

/// The tree that a market starts with.
#[must_use]
pub fn default_tree() -> Vec<CategorySeed> {
    let mut roots: Vec<CategorySeed> = Vec::new();
    for line in TREE.lines().filter(|line| !line.is_empty()) {
        let level = (line.len() - line.trim_start().len()) / 2;
        let mut words = line.split('|').map(|word| word.trim().to_owned());
        let mut word = || words.next().unwrap_or_default();
        let (slug, name_en, name_zh) = (word(), word(), word());
        let spoiling = Spoiling::from_code(&word()).unwrap_or_default();
        let seed = CategorySeed { slug, name_en, name_zh, spoiling, children: Vec::new() };
        place(&mut roots, level, seed);
    }
    roots
}

fn place(siblings: &mut Vec<CategorySeed>, level: usize, seed: CategorySeed) {
    match siblings.last_mut() {
        Some(parent) if level > 0 => place(&mut parent.children, level - 1, seed),
        _ => siblings.push(seed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::types::CategoryId;
    use std::collections::HashSet;

    fn visit<'a>(seeds: &'a [CategorySeed], level: usize, seen: &mut Vec<(usize, &'a CategorySeed)>) {
        for seed in seeds {
            seen.push((level, seed));
            visit(&seed.children, level + 1, seen);
        }
    }

    #[test]
    fn the_first_tree_has_three_levels_and_distinct_slugs_in_both_languages() {
        let tree = default_tree();
        let mut seen = Vec::new();
        visit(&tree, 1, &mut seen);
        assert_eq!(seen.iter().map(|(level, _)| *level).max(), Some(3));
        assert_eq!(seen.iter().map(|(_, seed)| &seed.slug).collect::<HashSet<_>>().len(), seen.len());
        for (_, seed) in &seen {
            assert!(seed.slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && !seed.slug.is_empty(), "{seed:?}");
            assert!(!seed.name_en.is_empty() && !seed.name_zh.is_ascii(), "{seed:?}");
        }
        assert_eq!(tree.last().map(|seed| seed.slug.as_str()), Some(OTHER));
    }

    #[test]
    fn what_a_category_says_of_goods_that_spoil_counts_until_one_below_it_says_something_else() {
        use Spoiling::{Always, ByListing, Never};
        let category = |spoiling| Category {
            id: CategoryId::from_uuid(uuid::Uuid::nil()),
            parent: None,
            slug: String::new(),
            name_en: String::new(),
            name_zh: String::new(),
            path: String::new(),
            spoiling,
        };
        for (trail, expected) in [
            (&[][..], None),
            (&[ByListing, ByListing], None),
            (&[Never, ByListing, ByListing], Some(false)),
            (&[ByListing, Always, ByListing], Some(true)),
            (&[Never, Always], Some(true)),
            (&[Always, ByListing, Never], Some(false)),
        ] {
            let trail: Vec<Category> = trail.iter().copied().map(category).collect();
            assert_eq!(spoils(&trail), expected, "{trail:?}");
        }
    }

    #[test]
    fn of_the_first_tree_each_listing_of_food_says_itself_whether_it_spoils_and_clothes_never_do() {
        let tree = default_tree();
        let never: Vec<&str> =
            tree.iter().filter(|seed| seed.spoiling == Spoiling::Never).map(|seed| seed.slug.as_str()).collect();
        assert_eq!(never, ["clothing", "craft", "home"]);
        let mut seen = Vec::new();
        visit(&tree, 1, &mut seen);
        assert!(seen.iter().all(|(_, seed)| seed.spoiling != Spoiling::Always));
    }

    #[test]
    fn a_path_knows_its_levels() {
        assert_eq!(levels("food/cured-meat/ham"), ("food".to_owned(), "food/cured-meat".to_owned()));
        assert_eq!(levels("food/cured-meat"), ("food".to_owned(), "food/cured-meat".to_owned()));
        assert_eq!(levels("other"), ("other".to_owned(), String::new()));
    }
}
