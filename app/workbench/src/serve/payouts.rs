//! `/admin/payouts` and `/admin/payouts/{batch}`

use super::done::{done_at, done_in_row};
use super::{desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::payout_batch::{PayoutBatch, PayoutBatchPage};
use crate::pages::payouts::{Payouts, PayoutsPage};
use crate::parts::JustDone;
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other};
use app_kit::words::text_error;
use app_kit::{Say, routes};
use axum::extract::Path;
use axum::response::IntoResponse;
use http::header;
use leptos::prelude::*;
use market::account::Language;
use market::ledger::{PayoutBatchId, PayoutId, PayoutRefusal, commands, payout_file, queries};

/// `GET /admin/payouts`
pub async fn payouts(visit: Visit) -> Answer {
    let operator = visit.operator()?;
    let market = &visit.app.market;
    let page = PayoutsPage {
        money: queries::market_money(market, &operator).await?,
        batches: queries::payout_batches(market, &operator).await?,
        done: visit.query().get("done").to_owned(),
    };
    let desk = operator_desk(&visit, Room::Money);
    desk_page(&visit, visit.lang.say("Payouts", "提现"), desk, FormState::default(), move || view! { <Payouts page/> })
}

/// `POST /admin/payouts`: makes a batch.
pub async fn make(visit: Visit, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    let Ok(made) = refused(commands::make_payout_batch(&visit.attempt(&fields)?, Some(&operator)).await)?;
    Ok(match made {
        Some(batch) => done_at(&routes::admin(&format!("payouts/{batch}")), "made"),
        None => see_other("/admin/payouts?done=nobody"),
    })
}

/// `GET /admin/payouts/{batch}`
pub async fn batch(visit: Visit, Path(batch): Path<String>) -> Answer {
    draw(&visit, read(&batch)?, FormState::default()).await
}

/// `POST /admin/payouts/{batch}`: what the bank answered about one payout.
pub async fn answer(visit: Visit, Path(batch): Path<String>, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    let batch = read(&batch)?;
    let payout: PayoutId = fields.read("payout").ok_or_else(Stop::not_found)?;
    let field = format!("reason-{payout}");
    let market = &visit.attempt(&fields)?;
    let (word, ended) = match fields.get("then") {
        "paid" => ("paid", refused(commands::settle_payout(market, &operator, payout).await)?),
        "failed" => ("failed", refused(commands::fail_payout(market, &operator, payout, fields.get(&field)).await)?),
        "returned" => ("returned", refused(commands::return_payout(market, &operator, payout, fields.get(&field)).await)?),
        _ => return Err(Stop::not_found()),
    };
    match ended {
        Ok(()) => Ok(done_in_row(&routes::admin(&format!("payouts/{batch}")), word, &payout.to_string())),
        Err(refusal) => draw(&visit, batch, refuse(fields.again(), refusal, &field, visit.lang)).await,
    }
}

/// `POST /admin/payouts/{batch}/file`: the file for the bank. A POST, since it opens identities and is on record.
pub async fn file(visit: Visit, Path(batch): Path<String>, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    let batch = read(&batch)?;
    match refused(payout_file(&visit.app.market, &operator, batch, fields.get("file_reason")).await)? {
        Ok(text) => {
            let name = format!("attachment; filename=\"{batch}.csv\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            Ok((headers, text).into_response())
        }
        Err(refusal) => draw(&visit, batch, refuse(fields.again(), refusal, "file_reason", visit.lang)).await,
    }
}

fn read(batch: &str) -> Result<PayoutBatchId, Stop> {
    batch.parse().map_err(|_| Stop::not_found())
}

fn refuse(form: FormState, refusal: PayoutRefusal, reason_field: &str, lang: Language) -> FormState {
    match refusal {
        PayoutRefusal::Reason(market::kernel::TextError::Empty) => {
            form.with_error(reason_field, lang.say("Please say why.", "请写明理由。"))
        }
        PayoutRefusal::Reason(error) => form.with_error(reason_field, text_error(error, lang)),
        PayoutRefusal::AlreadyPaid => {
            form.with_notice(lang.say(
                "This payout was written down as paid already. Nothing was changed now.",
                "这笔付款已记为成功，本次没有改动。",
            ))
        }
        PayoutRefusal::NotPaid => form.with_notice(lang.say(
            "The bank has not paid this yet, so it cannot have come back. Nothing was changed now.",
            "银行尚未付款，不会退回，本次没有改动。",
        )),
        PayoutRefusal::AlreadyFailed => form.with_notice(lang.say(
            "This payout was written down as returned already. Nothing was changed now.",
            "这笔付款已记为退回，本次没有改动。",
        )),
    }
}

async fn draw(visit: &Visit, batch: PayoutBatchId, form: FormState) -> Answer {
    let operator = visit.operator()?;
    let payouts = queries::batch_payouts(&visit.app.market, &operator, batch).await?;
    if payouts.is_empty() {
        return Err(Stop::not_found());
    }
    let page = PayoutBatchPage { batch: batch.to_string(), payouts, done: JustDone::asked(visit) };
    let desk = operator_desk(visit, Room::Money);
    desk_page(visit, visit.lang.say("A batch of payouts", "提现批次"), desk, form, move || view! { <PayoutBatch page/> })
}
