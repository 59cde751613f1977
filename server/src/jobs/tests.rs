//! Every lane is there: each finds something that nobody else does, and does it without a request.

use super::simulation::picture;
use super::{Workshop, forget_once, lanes, work};
use crate::mail::{Carrier, Mailer};
use crate::payments::Sandbox;
use crate::photos::{FolderStore, Photos};
use crate::testing::{app, nowhere};
use app_kit::request::{App, SiteNames};
use async_trait::async_trait;
use market::account::commands::{Asking, request_code};
use market::account::{CodeId, Language};
use market::catalog::PhotoId;
use market::change::rules::Ages;
use market::discovery::{PlaceKind, Shown};
use market::kernel::{Money, Span};
use market::outbox::JobId;
use market::payment::inbox::note_event;
use market::payment::{ProviderEvent, ProviderEventKind};
use market::testkit::{PROVIDER, TestMarket};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// What is so in the database once a lane has worked, and not before.
const TRACES: [(&str, &str); 11] = [
    ("clocks", "EXISTS (SELECT 1 FROM timer WHERE state = 'fired')"),
    (
        "jobs",
        "EXISTS (SELECT 1 FROM outbox WHERE kind = 'send_sign_in_code' AND state = 'done') \
         AND EXISTS (SELECT 1 FROM outbox WHERE kind = 'forget_photo' AND state = 'done')",
    ),
    ("pictures", "EXISTS (SELECT 1 FROM outbox WHERE kind = 'render_photo' AND attempts > 0)"),
    ("words", "NOT EXISTS (SELECT 1 FROM payment_event WHERE outcome = '')"),
    ("forget", "NOT EXISTS (SELECT 1 FROM sign_in_code)"),
    ("reconcile", "EXISTS (SELECT 1 FROM provider_report)"),
    ("watch", "EXISTS (SELECT 1 FROM seal)"),
    ("demand", "EXISTS (SELECT 1 FROM demand_run)"),
    ("stories", "EXISTS (SELECT 1 FROM home_story)"),
    ("exposure", "EXISTS (SELECT 1 FROM exposure)"),
    ("standings", "EXISTS (SELECT 1 FROM shop_standing)"),
];
/// The shop has one to tell.
const STORY: &str = "UPDATE shop SET story = 'A story that is long enough to be told on the home page.'";
/// The pages of this process know what was changed: in memory.
const PAGES: &str = "pages";
/// A lane looks at once where it has just begun; this is for a machine that is busy.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
pub(super) const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
/// The last audit is the process's, and tests share one: whoever lets the lane look that audits has to hold this.
pub(super) static AUDITING: Mutex<()> = Mutex::const_new(());

/// Loses every letter.
struct Nobody;

#[async_trait]
impl Carrier for Nobody {
    async fn carry(&self, _id: JobId, _to: &str, _subject: &str, _text: &str) -> Result<(), String> {
        Ok(())
    }
}

/// The lanes that have not worked yet.
async fn idle(kit: &TestMarket, app: &App) -> Vec<&'static str> {
    let mut idle = Vec::new();
    for (lane, trace) in TRACES {
        let sql = format!("SELECT CAST({trace} AS INTEGER) AS found");
        let row = kit.market.db().query_one_raw(Statement::from_string(kit.market.backend(), sql)).await.expect("an answer");
        let found: i64 = row.expect("a row").try_get("", "found").expect("a number");
        if found == 0 {
            idle.push(lane);
        }
    }
    if app.pages.lists_at().is_none() {
        idle.push(PAGES);
    }
    idle
}

/// Something to do for each lane.
async fn leave_work(kit: &TestMarket, app: &App) {
    let owner = kit.person("Xiuying").create().await;
    let staff = kit.shop("danqing", &owner).approved().create().await;
    let dress = kit.listing(&staff).title("Rosy dress").create().await;
    let buyer = kit.person("Ben").create().await;
    let goods = [(dress.variant(), 1)];
    kit.photo(&staff, false).await;
    kit.market.db().execute_unprepared(STORY).await.expect("a story");
    // A photo for a form that nobody saved.
    app.photos.receive(&staff, PhotoId::mint(kit.market.now()), None, picture()).await.expect("an upload");
    // A sale that the shop's standing and the books have; an order that nobody pays in time; a code that nobody used.
    kit.paid(&buyer, &goods).await;
    kit.placed(&buyer, &goods).await;
    let asking = Asking { id: CodeId::mint(kit.market.now()), earlier: None };
    request_code(&kit.market, "ben@example.com", Language::En, "127.0.0.1", asking).await.expect("a code");
    kit.clock.advance(Span::days(3));
    let payment = kit.placed(&buyer, &goods).await.payment;
    let kind = ProviderEventKind::Captured(Money::fen(kit.amount_of(payment).await));
    let told = ProviderEvent { event_id: "evt_1".to_owned(), payment, kind };
    note_event(&kit.market, PROVIDER, &told).await.expect("a note");
    app.tally.shown(&[Shown { listing: dress.listing, place: PlaceKind::Ranked }], kit.market.now());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lane_works_without_a_request() {
    let _alone = AUDITING.lock().await;
    let (kit, folder) = (TestMarket::sqlite().await, tempfile::tempdir().expect("a folder"));
    let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).expect("a store")));
    let sandbox = Sandbox::new(kit.market.clone(), String::new()).expect("a sandbox");
    let app = app(&kit.market, Arc::new(sandbox), &photos, (SiteNames::default(), nowhere(&kit.market)));
    let workshop = Workshop { app: app.clone(), mailer: Mailer::by(Nobody), sandbox: None, photos };
    assert_eq!(lanes(&workshop).len(), TRACES.len() + 1, "a lane is known here by what it leaves behind");
    leave_work(&kit, &app).await;
    assert_eq!(idle(&kit, &app).await.len(), TRACES.len() + 1, "nobody has worked yet");

    let working = tokio::spawn(work(workshop));
    let begun = Instant::now();
    let mut left = idle(&kit, &app).await;
    while !left.is_empty() && begun.elapsed() < PATIENCE {
        tokio::time::sleep(BETWEEN_LOOKS).await;
        left = idle(&kit, &app).await;
    }
    working.abort();
    assert_eq!(left, Vec::<&str>::new(), "these lanes have not worked");
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_that_a_clock_wrote_which_ran_ahead_are_put_right_at_the_start_and_by_the_hour() {
    let kit = TestMarket::sqlite().await;
    let owner = kit.person("Xiuying").create().await;
    let staff = kit.shop("danqing", &owner).approved().create().await;
    let dress = kit.listing(&staff).title("Rosy dress").create().await;
    let buyer = kit.person("Ben").create().await;
    kit.shipped_order(&staff, &buyer, &[(dress.variant(), 1)]).await;
    let too_late = async || {
        let latest = kit.market.now().after(Span::days(10)).millis();
        let sql = format!("SELECT id FROM orders WHERE confirm_by > {latest}");
        kit.market.db().query_all_raw(Statement::from_string(kit.market.backend(), sql)).await.expect("an answer").len()
    };
    kit.clock.advance(Span::days(365));
    kit.fire_clocks().await;
    kit.clock.turn_back(Span::days(365));
    assert_eq!(too_late().await, 1, "in a year");
    forget_once(&kit.market, &mut Ages::default()).await;
    assert_eq!(too_late().await, 0);
}
