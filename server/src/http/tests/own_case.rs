//! An operator in a case of their own: the page says why nothing is done, and keeps what was typed.

use super::client::Form;
use super::world::World;
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::shop::Role;

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_of_the_shop_is_told_that_another_one_has_to_judge() {
    let world = World::open().await;
    world.house.kit.hire(world.staff.shop(), &world.olga, Role::Packing).await;
    let path = routes::admin_case(&world.disputed().await.to_string());
    let sentences = ["You are a party of this case", "您是本案当事人"];
    for (lang, sentence) in [Language::En, Language::Zh].into_iter().zip(sentences) {
        let [_, _, olga] = world.browsers().await;
        let olga = olga.reading(lang);
        let page = olga.get(&path).await.page;
        let decide = Form::on(&page, &["value=\"decide\""]).expect("a form").with("then", "decide").with("amount", "1.00");
        let words = Form::on(&page, &["multipart/form-data"]).expect("a form").in_parts().with("words", "I am here.");
        for (form, typed) in [(decide.with("why", "As I like."), "As I like."), (words, "I am here.")] {
            let refused = olga.send(&form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(refused.page.contains(sentence) && refused.page.contains(typed), "{typed}");
        }
    }
}
