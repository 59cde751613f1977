//! Signatures of webhooks as both providers write them: `t=<instant>,v1=<hex of HMAC-SHA-256 over instant.body>`, one `v1` or
//! several while a secret is being changed.

use hmac::{Hmac, KeyInit, Mac};
use market::payment::WebhookRefusal;
use sha2::Sha256;

fn mac(secret: &[u8], at: i64, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).ok()?;
    Some(mac.chain_update(at.to_string()).chain_update(b".").chain_update(body))
}

/// The header of a body that is sent at this instant.
pub fn sign(secret: &[u8], at: i64, body: &[u8]) -> String {
    let bytes = mac(secret, at, body).map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default();
    format!("t={at},v1={}", hex(&bytes))
}

/// When a body was signed, in the provider's own unit; compared in constant time.
///
/// # Errors
/// [`WebhookRefusal::BadSignature`] where no signature of this secret stands in the header.
pub fn signed_at(secret: &[u8], header: &str, body: &[u8]) -> Result<i64, WebhookRefusal> {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let at =
        parts().find(|(name, _)| *name == "t").and_then(|(_, text)| text.parse().ok()).ok_or(WebhookRefusal::BadSignature)?;
    let claimed = parts().filter(|(name, _)| *name == "v1").filter_map(|(_, text)| unhex(text));
    let fits = |claim: Vec<u8>| mac(secret, at, body).is_some_and(|mac| mac.verify_slice(&claim).is_ok());
    if !secret.is_empty() && claimed.take(SIGNATURES_MAX).any(fits) { Ok(at) } else { Err(WebhookRefusal::BadSignature) }
}

/// Two secrets are in use while one is changed; a header of thousands is somebody's attempt to keep us busy.
const SIGNATURES_MAX: usize = 8;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_signed_with_the_secret_is_believed() {
        let header = sign(b"secret", 12, b"body");
        assert_eq!(signed_at(b"secret", &header, b"body"), Ok(12));
        let rolled = format!("{},v1=00,{}", header.replace("v1=", "v1=ff"), header.replace("t=12,", ""));
        assert_eq!(signed_at(b"secret", &rolled, b"body"), Ok(12), "one of several fits");
        let moved = header.replace("t=12", "t=13");
        for (secret, header, body) in [
            (&b"other"[..], header.as_str(), &b"body"[..]),
            (b"secret", &header, b"bodY"),
            (b"secret", &moved, b"body"),
            (b"secret", "t=12", b"body"),
            (b"secret", "v1=00", b"body"),
            (b"secret", "", b"body"),
            (b"", &sign(b"", 12, b"body"), b"body"),
        ] {
            assert_eq!(signed_at(secret, header, body), Err(WebhookRefusal::BadSignature), "{header}");
        }
    }
}
