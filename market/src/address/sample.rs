//! A few real places in the shapes in which the country's divisions come. For tests.

use super::types::{Region, RegionDirectory};

type Place = (&'static str, &'static str);

/// Parents before their children; a child's code begins with its parent's.
const PLACES: &[Place] = &[
    ("11", "北京市"),
    ("1101", "市辖区"),
    ("110101", "东城区"),
    ("110101001", "东华门街道"),
    ("110105", "朝阳区"),
    ("110105004", "三里屯街道"),
    ("33", "浙江省"),
    ("3301", "杭州市"),
    ("330106", "西湖区"),
    ("330106002", "北山街道"),
    ("42", "湖北省"),
    ("4290", "省直辖县级行政区划"),
    ("429004", "仙桃市"),
    ("429004001", "沙嘴街道"),
    ("43", "湖南省"),
    ("4301", "长沙市"),
    ("430104", "岳麓区"),
    ("430104001", "望月湖街道"),
    ("4331", "湘西土家族苗族自治州"),
    ("433101", "吉首市"),
    ("433101001", "峒河街道"),
    ("433123", "凤凰县"),
    ("433123100", "沱江镇"),
    ("433123101", "廖家桥镇"),
    ("44", "广东省"),
    ("4419", "东莞市"),
    ("441900", "东莞市"),
    ("441900101", "石碣镇"),
    ("46", "海南省"),
    ("4601", "海口市"),
    ("460105", "秀英区"),
    ("460105001", "秀英街道"),
];

/// The directory of the sample.
#[derive(Clone, Copy, Debug, Default)]
pub struct SampleRegions;

/// How long the codes of the four levels are.
const LENGTHS: [usize; 4] = [2, 4, 6, 9];

fn region((code, name): &Place) -> Region {
    Region { code: (*code).to_owned(), name: (*name).to_owned() }
}

impl RegionDirectory for SampleRegions {
    fn children(&self, code: &str) -> Vec<Region> {
        let Some(length) = LENGTHS.into_iter().find(|length| *length > code.len()) else { return Vec::new() };
        PLACES.iter().filter(|place| place.0.len() == length && place.0.starts_with(code)).map(region).collect()
    }
    fn path(&self, code: &str) -> Option<Vec<Region>> {
        PLACES.iter().find(|place| place.0 == code)?;
        Some(PLACES.iter().filter(|place| code.starts_with(place.0)).map(region).collect())
    }
}
