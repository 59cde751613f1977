//! Opens the demo's shops, each by its owner, and lets the operator decide about who is behind them.

use super::goods::{SHOPS, Shop};
use super::stable::stable;
use super::{Seed, Wrong};
use market::kernel::{PageRequest, Span, Timestamp};
use market::pricing::{FreightTemplateId, SaveTemplate, TypedZone};
use market::shop::commands::{
    ResubmitIdentity, approve_identity, look_at_identity, open_shop, reject_identity, resubmit_identity, take_on_staff,
};
use market::shop::rules::{bank_card, id_number};
use market::shop::{IdentityId, OpenShop, Role, ShopId, ShopStaff, TypedIdentity, TypedProfile, queries};
use market::{catalog, pricing};

/// When the market began.
pub const FIRST_DAY: Span = Span::days(70);

/// What the operator thinks of who is behind a shop.
enum Decision {
    Approve,
    Reject(&'static str),
    /// Rejected with this reason, and submitted again yesterday.
    WaitAgain(&'static str),
}

/// What [`Shop`] does not say: who owns it, since when, and who is behind it.
struct Opening {
    handle: &'static str,
    owner: &'static str,
    days_ago: i64,
    legal_name: &'static str,
    birthday: &'static str,
    decision: Decision,
    staff: &'static [(&'static str, Role)],
}

const OPENINGS: &[Opening] = &[
    Opening {
        handle: "danqing",
        owner: "teacher",
        days_ago: 60,
        legal_name: "田丹青",
        birthday: "19880412",
        decision: Decision::Approve,
        staff: &[("packer", Role::Packing), ("bookkeeper", Role::Money)],
    },
    Opening {
        handle: "rosy",
        owner: "tailor",
        days_ago: 45,
        legal_name: "周文",
        birthday: "19770923",
        decision: Decision::Approve,
        staff: &[],
    },
    Opening {
        handle: "qinglan-tea",
        owner: "tea-sister",
        days_ago: 38,
        legal_name: "向青岚",
        birthday: "19911105",
        decision: Decision::Approve,
        staff: &[],
    },
    Opening {
        handle: "bamboo-hands",
        owner: "grandson",
        days_ago: 12,
        legal_name: "彭小竹",
        birthday: "20020214",
        decision: Decision::WaitAgain("The bank card belongs to somebody else. 银行卡不是本人的。"),
        staff: &[],
    },
    Opening {
        handle: "miao-silver",
        owner: "smith",
        days_ago: 9,
        legal_name: "麻银生",
        birthday: "19690630",
        decision: Decision::Reject(
            "The name on the ID card and the holder of the bank card differ. 证件姓名与银行卡持卡人不一致。",
        ),
        staff: &[],
    },
];

/// A shop that is open, and its owner.
pub struct OpenedShop {
    pub shop: &'static Shop,
    pub owner: ShopStaff,
    pub days_ago: i64,
}

/// Opens the shops that are not there yet.
pub async fn open_all(seed: &Seed) -> Result<Vec<OpenedShop>, Wrong> {
    catalog::commands::seed_categories(&seed.market, &tree(None)).await?;
    let mut opened = Vec::new();
    for opening in OPENINGS {
        let shop = SHOPS.iter().find(|shop| shop.handle == opening.handle);
        let shop = shop.ok_or_else(|| Wrong(format!("there are no goods for {}", opening.handle)))?;
        let is_new = queries::shop_front(&seed.market, opening.handle).await?.is_none();
        if is_new {
            open(seed, opening, shop).await?;
        }
        let owner = queries::staff(&seed.market, seed.person(opening.owner)?, opening.handle).await?;
        let owner = owner.ok_or_else(|| Wrong(format!("{} belongs to somebody else", opening.handle)))?;
        if is_new {
            set_up(seed, opening, &owner).await?;
        }
        opened.push(OpenedShop { shop, owner, days_ago: opening.days_ago });
    }
    Ok(opened)
}

async fn open(seed: &Seed, opening: &Opening, shop: &Shop) -> Result<(), Wrong> {
    let now = seed.clock.go_back(Span::days(opening.days_ago));
    let request = OpenShop {
        attempt: ShopId::from_uuid(stable("shop", opening.handle)),
        handle: opening.handle.to_owned(),
        profile: TypedProfile {
            name: format!("{} {}", shop.name.zh, shop.name.en),
            story: format!("{}\n\n{}", shop.story.zh, shop.story.en),
            place: super::listings::short(shop.place),
        },
        ships_from: shop.ships_from.to_owned(),
        identity: identity(opening, opening.days_ago, now)?,
    };
    open_shop(&seed.market, seed.person(opening.owner)?, &request).await.map_err(Wrong::command("open_shop"))?;
    Ok(())
}

