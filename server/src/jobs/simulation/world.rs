//! Everybody in a story: the market and its jobs, the others that fail, two shops, three buyers, an operator.

use super::cash::Promise;
use super::company::{Company, NAME, SIGNATURE_HEADER};
use super::coupons::Coupons;
use super::desk::Desk;
use super::others::{Cellar, Post};
use super::trouble::Trouble;
use crate::jobs::timers::Clocks;
use crate::jobs::{Workshop, run, words};
use crate::mail::Mailer;
use crate::payments::{Cash, reconcile, webhook};
use crate::photos::Photos;
use crate::testing::{app, nowhere};
use app_kit::request::SiteNames;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use market::account::{Operator, SignedIn};
use market::aftersales::CaseId;
use market::audit::chain::{Reach, seal};
use market::catalog::{ListingId, PhotoId, VariantId};
use market::kernel::{Measure, Span, Timestamp, Unit};
use market::ledger::PayoutId;
use market::order::OrderId;
use market::outbox::Work;
use market::outbox::commands::put_right;
use market::payment::PaymentId;
use market::shop::ShopStaff;
use market::shop::commands::set_takes_cash;
use market::testkit::{Frozen, TestMarket};
use std::sync::Arc;

/// Jobs and clocks a look, as the worker takes them.
const BATCH: u64 = 32;
/// What two did at once would be in no certain order.
const ONE_BY_ONE: usize = 1;
/// The policy's time between two rounds of the sweeper.
const SWEEP: Span = Span::minutes(10);
/// The last days of its statement are read again once a day, as in the server.
const READ_AGAIN: Span = Span::days(1);
/// A worker that does not come to an end within so many looks never will.
const LOOKS_MAX: usize = 200;

/// So few that a story comes to their end.
const DRESSES: i64 = 10;

/// The people and goods of every story, made once.
pub struct Table {
    frozen: Frozen,
    pub buyers: Vec<SignedIn>,
    pub shops: Vec<ShopStaff>,
    pub goods: Vec<(VariantId, i64)>,
    /// The dresses' other size, which nobody buys: it comes in exchange.
    pub large: VariantId,
    /// One of each shop.
    pub listings: Vec<ListingId>,
    pub olga: Operator,
}

impl Table {
    pub async fn set() -> Self {
        let kit = TestMarket::sqlite().await;
        let mut buyers = Vec::new();
        for name in ["Ben", "Cai", "Dan"] {
            buyers.push(kit.person(name).create().await);
        }
        let owner = kit.person("Xiuying").create().await;
        let pork_shop = kit.shop("danqing", &owner).approved().create().await;
        let measure = Measure { unit: Unit::Gram, price_per: 500, minimum: 50, step: 1 };
        let pork = kit.listing(&pork_shop).title("Salted pork").measure(measure).price_fen(4_580).stock(100_000).create().await;
        let owner = kit.person("Rosy").create().await;
        let dress_shop = kit.shop("rosy", &owner).approved().create().await;
        kit.take_returns(&dress_shop).await;
        let dress = kit.listing(&dress_shop).title("Rosy dress").price_fen(12_800).stock(DRESSES).weight_grams(400);
        let dress = dress.option("Size", &["M", "L"]).create().await;
        let large = *dress.variants.last().expect("two sizes");
        for shop in [&pork_shop, &dress_shop] {
            set_takes_cash(&kit.market, shop, true).await.expect("a shop that takes cash");
        }
        let olga = kit.person("Olga").operator().create().await.operator().expect("an operator");
        let goods = vec![(pork.variant(), 150), (dress.variant(), 2)];
        // The photos of the builders wait in the outbox to be rendered, and no store has them.
        for job in market::outbox::commands::take_jobs(&kit.market, 100).await.expect("jobs") {
            market::outbox::commands::finish_job(&kit.market, job.id).await.expect("a finished job");
        }
        let listings = vec![pork.listing, dress.listing];
        Self { frozen: kit.freeze().await, buyers, shops: vec![pork_shop, dress_shop], goods, large, listings, olga }
    }
}

/// An order: which, of which shop, whose.
#[derive(Clone, Copy)]
pub struct Bought {
    pub order: OrderId,
    pub shop: usize,
    pub buyer: usize,
}

/// A case: which, of which order, of how much of its goods, and what is to come where goods are asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    pub case: CaseId,
    pub of: Bought,
    pub quantity: i64,
    pub comes: VariantId,
}

/// A story as it stands.
pub struct World<'a> {
    pub table: &'a Table,
    pub kit: TestMarket,
    pub trouble: Trouble,
    pub company: Company,
    pub post: Post,
    pub cellar: Cellar,
    pub workshop: Workshop,
    clocks: Clocks,
    pub payments: Vec<(PaymentId, usize)>,
    pub orders: Vec<Bought>,
    pub promises: Vec<Promise>,
    pub coupons: Coupons,
    pub cases: Vec<Asked>,
    /// Those of which a shop has sent the goods once more.
    pub resent: Vec<Asked>,
    pub desk: Desk,
    pub payouts: Vec<PayoutId>,
    pub photos: Vec<(PhotoId, usize)>,
    /// No clock is put back behind this.
    pub began: Timestamp,
    swept_at: Timestamp,
    read_again_at: Timestamp,
}

