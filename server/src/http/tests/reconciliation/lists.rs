//! What stands on the page: every list with its rows, in both languages, and the calm page where both sides say the same.

use super::{Books, PATH};
use crate::http::tests::client::Form;
use crate::http::tests::world::World;
use app_kit::Say;
use app_kit::format::money;
use http::StatusCode;
use market::account::Language;
use market::kernel::{Currency, Money};
use market::testkit::PROVIDER;

/// A title or a reason, in English and in Chinese.
type Words = (&'static str, &'static str);

/// The titles of the lists and of their columns' reasons.
const TITLES: [Words; 14] = [
    ("Refunds that are stuck, the oldest first", "受阻的退款，最早的在前"),
    ("Differences, the oldest first", "不一致，最早的在前"),
    ("only in the statement", "仅账单中有"),
    ("only in our books", "仅账簿中有"),
    ("A dispute or a correction", "争议或调整"),
    ("Told, and not booked", "渠道已告知、未入账"),
    ("The provider told one more amount that was not asked for", "渠道又告知了一笔与应付不符的金额"),
    ("The provider told an impossible amount", "渠道告知的金额不可能存在"),
    ("The provider told a currency that the market does not know", "渠道告知的币种平台不支持"),
    ("Money in suspense", "挂账款项"),
    ("Another amount than was asked for", "金额与应付不符"),
    ("In another currency than was asked for", "币种与应付不符"),
    ("Belongs to no payment of ours", "不属于任何订单付款"),
    ("2 lines agree with the books", "2 笔与账簿相符"),
];

/// What stands in the rows, whatever the language: ids of ours, and the provider's own.
fn ids(books: &Books) -> Vec<String> {
    let ours = [books.short, books.untrue, books.dollars, books.yuan, books.desk].map(|payment| payment.to_string());
    let theirs = ["txn_untrue pi_txn_untrue", "txn_desk pi_txn_desk", "txn_dispute pi_txn_dispute"];
    let words = ["pi_txn_nobody", "sandbox e_more", "sandbox e_nothing", "sandbox e_strange", "the card is closed"];
    let numbers = [books.stuck_number.clone(), books.desk_number.clone()];
    ours.into_iter().chain(theirs.into_iter().chain(words).map(str::to_owned)).chain(numbers).collect()
}

/// What can be done about the rows, each with its sum.
fn deeds(books: &Books, lang: Language) -> Vec<String> {
    let told = |amount| money(amount, lang);
    let (short, dollars) = (told(Money::fen(901)), told(Money::new(1_258, Currency::Usd)));
    let (total, number) = (told(Money::fen(books.total)), &books.desk_number);
    match lang {
        Language::En => vec![
            format!("Give {short} back"),
            format!("Give {dollars} back"),
            format!("Let the statement count: {total}"),
            format!("Take it into the books for order {number}"),
            format!("Order {}", books.stuck_number),
            "This is the refund of order".to_owned(),
            "It was looked into".to_owned(),
            "It is explained".to_owned(),
            "Ask the provider again".to_owned(),
            "It was transferred by hand".to_owned(),
            "HKD 5 (in its smallest unit)".to_owned(),
            "2 h".to_owned(),
        ],
        Language::Zh => vec![
            format!("退还 {short}"),
            format!("退还 {dollars}"),
            format!("以账单为准：{total}"),
            format!("记入订单 {number}"),
            format!("订单 {}", books.stuck_number),
            "这就是订单".to_owned(),
            "已核实".to_owned(),
            "原因已查明".to_owned(),
            "重新向渠道申请".to_owned(),
            "已人工转账".to_owned(),
            "HKD 5（最小货币单位）".to_owned(),
            "2 小时".to_owned(),
        ],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fits_nowhere_stands_in_its_list() {
    let books = Books::open().await;
    let differences = books.seen().await.differences.len();
    for lang in [Language::En, Language::Zh] {
        let operator = books.world.house.browser(&books.world.olga).await.reading(lang);
        let answered = operator.get(PATH).await;
        assert_eq!(answered.status, StatusCode::OK);
        let page = answered.page;
        let counted = match lang {
            Language::En => format!("{differences} differences"),
            Language::Zh => format!("{differences} 处不一致"),
        };
        let titles = TITLES.map(|(english, chinese)| lang.say(english, chinese).to_owned());
        for words in titles.into_iter().chain(ids(&books)).chain(deeds(&books, lang)).chain([counted]) {
            assert!(page.contains(&words), "{lang:?}: {words}");
        }
        // What names a row is short and stands on one line: a form in it would lie over the cells beside it.
        let names: Vec<&str> = page.split("<th scope=\"row\">").skip(1).filter_map(|rest| rest.split("</th>").next()).collect();
        assert!(!names.is_empty() && names.iter().all(|name| !name.contains("<form")), "{lang:?}: {names:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_offers_what_can_be_done_about_it_and_nothing_else() {
    let books = Books::open().await;
    let operator = books.world.house.browser(&books.world.olga).await;
    let page = operator.get(PATH).await.page;
    let offers = |subject: &str| {
        let deeds = [
            "give-back",
            "correct",
            "give-back-foreign",
            "correct-foreign",
            "note",
            "retry",
            "by-hand",
            "take",
            "tie",
            "explain",
        ];
        let marks = |then: &str| [format!("value=\"{subject}\""), format!("value=\"{then}\"")];
        let is_offered = |then: &&str| Form::on(&page, &marks(then).each_ref().map(String::as_str)).is_some();
        deeds.into_iter().filter(is_offered).collect::<Vec<_>>()
    };
    for (subject, expected) in [
        (books.short.to_string(), vec!["give-back"]),
        (books.untrue.to_string(), vec!["give-back", "correct"]),
        (books.dollars.to_string(), vec!["give-back-foreign"]),
        (books.yuan.to_string(), vec!["give-back-foreign", "correct-foreign"]),
        ("sandbox.e_more".to_owned(), vec!["note"]),
        (books.stuck[0].to_string(), vec!["retry", "by-hand"]),
        (format!("{}.txn_desk", books.desk_order), vec!["take"]),
        (format!("{}.txn_tied", books.tied), vec!["tie"]),
        ("sandbox.line.txn_dispute".to_owned(), vec!["explain"]),
        ("sandbox.line.txn_fee".to_owned(), vec![]),
        ("all.txn_dispute".to_owned(), vec![]),
    ] {
        assert_eq!(offers(&subject), expected, "{subject}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_on_which_nothing_lies_says_so() {
    let world = World::open().await;
    let house = &world.house;
    let pages = async || {
        let english = house.browser(&world.olga).await.get(PATH).await.page;
        [english, house.browser(&world.olga).await.reading(Language::Zh).get(PATH).await.page]
    };
    let [english, chinese] = pages().await;
    let unread = ("The statement of sandbox was not read yet", "尚未读取 sandbox 的账单");
    let same = ("The provider and the books say the same", "渠道账单与账簿一致");
    assert!(english.contains(unread.0) && chinese.contains(unread.1));
    assert!(!english.contains(same.0) && !chinese.contains(same.1), "nobody knows yet");
    house.kit.states(PROVIDER, &[]).await;
    let [english, chinese] = pages().await;
    assert!(english.contains(same.0) && chinese.contains(same.1));
    for list in ["id=\"stuck\"", "id=\"differences\"", "id=\"unbooked\"", "id=\"suspense\""] {
        assert!(!english.contains(list), "{list}");
    }
}
