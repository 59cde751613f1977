//! Reads an address as people paste it out of a message: 张三 13800138000 湖南省湘西土家族苗族自治州凤凰县沱江镇虹桥路1号. What is not
//! recognised is left for the person to fill in, and nothing is guessed.

use super::names::{is_placeholder, written};
use super::phone;
use crate::address::types::{PastedAddress, Region, RegionDirectory};
use crate::kernel::limits::{NAME_CHARS_MAX, PASTED_CHARS_MAX};
use crate::kernel::{clean_line, half_width};

/// What forms write before a field, the longer first.
const LABELS: [&str; 26] = [
    "收货人姓名",
    "收件人姓名",
    "手机号码",
    "联系电话",
    "联系方式",
    "电话号码",
    "所在地区",
    "详细地址",
    "收货地址",
    "收件地址",
    "收货人",
    "收件人",
    "手机号",
    "省市区",
    "姓名",
    "手机",
    "电话",
    "地区",
    "地址",
    "Recipient",
    "Address",
    "Region",
    "Street",
    "Phone",
    "Name",
    "Tel",
];

/// How an address piece ends that is surely no name.
const STREET_ENDS: &str = "路街道巷号楼室村组镇乡区县市栋层院弄幢单元";

/// Takes a pasted text apart.
#[must_use]
pub fn parse_pasted(text: &str, regions: &dyn RegionDirectory) -> PastedAddress {
    let plain: String =
        text.chars().take(PASTED_CHARS_MAX).map(half_width).map(|c| if c.is_control() { '\n' } else { c }).collect();
    let (phone, rest) = take_phone(&plain);
    let pieces = pieces(&rest);
    let (before, region, after) = match find_region(&pieces, regions) {
        Some(found) => found,
        None => (Vec::new(), Vec::new(), pieces),
    };
    let (recipient, street) = part(before, after, region.is_empty());
    PastedAddress { recipient, phone, region, street }
}

/// The first phone number, and the text with a gap in its place.
fn take_phone(text: &str) -> (Option<String>, String) {
    let mut previous = ' ';
    for (start, c) in text.char_indices() {
        let begins = (c.is_ascii_digit() && !previous.is_ascii_digit() && previous != '+') || c == '+';
        previous = c;
        if !begins {
            continue;
        }
        let Some((number, end)) = phone_at(text.get(start..).unwrap_or_default(), c == '+') else { continue };
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(start + end..).unwrap_or_default();
        return (Some(number), format!("{before}\n{after}"));
    }
    (None, text.to_owned())
}

/// The number at the start of the text and where it ends. Foreign numbers have no fixed length: there the longest counts.
fn phone_at(text: &str, is_international: bool) -> Option<(String, usize)> {
    let mut found = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let belongs = c.is_ascii_digit() || (at == 0 && c == '+') || matches!(c, ' ' | '-');
        if !belongs || at > 24 {
            break;
        }
        let end = at + c.len_utf8();
        let at_boundary = c.is_ascii_digit() && characters.peek().is_none_or(|(_, next)| !next.is_ascii_digit());
        if !at_boundary {
            continue;
        }
        if let Ok(number) = phone(text.get(..end).unwrap_or_default()) {
            found = Some((number, end));
            if !is_international {
                break;
            }
        }
    }
    found
}

fn pieces(text: &str) -> Vec<String> {
    let mut unlabelled = text.to_owned();
    for label in LABELS {
        for written in [label.to_owned(), label.to_lowercase()] {
            unlabelled = unlabelled.replace(&format!("{written}:"), "\n");
        }
    }
    unlabelled
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '|' | '\n'))
        .map(|piece| piece.trim_matches([':', '.', '"', '"', '(', ')']).to_owned())
        .filter(|piece| !piece.is_empty() && !LABELS.contains(&piece.as_str()))
        .collect()
}

/// What stands before the region, the region, and what stands after it.
type Found = (Vec<String>, Vec<Region>, Vec<String>);

