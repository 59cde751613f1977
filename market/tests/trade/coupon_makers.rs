//! Who makes coupons, how many, and who ends them.

use crate::street::{count, dresses, street};
use market::coupon::commands::{end_coupon, end_market_coupon, make_coupon, make_market_coupon};
use market::coupon::queries::{of_market, of_shop};
use market::coupon::{COUPONS_OPEN_MAX, CouponState, EndCouponRefusal, Funder, MakeCoupon, MakeCouponRefusal as Refusal};
use market::db_test;
use market::kernel::{AttemptId, PageRequest, Problem, Span, TextError};
use market::shop::Role;

const ALL: fn() -> PageRequest = || PageRequest::first(100);

db_test!(
    async fn a_code_is_one_coupons_in_the_whole_market(kit) {
        let here = street(&kit).await;
        let (rosy, _) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        let form = kit.coupon_form(" spring-5 ", 500);
        assert_eq!(make_coupon(&kit.market, &here.staff, &form).await.unwrap(), form.coupon);
        assert_eq!(make_coupon(&kit.market, &here.staff, &form).await.unwrap(), form.coupon, "sent twice, made once");
        let colleague = kit.hire(here.staff.shop(), &kit.person("Colleague").create().await, Role::Listing).await;
        let more = MakeCoupon { amount: "6".to_owned(), ..form.clone() };
        let renamed = MakeCoupon { code: "SUMMER-5".to_owned(), ..form.clone() };
        for (staff, sent) in [(&here.staff, &more), (&here.staff, &renamed), (&colleague, &form), (&rosy, &form)] {
            let again = make_coupon(&kit.market, staff, sent).await;
            assert!(matches!(again, Err(Problem::AttemptReused)), "{sent:?}: {again:?}");
        }
        let taken = kit.coupon_form("SPRING-5", 700);
        assert!(matches!(make_coupon(&kit.market, &rosy, &taken).await, Err(Problem::Refused(Refusal::CodeTaken))));
        let by_market = make_market_coupon(&kit.market, &olga, &taken, "A festival.").await;
        assert!(matches!(by_market, Err(Problem::Refused(Refusal::CodeTaken))));
        let listed = of_shop(&kit.market, &here.staff, &ALL()).await.unwrap().rows;
        assert_eq!(listed.iter().map(|row| (row.code.as_str(), row.state)).collect::<Vec<_>>(), [("SPRING-5", CouponState::Open)]);
        assert_eq!(listed[0].funder, Funder::Shop(here.staff.shop()));
        assert!(of_shop(&kit.market, &rosy, &ALL()).await.unwrap().rows.is_empty());
        assert!(of_market(&kit.market, &olga, &ALL()).await.unwrap().rows.is_empty());
    }
);

db_test!(
    async fn only_those_who_list_make_and_end_the_coupons_of_a_shop(kit) {
        let here = street(&kit).await;
        let (rosy, _) = dresses(&kit, 5).await;
        let packer = kit.hire(here.staff.shop(), &kit.person("Packer").create().await, Role::Packing).await;
        let form = kit.coupon_form("SPRING", 500);
        assert!(matches!(make_coupon(&kit.market, &packer, &form).await, Err(Problem::NotFound)));
        let made = kit.shop_coupon(&here.staff, "SPRING", 500).await;
        assert!(of_shop(&kit.market, &packer, &ALL()).await.unwrap().rows.is_empty());
        for stranger in [packer, rosy] {
            assert!(matches!(end_coupon(&kit.market, &stranger, made).await, Err(Problem::NotFound)));
        }
        let olga = kit.operator().await;
        let of_another = end_market_coupon(&kit.market, &olga, made, "Why not.").await;
        assert!(matches!(of_another, Err(Problem::NotFound)), "a shop's is not the market's");
        for _ in 0..2 {
            end_coupon(&kit.market, &here.staff, made).await.unwrap();
        }
        let row = of_shop(&kit.market, &here.staff, &ALL()).await.unwrap().rows.remove(0);
        assert_eq!((row.state, row.ended_at), (CouponState::Ended, Some(kit.market.now())));
    }
);

db_test!(
    async fn an_operator_says_why_and_the_log_keeps_it(kit) {
        let olga = kit.operator().await;
        let form = kit.coupon_form("MARKET", 500);
        let silent = make_market_coupon(&kit.market, &olga, &form, " ").await;
        assert!(matches!(silent, Err(Problem::Refused(Refusal::Reason(TextError::Empty)))));
        let attempt = AttemptId::mint(kit.market.now());
        for _ in 0..2 {
            make_market_coupon(&kit.market.for_attempt(attempt), &olga, &form, "A festival.").await.unwrap();
        }
        assert_eq!(make_market_coupon(&kit.market, &olga, &form, "A festival.").await.unwrap(), form.coupon);
        let silent = end_market_coupon(&kit.market, &olga, form.coupon, "").await;
        assert!(matches!(silent, Err(Problem::Refused(EndCouponRefusal::Reason(TextError::Empty)))));
        for reason in ["It was over.", "It is over still."] {
            end_market_coupon(&kit.market, &olga, form.coupon, reason).await.unwrap();
        }
        assert_eq!(count(&kit, "audit_log WHERE action = 'make_coupon' AND detail = 'MARKET: A festival.'").await, 1);
        assert_eq!(count(&kit, "audit_log WHERE action = 'end_coupon' AND detail = 'It was over.'").await, 1);
        assert_eq!(count(&kit, "audit_log WHERE action = 'end_coupon'").await, 1, "it was ended once");
        assert_eq!(of_market(&kit.market, &olga, &ALL()).await.unwrap().rows[0].state, CouponState::Ended);
        kit.audited().await;
    }
);

db_test!(
    async fn a_shop_has_so_many_coupons_open_and_lists_them_by_pages(kit) {
        let here = street(&kit).await;
        for number in 1..COUPONS_OPEN_MAX {
            kit.shop_coupon(&here.staff, &format!("SPRING-{number}"), 100).await;
        }
        let last = kit.shop_coupon(&here.staff, "LAST", 100).await;
        let more = make_coupon(&kit.market, &here.staff, &kit.coupon_form("MORE", 100)).await;
        assert!(matches!(more, Err(Problem::Refused(Refusal::TooMany { most: COUPONS_OPEN_MAX }))));
        end_coupon(&kit.market, &here.staff, last).await.unwrap();
        kit.shop_coupon(&here.staff, "MORE", 100).await;
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = of_shop(&kit.market, &here.staff, &PageRequest::after(after, 20)).await.unwrap();
            seen.extend(page.rows.into_iter().map(|row| row.code));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((all, seen.len()), (51, 51));
        kit.clock.advance(Span::days(7));
        kit.shop_coupon(&here.staff, "AFTERWARDS", 100).await;
    }
);