/// An identity that passes the checks and is nobody's: region 430000 is given to no ID number, and no bank issues cards from 9999.
fn identity(opening: &Opening, serial: i64, now: Timestamp) -> Result<TypedIdentity, Wrong> {
    let fitting = |text: &str, is_right: &dyn Fn(&str) -> bool| {
        let checks = "0123456789X".chars().map(|check| format!("{text}{check}"));
        checks.into_iter().find(|number| is_right(number)).ok_or_else(|| Wrong(format!("no check digit fits {text}")))
    };
    Ok(TypedIdentity {
        legal_name: opening.legal_name.to_owned(),
        id_number: fitting(&format!("430000{}000", opening.birthday), &|number| id_number(number, now).is_ok())?,
        bank_card: fitting(&format!("99990000{serial:010}"), &|number| bank_card(number).is_ok())?,
    })
}

async fn set_up(seed: &Seed, opening: &Opening, owner: &ShopStaff) -> Result<(), Wrong> {
    freight(seed, opening, owner).await?;
    for (key, role) in opening.staff {
        take_on_staff(&seed.market, owner, seed.person(key)?, *role).await.map_err(Wrong::command("take_on_staff"))?;
    }
    decide(seed, opening, owner).await
}

/// Replaces the freight that a shop opens with by one that knows the country.
async fn freight(seed: &Seed, opening: &Opening, owner: &ShopStaff) -> Result<(), Wrong> {
    let first_one = pricing::queries::templates(&seed.market, owner).await?;
    let zone = |provinces: &[&str], first: &str, next: &str, free_from: &str| TypedZone {
        provinces: provinces.iter().map(ToString::to_string).collect(),
        ships: true,
        first_amount: "1".to_owned(),
        first: first.to_owned(),
        next_amount: "1".to_owned(),
        next: next.to_owned(),
        free_from: free_from.to_owned(),
    };
    let not_there = TypedZone { ships: false, ..zone(&["71", "81", "82"], "", "", "") };
    let zones = vec![
        zone(&["43"], "5", "2", "99"),
        zone(&["42", "44", "36", "45", "52", "50"], "7", "3", "199"),
        zone(&["15", "54", "62", "63", "64", "65"], "16", "12", ""),
        not_there,
        zone(&[], "9", "4", "299"),
    ];
    let request = SaveTemplate {
        template: FreightTemplateId::from_uuid(stable("freight", opening.handle)),
        version: 0,
        name: "快递 · Courier".to_owned(),
        counts_by: "weight".to_owned(),
        is_default: true,
        zones,
    };
    pricing::commands::save_template(&seed.market, owner, &request).await.map_err(Wrong::command("save_template"))?;
    for template in first_one {
        let removed = pricing::commands::remove_template(&seed.market, owner, template.id).await;
        removed.map_err(Wrong::command("remove_template"))?;
    }
    Ok(())
}

/// The operator looks at the identity, on record, and decides the day after.
async fn decide(seed: &Seed, opening: &Opening, owner: &ShopStaff) -> Result<(), Wrong> {
    let operator = seed.person("operator")?.operator().ok_or_else(|| Wrong("the operator is none".to_owned()))?;
    let queue = queries::identity_queue(&seed.market, &operator, &PageRequest::first(20)).await?;
    let waiting = queue.rows.iter().find(|row| row.shop_handle == opening.handle).map(|row| row.id);
    let Some(id) = waiting else { return Ok(()) };
    seed.clock.go_back(Span::hours(opening.days_ago * 24 - 20));
    look(seed, &operator, id).await?;
    match opening.decision {
        Decision::Approve => approve_identity(&seed.market, &operator, id).await,
        Decision::Reject(reason) | Decision::WaitAgain(reason) => reject_identity(&seed.market, &operator, id, reason).await,
    }
    .map_err(Wrong::command("decide"))?;
    if matches!(opening.decision, Decision::WaitAgain(_)) { submit_again(seed, opening, owner).await } else { Ok(()) }
}

/// The owner corrects what was wrong: it waits for the operator of today.
async fn submit_again(seed: &Seed, opening: &Opening, owner: &ShopStaff) -> Result<(), Wrong> {
    let now = seed.clock.go_back(Span::hours(19));
    let attempt = IdentityId::from_uuid(stable("identity", opening.handle));
    let request = ResubmitIdentity { attempt, identity: identity(opening, opening.days_ago + 1, now)? };
    // With another card, which asks for somebody who has just signed in.
    let who = super::people::sign_in_again(seed, opening.owner).await?;
    resubmit_identity(&seed.market, &who, owner, &request).await.map_err(Wrong::command("resubmit_identity"))
}

async fn look(seed: &Seed, operator: &market::account::Operator, id: IdentityId) -> Result<(), Wrong> {
    let looked = look_at_identity(&seed.market, operator, id, "Verification of a new shop").await;
    looked.map(|_| ()).map_err(Wrong::command("look_at_identity"))
}

/// The category tree below `parent`.
fn tree(parent: Option<&str>) -> Vec<catalog::rules::CategorySeed> {
    let here = super::goods::CATEGORIES.iter().filter(|category| category.parent == parent);
    here.map(|category| catalog::rules::CategorySeed {
        slug: category.slug.to_owned(),
        name_en: category.name.en.to_owned(),
        name_zh: category.name.zh.to_owned(),
        spoiling: category.spoiling,
        children: tree(Some(category.slug)),
    })
    .collect()
}