/// The first province of the text, or else its first city, and from there down as far as the names go.
fn find_region(pieces: &[String], regions: &dyn RegionDirectory) -> Option<Found> {
    let provinces = regions.children("");
    let starts = provinces.iter().map(|province| vec![province.clone()]);
    find_start(pieces, starts, regions).or_else(|| {
        let cities = provinces.iter().flat_map(|province| {
            let cities = regions.children(&province.code).into_iter().filter(|city| !is_placeholder(&city.name));
            cities.map(|city| vec![province.clone(), city])
        });
        find_start(pieces, cities, regions)
    })
}

/// A full name may stand anywhere in a piece; a short one only at its beginning, since 海南 is also somebody's first name.
fn find_start(pieces: &[String], starts: impl Iterator<Item = Vec<Region>>, regions: &dyn RegionDirectory) -> Option<Found> {
    let mut best: Option<(usize, usize, usize, Vec<Region>)> = None;
    for path in starts {
        let Some(last) = path.last() else { continue };
        for (index, name) in
            pieces.iter().enumerate().flat_map(|(i, _)| written(&last.name, true).into_iter().map(move |n| (i, n)))
        {
            let piece = pieces.get(index).map_or("", String::as_str);
            let Some(at) = piece.find(&name).filter(|at| *at == 0 || name == last.name) else { continue };
            let is_better = best
                .as_ref()
                .is_none_or(|(i, a, length, _)| (index, at) < (*i, *a) || ((index, at) == (*i, *a) && name.len() > *length));
            if is_better {
                best = Some((index, at, name.len(), path.clone()));
            }
        }
    }
    let (index, at, length, mut path) = best?;
    let piece = pieces.get(index)?;
    let mut before: Vec<String> = pieces.iter().take(index).cloned().collect();
    before.extend(piece.get(..at).filter(|name| !name.is_empty()).map(str::to_owned));
    let mut rest: Vec<String> = vec![piece.get(at + length..).unwrap_or_default().to_owned()];
    rest.extend(pieces.iter().skip(index + 1).cloned());
    descend(&mut path, &mut rest, regions);
    Some((before, path, rest.into_iter().filter(|piece| !piece.is_empty()).collect()))
}

/// Follows the names downwards. A level that the text leaves out is passed where the one below it is named in full.
fn descend(path: &mut Vec<Region>, rest: &mut Vec<String>, regions: &dyn RegionDirectory) {
    while let Some(last) = path.last().cloned() {
        rest.retain(|piece| !piece.is_empty());
        // 北京市北京市朝阳区: a name that is written twice counts once.
        let children = regions.children(&last.code);
        let Some(first) = rest.first_mut() else { return };
        // Of two names that fit, the longer one is meant: 龙河镇 begins 龙河镇青色草原种畜场.
        let direct = children
            .iter()
            .filter(|child| !is_placeholder(&child.name))
            .filter_map(|child| Some((vec![child.clone()], starts_with(first, &child.name, child.code.len() <= 4)?)))
            .min_by_key(|(_, after)| after.len());
        let step = direct
            .or_else(|| {
                let passed = |child: &Region| {
                    regions
                        .children(&child.code)
                        .into_iter()
                        .filter_map(|below| Some((vec![child.clone(), below.clone()], starts_with(first, &below.name, false)?)))
                        .min_by_key(|(_, after)| after.len())
                };
                children.iter().filter_map(passed).min_by_key(|(_, after)| after.len())
            })
            .or_else(|| starts_with(first, &last.name, false).map(|after| (Vec::new(), after)));
        let Some((found, after)) = step else { return };
        *first = after.trim_start_matches(['-', '/', '·']).to_owned();
        path.extend(found);
        if path.last().is_some_and(|region| region.name.ends_with("街道")) {
            *first = first.trim_start_matches("办事处").to_owned();
        }
    }
}

/// The text after the name; both with plain brackets, as the text has them already.
fn starts_with(text: &str, name: &str, with_short: bool) -> Option<String> {
    let name: String = name.chars().map(half_width).collect();
    written(&name, with_short).iter().find_map(|written| text.strip_prefix(written.as_str())).map(str::to_owned)
}

