//! What an operator lets goods say, what they say, and how it reaches whoever keeps something made from it, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use market::account::Operator;
use market::attribute::commands::save_attribute;
use market::attribute::queries::{attribute_of, attributes, terms_of};
use market::attribute::rules::form_of as definition_of;
use market::attribute::{
    AttributeError, AttributeFieldError, AttributeId, SaveAttribute, SaveAttributeRefusal, ShownValue, SlugError, TypedAttribute,
};
use market::catalog::commands::{publish_listing, rename_category, save_listing, seed_categories, tell_category};
use market::catalog::queries::{categories, listing_for_edit, listing_page};
use market::catalog::rules::{PublishRefusal, default_tree, form_of};
use market::catalog::{CategoryId, ListingFieldError, ListingId, SaveListing, SaveListingRefusal};
use market::change::Subject;
use market::change::queries::since;
use market::db_test;
use market::discovery::queries::product;
use market::kernel::{Problem, Span};
use market::outbox::Job;
use market::outbox::commands::take_jobs;
use market::shop::ShopStaff;
use market::testkit::TestMarket;

struct Here {
    operator: Operator,
    staff: ShopStaff,
    food: CategoryId,
    pork: CategoryId,
    flavour: AttributeId,
}

fn flavours(choices: &str) -> SaveAttribute {
    let text = |text: &str| text.to_owned();
    SaveAttribute {
        slug: text("flavour"),
        kind: text("choice"),
        name_en: text("Flavour"),
        name_zh: text("口味"),
        choices: text(choices),
        is_filter: true,
        is_required: true,
        ..SaveAttribute::default()
    }
}

fn months() -> SaveAttribute {
    let text = |text: &str| text.to_owned();
    SaveAttribute {
        slug: text("keeps"),
        kind: text("number"),
        name_en: text("Keeps for"),
        name_zh: text("保存期"),
        unit_en: text("months"),
        unit_zh: text("个月"),
        decimals: text("1"),
        bands: text("3, 12"),
        is_filter: true,
        ..SaveAttribute::default()
    }
}

/// A market whose food has a flavour.
async fn here(kit: &TestMarket) -> Here {
    seed_categories(&kit.market, &default_tree()).await.unwrap();
    let tree = categories(&kit.market).await.unwrap();
    let id = |slug: &str| tree.iter().find(|category| category.slug == slug).unwrap().id;
    let operator = kit.operator().await;
    let owner = kit.person("Ana").create().await;
    let staff = kit.shop("danqing", &owner).create().await;
    let flavour = AttributeId::mint(kit.market.now());
    let (food, pork) = (id("food"), id("salted-pork"));
    let form = flavours("smoked | Smoked | 烟熏\nplain | Plain | 原味");
    save_attribute(&kit.market, &operator, (food, flavour), &form).await.unwrap();
    Here { operator, staff, food, pork, flavour }
}

/// The form's value of a choice of the flavour.
async fn choice(kit: &TestMarket, here: &Here, slug: &str) -> String {
    let flavour = attribute_of(&kit.market, here.flavour).await.unwrap().unwrap();
    flavour.choices.iter().find(|choice| choice.slug == slug).unwrap().id.to_string()
}

async fn reopen(kit: &TestMarket, here: &Here, listing: ListingId) -> SaveListing {
    form_of(&listing_for_edit(&kit.market, &here.staff, listing).await.unwrap().unwrap())
}

db_test!(
    async fn goods_say_what_their_category_and_those_above_it_ask(kit) {
        let here = here(&kit).await;
        let keeps = AttributeId::mint(kit.market.now());
        save_attribute(&kit.market, &here.operator, (here.pork, keeps), &months()).await.unwrap();
        let smoked = choice(&kit, &here, "smoked").await;
        let pork = kit.listing(&here.staff).category(here.pork).says(here.flavour, &smoked).says(keeps, "4.5").create().await;
        let terms = terms_of(&kit.market, &[pork.listing]).await.unwrap();
        assert_eq!(terms[&pork.listing], ["flavour.smoked", "keeps.30"]);
        let shown = product(&kit.market, pork.listing).await.unwrap().unwrap().listing.attributes;
        assert_eq!(shown, listing_page(&kit.market, pork.listing).await.unwrap().unwrap().attributes, "both ways to read it");
        assert_eq!(shown.iter().map(|said| said.name_zh.as_str()).collect::<Vec<_>>(), ["口味", "保存期"], "from the top down");
        assert!(matches!(&shown[1].value, ShownValue::Number { amount: 45, steps: 10, unit_en, .. } if unit_en == "months"));

        let mut form = reopen(&kit, &here, pork.listing).await;
        assert_eq!(form.attributes.len(), 2);
        form.category = None;
        save_listing(&kit.market, &here.staff, &form).await.unwrap();
        assert!(terms_of(&kit.market, &[pork.listing]).await.unwrap().is_empty(), "another category asks for nothing of it");
    }
);

