//! The provinces by their codes, as people call them.

use market::account::Language;

/// Code, English, Chinese; in the order of the codes, which is the one that people here know from forms.
const NAMES: [(&str, &str, &str); 34] = [
    ("11", "Beijing", "北京"),
    ("12", "Tianjin", "天津"),
    ("13", "Hebei", "河北"),
    ("14", "Shanxi", "山西"),
    ("15", "Inner Mongolia", "内蒙古"),
    ("21", "Liaoning", "辽宁"),
    ("22", "Jilin", "吉林"),
    ("23", "Heilongjiang", "黑龙江"),
    ("31", "Shanghai", "上海"),
    ("32", "Jiangsu", "江苏"),
    ("33", "Zhejiang", "浙江"),
    ("34", "Anhui", "安徽"),
    ("35", "Fujian", "福建"),
    ("36", "Jiangxi", "江西"),
    ("37", "Shandong", "山东"),
    ("41", "Henan", "河南"),
    ("42", "Hubei", "湖北"),
    ("43", "Hunan", "湖南"),
    ("44", "Guangdong", "广东"),
    ("45", "Guangxi", "广西"),
    ("46", "Hainan", "海南"),
    ("50", "Chongqing", "重庆"),
    ("51", "Sichuan", "四川"),
    ("52", "Guizhou", "贵州"),
    ("53", "Yunnan", "云南"),
    ("54", "Tibet", "西藏"),
    ("61", "Shaanxi", "陕西"),
    ("62", "Gansu", "甘肃"),
    ("63", "Qinghai", "青海"),
    ("64", "Ningxia", "宁夏"),
    ("65", "Xinjiang", "新疆"),
    ("71", "Taiwan", "台湾"),
    ("81", "Hong Kong", "香港"),
    ("82", "Macao", "澳门"),
];

/// A province's name; the code itself for one that is unknown.
#[must_use]
pub fn province(code: &str, lang: Language) -> &str {
    NAMES.iter().find(|(known, ..)| *known == code).map_or(code, |(_, english, chinese)| match lang {
        Language::En => english,
        Language::Zh => chinese,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_province_of_the_freight_rules_has_its_names() {
        let codes: Vec<&str> = NAMES.iter().map(|(code, ..)| *code).collect();
        assert_eq!(codes, market::pricing::rules::PROVINCES);
        assert_eq!(province("43", Language::Zh), "湖南");
        assert_eq!(province("99", Language::En), "99");
    }
}
