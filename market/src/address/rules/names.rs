//! How divisions are named: officially, on a parcel, and by the people who live there.

use crate::address::types::Region;

/// Names that stand in the state's lists where a level is missing.
const PLACEHOLDERS: [&str; 4] = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];

/// What follows the short name of a division, the longer first.
const SUFFIXES: [&str; 8] = ["特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市"];

/// Peoples in the names of autonomous divisions; nobody says them when naming the place.
const PEOPLES: &str = "土家族 苗族 侗族 彝族 藏族 羌族 布依族 哈尼族 壮族 傣族 白族 景颇族 傈僳族 回族 朝鲜族 蒙古族 哈萨克族 瑶族 满族 黎族 畲族 仡佬族 \
    水族 毛南族 仫佬族 各族 达斡尔族 鄂温克族 裕固族 保安族 东乡族 撒拉族 土族 佤族 拉祜族 布朗族 纳西族 独龙族 怒族 普米族 哈萨克 柯尔克孜 蒙古 维吾尔";

/// Whether the name only fills a level that is missing there.
pub(super) fn is_placeholder(name: &str) -> bool {
    PLACEHOLDERS.contains(&name)
}

/// The names as they stand on a parcel: without placeholders, and without an area that is named like its city.
#[must_use]
pub fn region_names(path: &[Region]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for region in path {
        if !is_placeholder(&region.name) && names.last() != Some(&region.name.as_str()) {
            names.push(&region.name);
        }
    }
    names.join(" ")
}

/// The name that people say: 湖南 for 湖南省, 湘西 for 湘西土家族苗族自治州. None where nothing shorter of two characters is left.
pub(super) fn short(name: &str) -> Option<String> {
    let suffix = SUFFIXES.iter().find(|suffix| name.ends_with(**suffix))?;
    let mut rest = name.strip_suffix(suffix)?;
    if suffix.starts_with("自治") {
        while let Some(shorter) =
            PEOPLES.split_whitespace().find_map(|people| rest.strip_suffix(people).filter(|left| left.chars().count() >= 2))
        {
            rest = shorter;
        }
    }
    (rest.chars().count() >= 2).then(|| rest.to_owned())
}

/// Every way in which the name is written at the start of the rest of an address, the longest first.
pub(super) fn written(name: &str, with_short: bool) -> Vec<String> {
    let mut names = vec![name.to_owned()];
    if let Some(short) = short(name) {
        for (official, said) in [("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")] {
            if name.ends_with(official) {
                names.push(format!("{short}{said}"));
            }
        }
        if with_short {
            names.push(short);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(names: &[&str]) -> Vec<Region> {
        names.iter().map(|name| Region { code: String::new(), name: (*name).to_owned() }).collect()
    }

    #[test]
    fn a_parcel_shows_no_placeholder_and_no_name_twice() {
        assert_eq!(region_names(&path(&["北京市", "市辖区", "东城区", "东华门街道"])), "北京市 东城区 东华门街道");
        assert_eq!(region_names(&path(&["广东省", "东莞市", "东莞市", "石碣镇"])), "广东省 东莞市 石碣镇");
        assert_eq!(region_names(&path(&["湖北省", "省直辖县级行政区划", "仙桃市", "沙嘴街道"])), "湖北省 仙桃市 沙嘴街道");
    }

    #[test]
    fn places_are_named_as_people_say_them() {
        for (name, expected) in [
            ("湖南省", Some("湖南")),
            ("湘西土家族苗族自治州", Some("湘西")),
            ("黔东南苗族侗族自治州", Some("黔东南")),
            ("巴音郭楞蒙古自治州", Some("巴音郭楞")),
            ("新疆维吾尔自治区", Some("新疆")),
            ("内蒙古自治区", Some("内蒙古")),
            ("芷江侗族自治县", Some("芷江")),
            ("北京市", Some("北京")),
            ("凤凰县", None),
        ] {
            assert_eq!(short(name).as_deref(), expected, "{name}");
        }
    }
}
