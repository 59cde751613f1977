//! Rows of `freight_template` and `freight_zone`, and how they become a template.

use super::types::{CountsBy, FreightTemplate, FreightTemplateId, FreightZone};
use crate::kernel::{Currency, Fault, Money};
use crate::shop::ShopId;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Templates of one shop that are read at most.
pub(super) const TEMPLATES_MAX: u64 = 50;

pub(super) mod template {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "freight_template")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub shop_id: Uuid,
        pub name: String,
        pub counts_by: String,
        pub is_default: bool,
        pub version: i64,
        pub created_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod zone {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "freight_zone")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub template_id: Uuid,
        pub position: i64,
        pub provinces: String,
        pub ships: bool,
        pub first_amount: i64,
        pub first_minor: i64,
        pub next_amount: i64,
        pub next_minor: i64,
        pub free_from_minor: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A zone with its template beside it.
#[derive(FromQueryResult)]
struct Joined {
    id: Uuid,
    shop_id: Uuid,
    name: String,
    counts_by: String,
    is_default: bool,
    version: i64,
    provinces: String,
    ships: bool,
    first_amount: i64,
    first_minor: i64,
    next_amount: i64,
    next_minor: i64,
    free_from_minor: Option<i64>,
}

impl Joined {
    fn zone(&self, currency: Currency) -> Result<FreightZone, Fault> {
        let money = |minor| Money::new(minor, currency);
        Ok(FreightZone {
            provinces: serde_json::from_str(&self.provinces).map_err(Fault::broken)?,
            ships: self.ships,
            first_amount: self.first_amount,
            first: money(self.first_minor),
            next_amount: self.next_amount,
            next: money(self.next_minor),
            free_from: self.free_from_minor.map(money),
        })
    }
}

/// The templates that `condition` (over `t`, with `values`) names, each with its zones, in one query.
pub(super) async fn load(
    db: &impl ConnectionTrait,
    currency: Currency,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<FreightTemplate>, Fault> {
    let sql = format!(
        "SELECT t.id, t.shop_id, t.name, t.counts_by, t.is_default, t.version, z.provinces, z.ships, z.first_amount, \
         z.first_minor, z.next_amount, z.next_minor, z.free_from_minor \
         FROM freight_template t JOIN freight_zone z ON z.template_id = t.id WHERE {condition} \
         ORDER BY t.shop_id, t.is_default DESC, t.created_at, t.id, z.position"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let mut templates: Vec<FreightTemplate> = Vec::new();
    for row in Joined::find_by_statement(statement).all(db).await? {
        let id = FreightTemplateId::from_uuid(row.id);
        let zone = row.zone(currency)?;
        match templates.last_mut().filter(|template| template.id == id) {
            Some(template) => template.zones.push(zone),
            None => templates.push(FreightTemplate {
                id,
                shop: ShopId::from_uuid(row.shop_id),
                counts_by: CountsBy::from_code(&row.counts_by).ok_or_else(|| Fault::broken("template of unknown kind"))?,
                name: row.name,
                is_default: row.is_default,
                version: row.version,
                zones: vec![zone],
            }),
        }
    }
    Ok(templates)
}
