//! The market's keys: AES-256-GCM for what must not lie open, bound to its place; HMAC-SHA-256 for finding equal values. The
//! master key is a file that only the market's own user can read.

use aes_gcm::aead::{Aead, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use market::kernel::{Keyring, KeyringError};
use sha2::Sha256;
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
/// The first byte of everything sealed, so that another cipher can follow this one.
const VERSION: u8 = 1;

/// Keys out of one master key in a file.
pub struct FileKeyring {
    cipher: Aes256Gcm,
    index_key: Vec<u8>,
}

impl FileKeyring {
    /// Opens the keyring in this folder; makes one, readable to this user only, where there is none.
    ///
    /// # Errors
    /// A key of the wrong size, one that others can read, or a disk that says no.
    pub fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let file = master_key(folder);
        if !file.exists() {
            make(&file)?;
        }
        let mode = std::fs::metadata(&file)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(io::Error::other(format!("{} can be read by others; run chmod 600 on it", file.display())));
        }
        let master = std::fs::read(&file)?;
        if master.len() != KEY_BYTES {
            return Err(io::Error::other(format!("{} does not hold a key of {KEY_BYTES} bytes", file.display())));
        }
        Self::from_master(&master).ok_or_else(|| io::Error::other("the master key cannot be used"))
    }

    fn from_master(master: &[u8]) -> Option<Self> {
        let sealing = derive(master, b"sealing")?;
        Some(Self { cipher: Aes256Gcm::new_from_slice(&sealing).ok()?, index_key: derive(master, b"blind index")? })
    }
}

/// The file of the master key in a folder of keys.
#[must_use]
pub fn master_key(folder: &Path) -> PathBuf {
    folder.join("master.key")
}

fn make(file: &Path) -> io::Result<()> {
    let mut key = [0_u8; KEY_BYTES];
    getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
    // Written beside and linked into place: of two processes that start at once, one makes the key and both read it.
    let fresh = file.with_extension(format!("new-{}", std::process::id()));
    let mut out = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
    out.write_all(&key)?;
    out.sync_all()?;
    let linked = std::fs::hard_link(&fresh, file);
    std::fs::remove_file(&fresh)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn derive(master: &[u8], purpose: &[u8]) -> Option<Vec<u8>> {
    let mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(master).ok()?;
    Some(mac.chain_update(purpose).finalize().into_bytes().to_vec())
}

impl Keyring for FileKeyring {
    fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, KeyringError> {
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|_| KeyringError)?;
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| KeyringError)?;
        Ok([&[VERSION], nonce.as_slice(), &sealed].concat())
    }

    fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyringError> {
        let (version, rest) = sealed.split_first().ok_or(KeyringError)?;
        let (nonce, text) = rest.split_at_checked(NONCE_BYTES).ok_or(KeyringError)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| KeyringError)?;
        if *version != VERSION {
            return Err(KeyringError);
        }
        self.cipher.decrypt(&Nonce::from(nonce), Payload { msg: text, aad: place.as_bytes() }).map_err(|_| KeyringError)
    }

    fn blind_index(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
        match <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.index_key) {
            Ok(mac) => mac.chain_update(purpose).chain_update([0]).chain_update(plain).finalize().into_bytes().to_vec(),
            Err(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_where_it_was_sealed() {
        let folder = tempfile::tempdir().expect("a folder");
        let keyring = FileKeyring::open(folder.path()).expect("a keyring");
        let sealed = keyring.seal("identity|id_number|1", "43312419".as_bytes()).expect("sealed");
        assert!(!sealed.windows(8).any(|window| window == "43312419".as_bytes()));
        assert_eq!(keyring.open("identity|id_number|1", &sealed), Ok("43312419".as_bytes().to_vec()));
        assert_eq!(keyring.open("identity|id_number|2", &sealed), Err(KeyringError), "moved to another row");
        for position in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[position] ^= 1;
            assert_eq!(keyring.open("identity|id_number|1", &altered), Err(KeyringError), "altered at {position}");
        }
        let again = FileKeyring::open(folder.path()).expect("the same keyring");
        assert!(again.open("identity|id_number|1", &sealed).is_ok());
        assert_eq!(again.blind_index("id", b"x"), keyring.blind_index("id", b"x"));
        assert_ne!(keyring.blind_index("id", b"x"), keyring.blind_index("card", b"x"));
        let other = FileKeyring::open(&folder.path().join("other")).expect("another keyring");
        assert_eq!(other.open("identity|id_number|1", &sealed), Err(KeyringError), "another key");
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        FileKeyring::open(folder.path()).expect("a keyring");
        let file = folder.path().join("master.key");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("permissions");
        assert!(FileKeyring::open(folder.path()).is_err());
    }
}
