//! Argon2id, kept away from the threads that answer pages, and from more memory than two hashes take.

use crate::kernel::Fault;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// A hash takes 19 MB and a core for a while: two at once leave a small machine alive, the others wait.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Of nobody's password, with the costs of everybody's: who has no account costs the same time as who has one.
const OF_NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2hhbmh1by1ub2JvZHkhIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The hash of a new password, as a PHC string.
pub(crate) async fn hash(password: String) -> Result<String, Fault> {
    on_a_thread_of_its_own(move || {
        let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes()).map_err(Fault::broken)?;
        Ok(hash.to_string())
    })
    .await?
}

/// Whether the password is that of the hash. Without a hash it takes as long and is false.
pub(crate) async fn is_right(password: String, hash: Option<String>) -> Result<bool, Fault> {
    on_a_thread_of_its_own(move || {
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| OF_NOBODY.to_owned());
        let parsed = PasswordHash::new(&text).map_err(Fault::broken)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await?
}

async fn on_a_thread_of_its_own<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let permit = AT_ONCE.acquire().await.map_err(Fault::broken)?;
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop(permit);
        done
    })
    .await
    .map_err(Fault::broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_nobody_has_none() {
        let hashed = hash("a quiet river".to_owned()).await.unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert!(is_right("a quiet river".to_owned(), Some(hashed.clone())).await.unwrap());
        assert!(!is_right("a loud river".to_owned(), Some(hashed)).await.unwrap());
        assert!(!is_right("a quiet river".to_owned(), None).await.unwrap());
        assert!(PasswordHash::new(OF_NOBODY).is_ok());
    }
}
