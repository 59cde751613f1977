//! By what a request for a case is known again.

use super::commands::open_case;
use super::store::case;
use super::{AskCase, CaseKind};
use crate::db_test;
use sea_orm::EntityTrait;
use sha2::{Digest, Sha256};
use uuid::Uuid;

db_test!(
    async fn a_request_is_written_down_as_older_versions_wrote_it(kit) {
        let owner = kit.person("Rosy").create().await;
        let staff = kit.shop("rosy", &owner).approved().create().await;
        let dress = kit.listing(&staff).title("Dress").option("Size", &["M", "L"]).create().await;
        let (bought, other) = (dress.variants[0], dress.variants[1]);
        let buyer = kit.person("Ben").create().await;
        for (kind, amount_minor, wanted) in [
            (CaseKind::RefundOnly, Some(1_000), Vec::new()),
            (CaseKind::Exchange, None, Vec::new()),
            (CaseKind::Exchange, None, vec![(0, other)]),
        ] {
            let order = kit.shipped_order(&staff, &buyer, &[(bought, 2)]).await;
            let request = AskCase { amount_minor, wanted, ..kit.asks(order, kind, &[(0, 2)]) };
            open_case(&kit.market, &buyer.buyer(), &request).await.unwrap();

            // Who asks, of which order, for what and why, in which words, for how much money and goods, and at the end what older
            // requests say nothing of. By another layout the same form, sent again after the market was brought up to date, would
            // be another one.
            let mut layout = [buyer.person().uuid(), order.uuid()].map(Uuid::into_bytes).concat();
            layout.extend(format!("{}\0damaged\0It came torn.\0", kind.code()).into_bytes());
            layout.extend(amount_minor.unwrap_or(-1).to_le_bytes());
            layout.extend([0_i64, 2].map(i64::to_le_bytes).concat());
            if !request.wanted.is_empty() {
                layout.push(1);
                layout.extend(0_i64.to_le_bytes());
                layout.extend(other.uuid().into_bytes());
            }
            let written = case::Entity::find_by_id(request.attempt.uuid()).one(kit.market.db()).await.unwrap().unwrap();
            assert_eq!(written.request_digest, Sha256::digest(&layout).to_vec(), "{kind:?}, wanted: {:?}", request.wanted);
        }
    }
);
