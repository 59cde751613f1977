//! How soon a provider's word is answered and what that leaves to do afterwards, and what a payout takes where a shop has sold for years.

use super::{shoppers, stock_up};
use market::account::SignedIn;
use market::cart::{CartOwner, commands::add_to_cart};
use market::checkout::{PlaceOrder, commands::place_order};
use market::kernel::Money;
use market::ledger::commands::make_payout_batch;
use market::order::commands::confirm_receipt;
use market::outbox::commands::{finish_job, take_jobs};
use market::payment::inbox::{due_events, note_event, take_event};
use market::payment::queries::payment;
use market::payment::{PaymentId, PaymentState, ProviderEvent, ProviderEventKind};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement, Value};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

const WORDS: usize = 300;
/// Orders that a shop has sold and was not paid for.
const SOLD: usize = 26_000;
/// Journals of one statement.
const JOURNALS_AT_ONCE: usize = 100;

/// From a provider's word to its answer, before which nothing is paid; to an order that reads as paid; and to the end of every job that
/// it left. Delivering what the jobs carry is not in it: letters wait for other machines.
pub async fn webhook(engine: &str, kit: Arc<TestMarket>) {
    let variant = stock_up(&kit, "webhook", 1_000_000).await;
    let (buyer, address) = shoppers(&kit, 1).await.pop().expect("a shopper");
    let market = &kit.market;
    let (mut answered, mut paid, mut done, mut jobs) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for _ in 0..WORDS {
        add_to_cart(market, &CartOwner::Person(buyer.buyer()), variant, 1).await.expect("a line");
        let attempt = PaymentId::mint(market.now());
        let request = PlaceOrder { attempt, address, seen_total_minor: 2_800, seen_perishable: Vec::new(), notes: Vec::new() };
        place_order(market, &buyer.buyer(), "sandbox", request).await.expect("an order");
        work(&kit).await;
        let kind = ProviderEventKind::Captured(Money::fen(2_800));
        let told = ProviderEvent { event_id: attempt.to_string(), payment: attempt, kind };
        let begun = Instant::now();
        note_event(market, "sandbox", &told).await.expect("a note");
        answered.push(begun.elapsed());
        let looked = Instant::now();
        assert_eq!(state(&kit, &buyer, attempt).await, PaymentState::Waiting, "paid before it was answered");
        let look = looked.elapsed();
        for due in due_events(market, 100).await.expect("words") {
            take_event(market, &due.provider, &due.event_id).await.expect("an answer").expect("an outcome");
        }
        assert_eq!(state(&kit, &buyer, attempt).await, PaymentState::Captured, "worked on, and not paid");
        paid.push(begun.elapsed() - look);
        jobs += work(&kit).await;
        done.push(begun.elapsed() - look);
    }
    let (answered, paid, done) = (median(answered), median(paid), median(done));
    line(engine, "a webhook is answered after", answered, answered, done);
    line(engine, "the order reads as paid after", paid, answered, paid);
    line(engine, &format!("its {:.1} jobs are done after", per_word(jobs)), done, done, done);
}

async fn state(kit: &TestMarket, buyer: &SignedIn, id: PaymentId) -> PaymentState {
    payment(&kit.market, &buyer.buyer(), id).await.expect("an answer").expect("a payment").state
}

/// Every job that is due; says how many there were.
async fn work(kit: &TestMarket) -> u32 {
    let mut worked = 0;
    loop {
        let taken = take_jobs(&kit.market, 100).await.expect("jobs");
        if taken.is_empty() {
            return worked;
        }
        for job in taken {
            finish_job(&kit.market, job.id).await.expect("a finished job");
            worked += 1;
        }
    }
}

fn per_word(jobs: u32) -> f64 {
    f64::from(jobs) / f64::from(u32::try_from(WORDS).expect("a count"))
}

/// A batch for one shop that sold once, and for one that sold 26,000 times; and what reading each entry of the latter takes, as a
/// batch did before the database kept the sum.
pub async fn payout(engine: &str, kit: Arc<TestMarket>) {
    let owner = kit.person("Seller").create().await;
    let staff = kit.shop("seller", &owner).approved().create().await;
    let variant = kit.listing(&staff).price_fen(2_000).stock(1_000).create().await.variant();
    let (buyer, _) = shoppers(&kit, 1).await.pop().expect("a shopper");
    for _ in 0..2 {
        let order = kit.shipped_order(&staff, &buyer, &[(variant, 1)]).await;
        confirm_receipt(&kit.market, &buyer.buyer(), order).await.expect("a receipt");
    }
    let once = batch(&kit).await;
    let waiting = "UPDATE payout SET state = 'failed'";
    kit.market.db().execute_unprepared(waiting).await.expect("a payout that is over");
    for _ in 0..SOLD / JOURNALS_AT_ONCE {
        sell(&kit).await;
    }
    let reading = Instant::now();
    let sum = "SELECT SUM(e.amount_minor) AS sum FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id \
               JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' WHERE a.kind = 'shop_payable'";
    kit.market.db().query_one_raw(Statement::from_string(kit.market.backend(), sum)).await.expect("a sum");
    let reading = reading.elapsed();
    let often = batch(&kit).await;
    line(engine, "a payout after 2 orders", once, once, once);
    line(engine, &format!("a payout after {SOLD} orders"), often, often, once);
    line(engine, "reading each of its entries", reading, reading, once);
}

async fn batch(kit: &TestMarket) -> Duration {
    let begun = Instant::now();
    make_payout_batch(&kit.market, None).await.expect("an answer").expect("somebody to pay");
    begun.elapsed()
}

/// Some sales of the only shop as the books have them, without their orders.
async fn sell(kit: &TestMarket) {
    let tx = kit.market.begin("sell").await.expect("a transaction");
    let ids: Vec<Uuid> = (0..JOURNALS_AT_ONCE).map(|_| Uuid::now_v7()).collect();
    let rows = |row: fn(usize) -> String| (1..=ids.len()).map(row).collect::<Vec<_>>().join(", ");
    let journals = rows(|id| format!("(${id}, 'release', ${id}, 'posted', 1)"));
    let entries = rows(|id| {
        let shop = "(SELECT id FROM ledger_account WHERE kind = 'shop_payable')";
        format!("(${id}, 0, {shop}, -1980), (${id}, 1, (SELECT id FROM ledger_account WHERE kind = 'clearing'), 1980)")
    });
    let journals = format!("INSERT INTO ledger_journal (id, kind, subject, phase, made_at) VALUES {journals}");
    let entries = format!("INSERT INTO ledger_entry (journal_id, position, account_id, amount_minor) VALUES {entries}");
    let backend = tx.get_database_backend();
    for sql in [journals, entries] {
        let values = ids.iter().copied().map(Value::from);
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await.expect("rows");
    }
    tx.commit().await.expect("a commit");
}

fn line(engine: &str, what: &str, took: Duration, part: Duration, of: Duration) {
    let share = part.as_secs_f64() / of.as_secs_f64();
    println!("{engine:<11} {what:<34} {:>7.2} ms {share:>9.2}", took.as_secs_f64() * 1_000.0);
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took.get(took.len() / 2).copied().unwrap_or_default()
}
