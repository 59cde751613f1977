//! Every form that moves money or decides about it, as somebody who may sends it: all that it needs but the id of its sending.

use crate::http::tests::client::Form;
use crate::http::tests::world::{SHOP, World};
use app_kit::routes;
use market::coupon::CouponId;
use market::kernel::show_decimal;
use market::payment::RefundId;
use market::shop::queries::identity_status;

/// What a buyer types who asks for money back.
pub(super) const ASKING: [(&str, &str); 4] =
    [("kind", "refund_only"), ("reason", "damaged"), ("quantity-0", "1"), ("words", "It came torn.")];
/// A parcel with its courier.
pub(super) const PARCEL: [(&str, &str); 2] = [("courier", "sf"), ("tracking_number", "SF1234567890")];
/// A bank card.
pub(super) const CARD: (&str, &str) = ("bank_card", "4111111111111111");
/// A day that has not begun, whenever the test's clock stands.
const FAR_DAY: &str = "2026-06-01";
/// A coupon of the market, without its id.
pub(super) const COUPON: [(&str, &str); 6] =
    [("code", "SPRING"), ("kind", "amount"), ("amount", "5"), ("from", FAR_DAY), ("last", "2026-06-30"), ("why", "A feast.")];
const WHY: (&str, &str) = ("why", "As the photo shows.");

/// Who may send a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Buyer,
    Shop,
    Operator,
}

/// A form, and where it is taken.
pub(super) struct Posted {
    /// The route as its declaration has it.
    pub(super) route: &'static str,
    pub(super) who: Who,
    pub(super) form: Form,
}

fn posted(route: &'static str, who: Who, form: Form) -> Posted {
    Posted { route, who, form }
}

/// All of them. What each is about is there; whether it could be done just now is another question.
pub(super) async fn forms(world: &World) -> Vec<Posted> {
    let mut forms = of_operators(world).await;
    forms.extend(of_shops(world).await);
    forms.extend(of_cases(world).await);
    // Last, since the goods in the cart would be bought along with others.
    forms.extend(of_buyers(world).await);
    forms
}

async fn of_buyers(world: &World) -> Vec<Posted> {
    let kit = &world.house.kit;
    let (paid, shipped) = (world.paid().await, world.shipped().await);
    let waiting = kit.placed(&world.buyer, &world.one()).await.payment;
    kit.fill_cart(&world.buyer, &world.one()).await;
    let cart = kit.checkout_form(&world.buyer).await;
    let (address, total) = (cart.address.to_string(), cart.seen_total_minor.to_string());
    let order = |id: &str, deed: &str| Form::new(routes::my_order(id), &[("do", deed)]);
    vec![
        posted("/pay/{payment}", Who::Buyer, Form::new(routes::pay(&waiting.to_string()), &[("do", "give-up")])),
        posted("/me/orders/{order}", Who::Buyer, order(&paid.to_string(), "cancel")),
        posted("/me/orders/{order}", Who::Buyer, order(&shipped.to_string(), "confirm")),
        posted("/me/orders/{order}/case", Who::Buyer, Form::new(routes::ask_case(&shipped.to_string()), &ASKING)),
        posted(
            "paths::CHECKOUT",
            Who::Buyer,
            Form::new(routes::CHECKOUT, &[("address", address.as_str()), ("total", total.as_str())]),
        ),
    ]
}

async fn of_shops(world: &World) -> Vec<Posted> {
    let (paid, (_, out)) = (world.paid().await, world.cash_out().await);
    let order = |id: String| routes::sell(SHOP, &format!("orders/{id}"));
    vec![
        posted("/sell/{shop}/orders/{order}", Who::Shop, Form::new(order(paid.to_string()), &PARCEL)),
        posted("/sell/{shop}/orders/{order}", Who::Shop, Form::new(order(out.to_string()), &[("do", "came-back")])),
        posted("/sell/{shop}/money/card", Who::Shop, Form::new(routes::sell(SHOP, routes::PAYOUT_CARD), &[CARD])),
    ]
}

