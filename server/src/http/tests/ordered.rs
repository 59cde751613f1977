//! By what a list is ordered: below each of the goods, or once at its head.

use super::restocked::{BEST, write};
use super::{BROWSER, House, OTHER};
use app_kit::routes;
use http::header;

const NEWEST: &str = "The newest come first, and nothing else counts.";
const NEWEST_OF_EACH: &str = "The newest come first, at most 2 of each shop before the rest";
const MOST_BOUGHT: &str = "What most different people bought in 30 days comes first, one listing of each shop.";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_whose_goods_do_not_say_why_they_are_there_says_it_at_its_head() {
    let house = House::open().await;
    let tea = house.kit.listing(&house.staff).title("Green tea").create().await.listing;
    for scope in ["", "other"] {
        write(&house, BEST, vec![scope.into(), tea.uuid().into()]).await;
    }
    house.settle().await;
    let said: [(&str, &[&str]); 4] =
        [("/", &[NEWEST_OF_EACH, MOST_BOUGHT]), ("/c", &[NEWEST]), ("/s/danqing", &[NEWEST]), (OTHER, &[MOST_BOUGHT])];
    for (path, said) in said {
        let page = house.page(path).await;
        for sentence in [NEWEST, NEWEST_OF_EACH, MOST_BOUGHT] {
            assert_eq!(page.contains(sentence), said.contains(&sentence), "{path}: {sentence}");
        }
        assert_eq!(page.contains("<details class=\"why\">"), path == OTHER, "{path}: only what is ranked has reasons of its own");
    }
    let chinese = [(header::USER_AGENT, BROWSER), (header::ACCEPT_LANGUAGE, "zh")];
    let (_, _, home) = house.ask_as("/", &chinese).await;
    assert!(home.contains("每家店先放至多 2 件") && home.contains("按近 30 天内不同买家的人数排列"), "{home}");
    let rules = house.page(routes::RULES).await;
    for rule in ["ranking", "best_seller_buyers"] {
        assert!(home.contains(&format!("href=\"/rules#{rule}\"")) && rules.contains(&format!("id=\"{rule}\"")), "{rule}");
    }
    assert!(rules.contains("say at their head by what they are ordered"));
}
