//! `shanhuo serve`: opens the market and answers until it is told to stop.

use super::{Sentence, payments};
use crate::boot::{Settings, migrate, open};
use crate::photos::Inbox;
use crate::regions::SiteRegions;
use crate::{boot, http, jobs, mail, site};
use app_kit::request::{App, AppParts, Exposure, KeptPages, Room, Shelf, Tally};
use axum::Extension;
use axum::serve::ListenerExt;
use clap::Args;
use search::Search;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;

#[derive(Args)]
pub struct Serve {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:3000", env = "SHANHUO_ADDR")]
    addr: SocketAddr,
    /// The address of the proxy in front, whose X-Forwarded-For is believed. Others' is not.
    #[arg(long, env = "SHANHUO_PROXY")]
    proxy: Option<std::net::IpAddr>,
    #[command(flatten)]
    payments: payments::Payments,
}

pub async fn run(settings: Settings, serve: Serve) -> Result<ExitCode, Sentence> {
    start_log();
    let opened = open(&settings).await?;
    migrate(&opened.pools).await?;
    let site = site::Site::load();
    let listener =
        TcpListener::bind(serve.addr).await.map_err(|error| format!("{} cannot be listened on: {error}", serve.addr))?;
    let address = listener.local_addr().map_err(|error| format!("The address cannot be read: {error}"))?;
    let public_url = settings.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let payments::Chosen { provider, sandbox } = payments::choose(&settings, &serve.payments, &opened.market, address.port())?;
    let mailer = mail::Mailer::from_settings(&settings)?;
    let photos = boot::photos(&settings)?;
    let inbox = Arc::new(Inbox { market: opened.market.clone(), photos: photos.clone() });
    let search = Search::new(opened.market.clone(), boot::indexes(&settings));
    let app = App::new(AppParts {
        market: opened.market.clone(),
        site: site.names(),
        shelf: Shelf::default(),
        pages: KeptPages::default(),
        room: Room::new(http::PAGES_MAX),
        tally: Tally::default(),
        exposure: Exposure::default(),
        search: Arc::new(search.clone()),
        secure: public_url.starts_with("https://"),
        public_url: public_url.trim_end_matches('/').to_owned(),
        demo: !settings.is_production(),
        payments: provider,
        regions: Arc::new(SiteRegions::new(site::read)),
        photos: inbox.clone(),
        evidence: inbox,
    });
    let workshop = jobs::Workshop { app: app.clone(), mailer, sandbox: sandbox.clone(), photos: photos.clone() };
    let worker = tokio::spawn(jobs::work(workshop));
    let followed = search.clone();
    let follower = tokio::spawn(jobs::keep(move || followed.clone().follow()));
    let router = http::router(app.clone(), site, sandbox, photos, serve.proxy).layer(Extension(search));
    tracing::info!(address = %address, "serving on http://{address}");
    println!("http://{address}");
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    // Without TCP_NODELAY small answers wait for the peer's delayed acknowledgement: 44 ms, measured.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let served = axum::serve(listener, service).with_graceful_shutdown(asked_to_stop()).await;
    worker.abort();
    follower.abort();
    jobs::write_down(&app).await;
    served.map_err(|error| format!("Serving ended: {error}"))?;
    Ok(ExitCode::SUCCESS)
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("SHANHUO_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

async fn asked_to_stop() {
    let mut terminated = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(_) => return std::future::pending().await,
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}