/// The name and the street out of what stands around the region.
fn part(before: Vec<String>, mut after: Vec<String>, is_first_name: bool) -> (Option<String>, String) {
    let name = |text: String| clean_line(text.trim_end_matches('收').trim_end_matches('('), NAME_CHARS_MAX).ok();
    if !before.is_empty() {
        return (name(before.join(" ")), after.join(" "));
    }
    let position = if is_first_name {
        after.iter().position(|piece| is_name(piece))
    } else {
        after.iter().rposition(|piece| is_name(piece))
    };
    match position {
        Some(position) if after.len() > 1 => {
            let found = after.remove(position);
            (name(found), after.join(" "))
        }
        _ => (None, after.join(" ")),
    }
}

fn is_name(piece: &str) -> bool {
    let characters = piece.chars().count();
    (2..=20).contains(&characters)
        && piece.chars().all(|c| c.is_alphabetic() || matches!(c, '·' | '\'' | '-'))
        && !piece.chars().last().is_some_and(|last| STREET_ENDS.contains(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::sample::SampleRegions;

    fn read(text: &str) -> (String, String, String, String) {
        let pasted = parse_pasted(text, &SampleRegions);
        let code = pasted.region.last().map(|region| region.code.clone()).unwrap_or_default();
        (pasted.recipient.unwrap_or_default(), pasted.phone.unwrap_or_default(), code, pasted.street)
    }

    fn is(name: &str, phone: &str, code: &str, street: &str) -> (String, String, String, String) {
        (name.into(), phone.into(), code.into(), street.into())
    }

    #[test]
    fn addresses_are_read_in_the_ways_in_which_they_are_pasted() {
        let full = is("张三", "+8613800138000", "433123100", "虹桥路1号");
        for text in [
            "张三 13800138000 湖南省湘西土家族苗族自治州凤凰县沱江镇虹桥路1号",
            "张三，13800138000，湖南省湘西土家族苗族自治州凤凰县沱江镇虹桥路1号",
            "张三13800138000湖南省湘西土家族苗族自治州凤凰县沱江镇虹桥路1号",
            "湖南省湘西土家族苗族自治州凤凰县沱江镇虹桥路1号 张三 13800138000",
            "湖南 湘西 凤凰县 沱江镇 虹桥路1号，张三，+86 138-0013-8000",
            "湖南湘西州凤凰县沱江镇虹桥路１号 张三收 １３８００１３８０００",
            "湖南省凤凰县沱江镇虹桥路1号 张三 138 0013 8000",
            "湘西土家族苗族自治州凤凰县沱江镇虹桥路1号 张三 13800138000",
            "收货人：张三\n手机号码：13800138000\n所在地区：湖南省湘西土家族苗族自治州凤凰县沱江镇\n详细地址：虹桥路1号",
            "收件人: 张三; 电话: 13800138000; 地址: 湖南省湘西州凤凰县沱江镇虹桥路1号",
        ] {
            assert_eq!(read(text), full, "{text}");
        }
    }

    #[test]
    fn levels_that_a_place_does_not_have_are_no_obstacle() {
        assert_eq!(
            read("李四 0743-8221234 北京市北京市朝阳区三里屯街道办事处工体北路8号"),
            is("李四", "0743-8221234", "110105004", "工体北路8号")
        );
        assert_eq!(read("北京市朝阳区三里屯街道工体北路8号"), is("", "", "110105004", "工体北路8号"));
        assert_eq!(read("王五 13900139000 广东省东莞市石碣镇崇焕路2号"), is("王五", "+8613900139000", "441900101", "崇焕路2号"));
        assert_eq!(read("湖北省仙桃市沙嘴街道1号"), is("", "", "429004001", "1号"));
        assert_eq!(read("杭州市西湖区北山街道宝石路 Ana Lin 13800138000").2, "330106002");
    }

    #[test]
    fn what_is_not_there_stays_empty() {
        assert_eq!(read("张海南 13800138000 湖南省长沙市岳麓区麓山南路"), is("张海南", "+8613800138000", "430104", "麓山南路"));
        assert_eq!(read("张三 13800138000"), is("", "+8613800138000", "", "张三"));
        assert_eq!(read("张三 虹桥路1号"), is("张三", "", "", "虹桥路1号"));
        assert_eq!(read(""), is("", "", "", ""));
        assert_eq!(read("🐷\0\u{202E}"), is("", "", "", "🐷 \u{202E}"));
        assert_eq!(read(&"湖南".repeat(10_000)).2, "43");
    }
}
