//! Which payment provider a market has, by its flags.

use super::Sentence;
use crate::boot::Settings;
use crate::payments::Sandbox;
use crate::payments::stripe::{API_URL, Patience, Secret, Stripe};
use clap::Args;
use market::kernel::Market;
use market::payment::PaymentProvider;
use std::path::PathBuf;
use std::sync::Arc;

/// How money comes in.
#[derive(Args)]
pub struct Payments {
    /// The file of Stripe's secret key, readable to this user only: payments go through Stripe.
    #[arg(long, requires = "stripe_webhook_secret_file", env = "SHANHUO_STRIPE_KEY_FILE")]
    stripe_key_file: Option<PathBuf>,
    /// The file of the secret with which Stripe signs its webhooks to `/webhooks/stripe`.
    #[arg(long, requires = "stripe_key_file", env = "SHANHUO_STRIPE_WEBHOOK_SECRET_FILE")]
    stripe_webhook_secret_file: Option<PathBuf>,
    /// Another address of Stripe's API, for tests: https, or on this machine.
    #[arg(long, default_value = API_URL, env = "SHANHUO_STRIPE_URL")]
    stripe_url: String,
}

/// The provider of a market, and the sandbox where it is that.
pub struct Chosen {
    /// Takes the money.
    pub provider: Arc<dyn PaymentProvider>,
    /// Its pages and webhooks are served from here.
    pub sandbox: Option<Sandbox>,
}

/// The provider that the flags name, else the sandbox; `port` is where our own webhook door is.
///
/// # Errors
/// A sentence: a market for real without a provider, one to try out with a key for real money, a key that cannot be read.
pub fn choose(settings: &Settings, flags: &Payments, market: &Market, port: u16) -> Result<Chosen, Sentence> {
    if let (Some(key), Some(webhooks)) = (&flags.stripe_key_file, &flags.stripe_webhook_secret_file) {
        let key = Secret::from_file(key)?;
        if key.is_live() && !settings.is_production() {
            return Err("This key moves real money: start the market with --mode production, or take a test key.".to_owned());
        }
        let stripe = Stripe::new(&flags.stripe_url, &key, Secret::from_file(webhooks)?, Patience::default())?;
        return Ok(Chosen { provider: Arc::new(stripe), sandbox: None });
    }
    if settings.is_production() {
        return Err("A market for real needs a payment provider: give --stripe-key-file and --stripe-webhook-secret-file, \
                    or start it with --mode demo."
            .to_owned());
    }
    let sandbox = Sandbox::new(market.clone(), format!("http://127.0.0.1:{port}/webhooks/sandbox"))?;
    Ok(Chosen { provider: Arc::new(sandbox.clone()), sandbox: Some(sandbox) })
}
