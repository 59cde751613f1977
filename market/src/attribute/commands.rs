//! An operator says what can be said of the goods of a category.

use super::queries::choices_of;
use super::rules::{AttributeDraft, check_attribute, form_of};
use super::store::{self, attribute, choice};
use super::types::{
    Attribute, AttributeChoiceId, AttributeFieldError, AttributeId, ChoicesError, SaveAttribute, SaveAttributeRefusal, SlugError,
};
use crate::account::Operator;
use crate::audit::steps::{Deed, record};
use crate::catalog::{self, CategoryId};
use crate::kernel::limits::{ATTRIBUTE_CHOICES_MAX, ATTRIBUTES_MAX, ATTRIBUTES_OF_CATEGORY_MAX};
use crate::kernel::{Fault, Market, Problem, Timestamp, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

type Refused = Problem<SaveAttributeRefusal>;

/// Makes an attribute of a category, or changes the version that the form was made from. The id is the form's: the same form sent
/// twice changes nothing the second time. Choices that are left out are retired: goods that have them keep them.
///
/// # Errors
/// [`SaveAttributeRefusal`]; not found where there is no such category, or the attribute is another one's.
pub async fn save_attribute(
    market: &Market,
    operator: &Operator,
    (category, id): (CategoryId, AttributeId),
    typed: &SaveAttribute,
) -> Result<(), Refused> {
    // Two first submits of one form may meet on PostgreSQL: the later one looks again and finds the row.
    for _ in 0..2 {
        if save_once(market, operator, (category, id), typed).await? {
            return Ok(());
        }
    }
    Err(Problem::Refused(SaveAttributeRefusal::ChangedMeanwhile))
}

async fn save_once(
    market: &Market,
    operator: &Operator,
    (category, id): (CategoryId, AttributeId),
    typed: &SaveAttribute,
) -> Result<bool, Refused> {
    let now = market.now();
    let tx = market.begin("save_attribute").await?;
    let path = catalog::steps::category_path(&tx, category).await?.ok_or(Problem::NotFound)?;
    let known = load(&tx, id).await?;
    if known.as_ref().is_some_and(|known| known.category != category) || (known.is_none() && typed.version != 0) {
        return Err(Problem::NotFound);
    }
    let fields = |errors| Problem::Refused(SaveAttributeRefusal::Fields(errors));
    let draft = check_attribute(typed, known.as_ref()).map_err(fields)?;
    if let Some(known) = &known {
        let is_this = [typed.version, typed.version.saturating_add(1)].contains(&known.version);
        if is_this && is_the_same(known, typed, &draft) {
            return Ok(true);
        }
        if known.version != typed.version {
            return Err(Problem::Refused(SaveAttributeRefusal::ChangedMeanwhile));
        }
    }
    if !write(&tx, (category, id), typed, &draft, known.as_ref()).await? {
        return Ok(false);
    }
    write_choices(&tx, id, &draft, now).await?;
    // Its terms are others now: the index reads the goods again.
    if known.is_some_and(|known| known.bands != draft.bands || known.is_retired != typed.is_retired) {
        catalog::steps::tell_below(&tx, &path, now).await?;
    }
    let detail = serde_json::to_string(&(&draft.slug, &draft.names, flags(typed))).map_err(Fault::broken)?;
    let deed = Deed { actor: Some(operator.person()), action: "save_attribute", subject: id.uuid(), detail: &detail };
    record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(true)
}

const fn flags(typed: &SaveAttribute) -> [bool; 3] {
    [typed.is_required, typed.is_filter, typed.is_retired]
}

async fn load(tx: &Tx, id: AttributeId) -> Result<Option<Attribute>, Fault> {
    let Some(row) = attribute::Entity::find_by_id(id.uuid()).one(&**tx).await? else { return Ok(None) };
    let choices = choices_of(&**tx, std::slice::from_ref(&row)).await?;
    store::attribute(row, &choices).map(Some)
}

/// Whether the rows are what this very form made of them.
fn is_the_same(known: &Attribute, typed: &SaveAttribute, draft: &AttributeDraft) -> bool {
    let before = form_of(known);
    check_attribute(&before, Some(known)).is_ok_and(|before| before == *draft) && flags(&before) == flags(typed)
}

/// Writes the row; false where the version is no longer the one that was seen.
async fn write(
    tx: &Tx,
    (category, id): (CategoryId, AttributeId),
    typed: &SaveAttribute,
    draft: &AttributeDraft,
    known: Option<&Attribute>,
) -> Result<bool, Refused> {
    use attribute::Column as C;
    let ([name_en, name_zh], [unit_en, unit_zh]) = (draft.names.clone(), draft.units.clone());
    let bands = serde_json::to_string(&draft.bands).map_err(Fault::broken)?;
    if known.is_some() {
        let updated = attribute::Entity::update_many()
            .col_expr(C::NameEn, Expr::value(name_en))
            .col_expr(C::NameZh, Expr::value(name_zh))
            .col_expr(C::UnitEn, Expr::value(unit_en))
            .col_expr(C::UnitZh, Expr::value(unit_zh))
            .col_expr(C::Bands, Expr::value(bands))
            .col_expr(C::IsRequired, Expr::value(typed.is_required))
            .col_expr(C::IsFilter, Expr::value(typed.is_filter))
            .col_expr(C::IsRetired, Expr::value(typed.is_retired))
            .col_expr(C::Version, Expr::col(C::Version).add(1))
            .filter(C::Id.eq(id.uuid()))
            .filter(C::Version.eq(typed.version))
            .exec(&**tx)
            .await?;
        return Ok(updated.rows_affected == 1);
    }
    room(tx, category).await?;
    let row = attribute::ActiveModel {
        id: Set(id.uuid()),
        category_id: Set(category.uuid()),
        slug: Set(draft.slug.clone()),
        kind: Set(draft.kind.code().to_owned()),
        name_en: Set(name_en),
        name_zh: Set(name_zh),
        unit_en: Set(unit_en),
        unit_zh: Set(unit_zh),
        steps: Set(draft.steps),
        bands: Set(bands),
        is_required: Set(typed.is_required),
        is_filter: Set(typed.is_filter),
        is_retired: Set(typed.is_retired),
        version: Set(1),
    };
    let none = OnConflict::new().do_nothing().to_owned();
    if attribute::Entity::insert(row).on_conflict(none).exec_without_returning(&**tx).await? == 1 {
        return Ok(true);
    }
    let has_it = attribute::Entity::find().filter(C::Slug.eq(draft.slug.as_str())).filter(C::Id.ne(id.uuid()));
    if has_it.one(&**tx).await?.is_none() {
        return Ok(false);
    }
    let taken = SaveAttributeRefusal::field(AttributeFieldError::Slug(SlugError::Taken));
    Err(Problem::Refused(taken))
}

/// Refuses more attributes than pages can show.
async fn room(tx: &Tx, category: CategoryId) -> Result<(), Refused> {
    use attribute::Column as C;
    let all = attribute::Entity::find();
    let own = all.clone().filter(C::CategoryId.eq(category.uuid())).filter(C::IsRetired.eq(false)).count(&**tx).await?;
    for (count, maximum) in [(own, ATTRIBUTES_OF_CATEGORY_MAX), (all.count(&**tx).await?, ATTRIBUTES_MAX)] {
        if count >= maximum {
            let maximum = usize::try_from(maximum).unwrap_or(usize::MAX);
            return Err(Problem::Refused(SaveAttributeRefusal::TooMany { maximum }));
        }
    }
    Ok(())
}

/// Names those that are there by their slugs, makes the new ones, and retires what is left out.
async fn write_choices(tx: &Tx, id: AttributeId, draft: &AttributeDraft, now: Timestamp) -> Result<(), Refused> {
    use choice::Column as C;
    let rows = choice::Entity::find().filter(C::AttributeId.eq(id.uuid())).all(&**tx).await?;
    let is_offered = |slug: &str| draft.choices.iter().any(|choice| choice.slug == slug);
    let left_out: Vec<Uuid> = rows.iter().filter(|row| !row.is_retired && !is_offered(&row.slug)).map(|row| row.id).collect();
    let added = draft.choices.iter().filter(|choice| !rows.iter().any(|row| row.slug == choice.slug)).count();
    if rows.len().saturating_add(added) > 2 * ATTRIBUTE_CHOICES_MAX {
        let error = AttributeFieldError::Choices(ChoicesError::TooMany { maximum: ATTRIBUTE_CHOICES_MAX });
        return Err(Problem::Refused(SaveAttributeRefusal::field(error)));
    }
    if !left_out.is_empty() {
        let retire = choice::Entity::update_many().col_expr(C::IsRetired, Expr::value(true));
        retire.filter(C::Id.is_in(left_out)).exec(&**tx).await?;
    }
    for (choice, position) in draft.choices.iter().zip(0_i64..) {
        let [name_en, name_zh] = choice.names.clone();
        let row = choice::ActiveModel {
            id: Set(AttributeChoiceId::mint(now).uuid()),
            attribute_id: Set(id.uuid()),
            slug: Set(choice.slug.clone()),
            name_en: Set(name_en),
            name_zh: Set(name_zh),
            position: Set(position),
            is_retired: Set(false),
        };
        let known = OnConflict::columns([C::AttributeId, C::Slug])
            .update_columns([C::NameEn, C::NameZh, C::Position, C::IsRetired])
            .to_owned();
        choice::Entity::insert(row).on_conflict(known).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