impl<'a> World<'a> {
    pub async fn new(table: &'a Table, seed: u64, is_told: bool) -> Self {
        let kit = table.frozen.thaw_for_one().await;
        let trouble = Trouble::new(seed, kit.clock.clone(), is_told);
        let company = Company::new(trouble.clone(), kit.clock.clone());
        let (post, cellar) = (Post::new(trouble.clone()), Cellar::new(trouble.clone()));
        let photos = Photos::new(Arc::new(cellar.clone()));
        let app = app(&kit.market, Arc::new(company.clone()), &photos, (SiteNames::default(), nowhere(&kit.market)));
        let workshop = Workshop { app, mailer: Mailer::by(post.clone()), sandbox: None, photos };
        let began = kit.market.now();
        Self {
            table,
            kit,
            trouble,
            company,
            post,
            cellar,
            workshop,
            clocks: Clocks::default(),
            payments: Vec::new(),
            orders: Vec::new(),
            promises: Vec::new(),
            coupons: Coupons::default(),
            cases: Vec::new(),
            resent: Vec::new(),
            desk: Desk::default(),
            payouts: Vec::new(),
            photos: Vec::new(),
            began,
            swept_at: began,
            read_again_at: began,
        }
    }

    /// What the worker does until there is nothing left to do now: clocks, jobs, word that comes, the sweeper, the seals.
    pub async fn work(&mut self) {
        for look in 0.. {
            let fired = self.clocks.fire_due(&self.kit.market, BATCH).await.expect("clocks that can be asked for");
            assert_eq!(self.clocks.stuck(), 0, "every clock that is due can be fired");
            let done = run::run_due(&self.workshop, Work::Any, BATCH, ONE_BY_ONE).await.expect("jobs that are done");
            let told = self.bring_word().await;
            let taken = words::take_due(&self.kit.market, BATCH).await.expect("words that are taken");
            if fired + done + told + taken == 0 {
                break;
            }
            assert!(look < LOOKS_MAX, "the worker never comes to an end");
        }
        let now = self.kit.market.now();
        if now >= self.swept_at.after(SWEEP) || now < self.swept_at {
            self.swept_at = now;
            let round = reconcile::round(&self.kit.market, &self.company).await.expect("a round");
            assert_eq!(round.stuck, 0, "every payment that is due can be asked about");
            self.trouble.note("round", &format!("settled {}", round.settled));
            reconcile::compare(&self.kit.market, &Cash::new(self.kit.market.clone())).await.expect("what couriers transferred");
            if (now >= self.read_again_at.after(READ_AGAIN) || now < self.read_again_at)
                && reconcile::read_again(&self.kit.market, &self.company).await.expect("the last days, once more")
            {
                self.read_again_at = now;
            }
        }
        while seal(&self.kit.market, Reach::Recent).await.expect("seals") > 0 {}
    }

    /// Now and then the machine's clock, which ran ahead, is put right. It did so since the last that moved at the company, whose clock is
    /// right and whose dates are this one's in a story.
    pub async fn leap_back(&mut self) {
        let Some(back) = self.trouble.leap_back() else { return };
        let since = self.company.latest().map_or(self.began, |latest| self.began.max(latest));
        let passed = self.kit.market.now().millis() - since.millis();
        let back = Span::millis_of(back.millis().min(passed));
        if back.millis() == 0 {
            return;
        }
        self.kit.clock.turn_back(back);
        put_right(&self.kit.market).await.expect("jobs that are put right");
        self.trouble.note("clock put back", &format!("by {} minutes", back.millis() / 60_000));
    }

    /// Webhooks come to the door, or get lost on their way; or the answer does, and they come again.
    async fn bring_word(&self) -> usize {
        let mut told = 0;
        for webhook in self.company.take_due() {
            if self.trouble.one_in(4) {
                self.company.bring_again(webhook);
                continue;
            }
            let status = self.door(&self.company.sign(self.kit.market.now(), &webhook.body), &webhook.body).await;
            self.trouble.note("word", &format!("{status} {}", webhook.body));
            told += 1;
            if status != StatusCode::OK || self.trouble.one_in(5) {
                self.company.bring_again(webhook);
            }
        }
        told
    }

    /// The door of the webhooks.
    pub async fn door(&self, signature: &str, body: &str) -> StatusCode {
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE_HEADER, signature.parse().expect("a header"));
        webhook(State(self.workshop.app.clone()), Path(NAME.to_owned()), headers, body.to_owned().into()).await
    }
}