db_test!(
    async fn what_must_be_said_is_asked_for_before_buyers_see_it(kit) {
        let here = here(&kit).await;
        let draft = kit.listing(&here.staff).category(here.pork).draft().create().await;
        let refused = publish_listing(&kit.market, &here.staff, draft.listing).await;
        assert!(matches!(refused, Err(Problem::Refused(PublishRefusal::NotSaid(id))) if id == here.flavour), "{refused:?}");
        let mut form = reopen(&kit, &here, draft.listing).await;
        form.attributes = vec![TypedAttribute { attribute: here.flavour, value: choice(&kit, &here, "plain").await }];
        let saved = save_listing(&kit.market, &here.staff, &form).await.unwrap();
        assert_eq!(save_listing(&kit.market, &here.staff, &form).await.unwrap(), saved, "the same form once more");
        publish_listing(&kit.market, &here.staff, draft.listing).await.unwrap();

        let mut form = reopen(&kit, &here, draft.listing).await;
        for (value, error) in [("", AttributeError::Missing), ("atc_nothing", AttributeError::NotOffered)] {
            form.attributes[0].value = value.to_owned();
            let Err(Problem::Refused(SaveListingRefusal::Fields(errors))) = save_listing(&kit.market, &here.staff, &form).await
            else {
                panic!("{value:?} was taken")
            };
            assert_eq!(errors, [ListingFieldError::Attribute(here.flavour, error)]);
        }
    }
);

db_test!(
    async fn a_choice_that_is_taken_away_stays_with_goods_that_have_it(kit) {
        let here = here(&kit).await;
        let plain = choice(&kit, &here, "plain").await;
        let pork = kit.listing(&here.staff).category(here.pork).says(here.flavour, &plain).create().await;
        let known = attribute_of(&kit.market, here.flavour).await.unwrap().unwrap();
        let form = SaveAttribute { choices: "smoked | Smoked | 烟熏\nhot | Hot | 香辣".to_owned(), ..definition_of(&known) };
        save_attribute(&kit.market, &here.operator, (here.food, here.flavour), &form).await.unwrap();

        let shown = listing_page(&kit.market, pork.listing).await.unwrap().unwrap().attributes;
        assert!(matches!(&shown[0].value, ShownValue::Choice { name_zh, .. } if name_zh == "原味"));
        let mut form = reopen(&kit, &here, pork.listing).await;
        form.title = "Ham".to_owned();
        save_listing(&kit.market, &here.staff, &form).await.unwrap();
        let late = kit.listing(&here.staff).category(here.pork).draft().create().await;
        let mut form = reopen(&kit, &here, late.listing).await;
        form.attributes = vec![TypedAttribute { attribute: here.flavour, value: plain.clone() }];
        assert!(save_listing(&kit.market, &here.staff, &form).await.is_err(), "nobody takes it anew");

        let known = attribute_of(&kit.market, here.flavour).await.unwrap().unwrap();
        let form = SaveAttribute { choices: "plain | Natural | 本味".to_owned(), ..definition_of(&known) };
        save_attribute(&kit.market, &here.operator, (here.food, here.flavour), &form).await.unwrap();
        assert_eq!(choice(&kit, &here, "plain").await, plain, "it is the same one when it comes back");
    }
);

