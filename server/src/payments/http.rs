//! The HTTP client of providers: our own list of roots, so that one binary is enough; no redirects, since a key must not follow one.

use reqwest::{Client, redirect::Policy};
use std::sync::Arc;
use std::time::Duration;

/// A client that waits so long for a connection, and so long for a whole answer.
///
/// # Errors
/// A sentence, when TLS cannot be set up.
pub fn client(connect: Duration, whole: Duration) -> Result<Client, String> {
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(Policy::none())
        .connect_timeout(connect)
        .timeout(whole)
        .build()
        .map_err(|error| format!("The HTTP client cannot be made: {error}"))
}