/// What each side says and does in a case.
async fn of_cases(world: &World) -> Vec<Posted> {
    let (asked, disputed) = (world.asked().await.to_string(), world.disputed().await.to_string());
    let sides: [(&'static str, Who, String, &[&str]); 3] = [
        ("/me/cases/{case}", Who::Buyer, routes::my_case(&asked), &["withdraw", "escalate", "send", "confirm", "appeal"]),
        (
            "/sell/{shop}/cases/{case}",
            Who::Shop,
            routes::shop_case(SHOP, &asked),
            &["agree", "refuse", "receive", "contest", "resend", "give-back", "appeal"],
        ),
        ("/admin/cases/{case}", Who::Operator, routes::admin_case(&disputed), &["decide"]),
    ];
    let mut forms = Vec::new();
    for (route, who, path, deeds) in sides {
        let said = Form::new(path.as_str(), &[("words", "Is anybody there?")]).in_parts();
        forms.push(posted(route, who, said));
        for deed in deeds {
            let [courier, number] = PARCEL;
            // The buyer has asked and escalated, the shop has refused.
            let [seen, buyer, shop] = [("seen", "disputed"), ("heard_buyer", "2"), ("heard_shop", "1")];
            let fields = [("then", *deed), WHY, courier, number, seen, buyer, shop, ("amount", "1.00")];
            forms.push(posted(route, who, Form::new(path.as_str(), &fields)));
        }
    }
    forms
}

async fn of_operators(world: &World) -> Vec<Posted> {
    let (kit, market) = (&world.house.kit, &world.house.kit.market);
    let (batch, payout) = world.payout().await;
    let batch = routes::admin(&format!("payouts/{batch}"));
    let payout = payout.to_string();
    let bank = format!("reason-{payout}");
    let status = identity_status(market, &world.house.staff).await.expect("an answer").expect("an identity that waits");
    let identity = routes::admin(&format!("identities/{}", status.id));
    let mut forms = vec![posted("/admin/payouts", Who::Operator, Form::new(routes::admin("payouts"), &[]))];
    for then in ["paid", "failed", "returned"] {
        let fields = [("payout", payout.as_str()), ("then", then), (bank.as_str(), "no such account")];
        forms.push(posted("/admin/payouts/{batch}", Who::Operator, Form::new(batch.as_str(), &fields)));
    }
    for then in ["approve", "reject"] {
        let fields = [("then", then), ("reason", "The name does not match.")];
        forms.push(posted("/admin/identities/{identity}", Who::Operator, Form::new(identity.as_str(), &fields)));
    }
    let out = world.cash_out().await.0;
    let [amount, day, reference, why] = ["amount", "day", "reference", "why"].map(|name| format!("{name}-{out}"));
    let (out, sum) = (out.to_string(), show_decimal(kit.amount_of(out).await, 100));
    let cash = |fields: &[(&str, &str)]| Form::new(routes::admin("cash"), fields).with("payment", &out);
    let line = [("then", "record"), (amount.as_str(), sum.as_str()), (day.as_str(), "2026-11-24"), (reference.as_str(), "SF-1")];
    forms.push(posted("/admin/cash", Who::Operator, cash(&line)));
    forms.push(posted("/admin/cash", Who::Operator, cash(&[("then", "write-off"), (why.as_str(), "Bankrupt.")])));
    let typed_wrong = [("then", "withdraw"), ("line", "SF-0"), ("withdraw-SF-2d0", "Another amount.")];
    forms.push(posted("/admin/cash", Who::Operator, cash(&typed_wrong)));
    let fee = [("rule", "fee_basis_points"), ("number-fee_basis_points", "2"), ("day-fee_basis_points", FAR_DAY)];
    forms.push(posted("/admin/rules", Who::Operator, Form::new(routes::admin("rules"), &fee)));
    let (coupon, ended) = (CouponId::mint(market.now()).to_string(), CouponId::mint(market.now()).to_string());
    let coupons = |fields: &[(&str, &str)]| Form::new(routes::admin("coupons"), fields);
    forms.push(posted("/admin/coupons", Who::Operator, coupons(&COUPON).with("coupon", &coupon)));
    let why = format!("why-{ended}");
    forms.push(posted("/admin/coupons", Who::Operator, coupons(&[("end", ended.as_str()), (why.as_str(), "Enough.")])));
    let refund = RefundId::mint(market.now()).to_string();
    for (then, subject) in [
        ("give-back", out.as_str()),
        ("correct", out.as_str()),
        ("give-back-foreign", out.as_str()),
        ("correct-foreign", out.as_str()),
        ("note", "sandbox.none"),
        ("retry", refund.as_str()),
        ("by-hand", refund.as_str()),
        ("take", "all.none"),
    ] {
        let why = format!("{then}-{subject}");
        let fields = [("then", then), ("subject", subject), (why.as_str(), "As the provider says.")];
        for (route, room) in [("/admin/reconciliation", "reconciliation"), ("/admin/cash", "cash")] {
            forms.push(posted(route, Who::Operator, Form::new(routes::admin(room), &fields)));
        }
    }
    forms
}
