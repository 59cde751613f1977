//! What was asked for in vain.

use crate::aftersales::store::case;
use crate::aftersales::types::{CaseKind, CaseState};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

/// Cases of an order that ended without an agreement, or with a decision that gave nothing: those before it left where this is such a
/// kind, else those after.
pub(in crate::aftersales) async fn in_vain(db: &impl ConnectionTrait, order: Uuid, kind: CaseKind) -> Result<u64, DbErr> {
    let before = CaseKind::BeforeShipping.code();
    let alike = if kind == CaseKind::BeforeShipping { case::Column::Kind.eq(before) } else { case::Column::Kind.ne(before) };
    let nothing = case::Column::State.eq(CaseState::Settled.code()).and(case::Column::AwardedMinor.eq(0_i64));
    let in_vain = case::Column::State.eq(CaseState::Closed.code()).or(nothing);
    case::Entity::find().filter(case::Column::OrderId.eq(order)).filter(in_vain).filter(alike).count(db).await
}