db_test!(
    async fn an_operators_form_is_kept_once_and_compared_with_what_was_seen(kit) {
        let here = here(&kit).await;
        let place = (here.food, here.flavour);
        let first = flavours("smoked | Smoked | 烟熏\nplain | Plain | 原味");
        save_attribute(&kit.market, &here.operator, place, &first).await.unwrap();
        let known = attribute_of(&kit.market, here.flavour).await.unwrap().unwrap();
        assert_eq!(known.version, 1, "the same form twice is one attribute");
        let seen = definition_of(&known);
        let renamed = SaveAttribute { name_en: "Taste".to_owned(), ..seen.clone() };
        for _ in 0..2 {
            save_attribute(&kit.market, &here.operator, place, &renamed).await.unwrap();
        }
        let late = SaveAttribute { name_en: "Savour".to_owned(), ..seen };
        let refused = save_attribute(&kit.market, &here.operator, place, &late).await;
        assert!(matches!(refused, Err(Problem::Refused(SaveAttributeRefusal::ChangedMeanwhile))), "{refused:?}");
        let twin = save_attribute(&kit.market, &here.operator, (here.pork, AttributeId::mint(kit.market.now())), &first).await;
        let taken = vec![AttributeFieldError::Slug(SlugError::Taken)];
        assert!(matches!(twin, Err(Problem::Refused(SaveAttributeRefusal::Fields(errors))) if errors == taken));
        let elsewhere = save_attribute(&kit.market, &here.operator, (here.pork, here.flavour), &renamed).await;
        assert!(matches!(elsewhere, Err(Problem::NotFound)));
        assert_eq!(attributes(&kit.market).await.unwrap().all().len(), 1);
        assert_eq!(attributes(&kit.market).await.unwrap().all()[0].name_en, "Taste");
    }
);

/// Does the jobs that tell of goods, one step after the other; says how many steps there were.
async fn tell_all(kit: &TestMarket) -> usize {
    let mut steps = 0;
    loop {
        let jobs = take_jobs(&kit.market, 100).await.unwrap();
        let telling: Vec<_> = jobs.iter().filter(|taken| matches!(taken.job, Job::TellCategory { .. })).collect();
        if telling.is_empty() {
            return steps;
        }
        for taken in telling {
            let Job::TellCategory { path, after } = &taken.job else { continue };
            // A worker may die behind the step and before it says so.
            for _ in 0..2 {
                tell_category(&kit.market, taken.id, path, *after).await.unwrap();
            }
            steps += 1;
        }
        kit.clock.advance(Span::seconds(2));
    }
}

async fn told_of(kit: &TestMarket, from: usize) -> Vec<Subject> {
    let changes = since(&kit.market, 0, 1_000).await.unwrap().changes;
    changes.into_iter().skip(from).map(|change| change.subject).collect()
}

db_test!(
    async fn a_category_with_another_name_is_told_with_all_its_goods_once(kit) {
        let here = here(&kit).await;
        let smoked = choice(&kit, &here, "smoked").await;
        let mut goods = Vec::new();
        for _ in 0..3 {
            kit.clock.advance(Span::seconds(1));
            goods.push(kit.listing(&here.staff).category(here.pork).says(here.flavour, &smoked).create().await.listing);
        }
        let other = kit.listing(&here.staff).create().await.listing;
        tell_all(&kit).await;
        let from = since(&kit.market, 0, 1_000).await.unwrap().changes.len();
        rename_category(&kit.market, &here.operator, here.food, ["Mountain food", "山里吃的"]).await.unwrap();
        assert_eq!(told_of(&kit, from).await, [Subject::Market], "pages are drawn anew at once");
        rename_category(&kit.market, &here.operator, here.food, ["Mountain food", "山里吃的"]).await.unwrap();
        let steps = tell_all(&kit).await;
        let below = categories(&kit.market).await.unwrap().iter().filter(|one| one.path.split('/').next() == Some("food")).count();
        assert_eq!(steps, below, "one step for each category of so few goods");
        let told = told_of(&kit, from).await;
        for listing in goods {
            assert_eq!(told.iter().filter(|subject| **subject == Subject::Listing(listing)).count(), 1);
        }
        assert!(!told.contains(&Subject::Listing(other)), "what stands elsewhere is left alone");
        let empty = rename_category(&kit.market, &here.operator, here.food, ["", "x"]).await;
        assert!(matches!(empty, Err(Problem::Refused(_))));
    }
);
