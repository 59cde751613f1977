//! What stands before an amount to be typed is the sign of what the market settles in.

use super::House;
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::kernel::Currency;
use market::testkit::TestMarket;

#[tokio::test(flavor = "multi_thread")]
async fn a_sellers_forms_ask_for_prices_in_the_currency_of_the_market() {
    for (currency, english, chinese) in [(Currency::Usd, "US$", "US$"), (Currency::Eur, "€", "€"), (Currency::Cny, "CN¥", "¥")]
    {
        let house = House::around(TestMarket::sqlite().await.settling_in(currency), |search| search).await;
        let owner = house.kit.person("Rosy").create().await;
        house.kit.shop("rosy", &owner).approved().create().await;
        // Of goods: the price, and the packaging. Of freight: what comes first, what comes on top, and from when it is free.
        for (rest, fields) in [("listings/new", 2), ("settings/freight/new", 3)] {
            for (lang, sign) in [(Language::En, english), (Language::Zh, chinese)] {
                let browser = house.browser(&owner).await.reading(lang);
                let answered = browser.get(&routes::sell("rosy", rest)).await;
                assert_eq!(answered.status, StatusCode::OK, "{rest}");
                let signs = answered.page.matches(&format!("<span>{sign}")).count();
                assert_eq!(signs, fields, "{rest} in {currency:?}, {lang:?}");
                assert!(currency == Currency::Cny || !answered.page.contains('¥'), "{rest}");
            }
        }
    }
}
