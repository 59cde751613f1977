//! A PostgreSQL of our own for one test run: a cluster in a temporary folder, on a free port of this machine only, gone
//! afterwards. Durability is off but where it is what is measured: what survives a power cut is another test's question.

use crate::steps::Done;
use crate::{setup, workspace};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const START_SECONDS_MAX: u64 = 60;
/// How many this process has started.
static STARTED: AtomicU32 = AtomicU32::new(0);
/// The first whose databases are made with a `STRATEGY`, as those of the tests are.
const VERSION_MIN: u32 = 15;
const SETTINGS: [&str; 2] = ["max_wal_size=4GB", "max_connections=200"];

/// Nothing has to survive.
const FORGETFUL: [&str; 5] =
    ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"];

/// What lies in a cluster.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Hundreds of small databases, one a test: to go round them would keep autovacuum busy all the time, and most connections ask a
    /// thing a few times only, which PostgreSQL would plan anew each time.
    Tests,
    /// One that grows, and is looked after as in earnest.
    Market,
    /// The same, with every commit on the disk before it is answered.
    DurableMarket,
}

impl Holds {
    fn settings(self) -> impl Iterator<Item = &'static str> {
        let (forgetful, own): (&[&str], &[&str]) = match self {
            Self::Tests => (&FORGETFUL, &["autovacuum=off", "plan_cache_mode=force_generic_plan"]),
            Self::Market => (&FORGETFUL, &[]),
            Self::DurableMarket => (&[], &[]),
        };
        SETTINGS.iter().chain(forgetful).chain(own).copied()
    }
}

pub struct Cluster {
    server: Child,
    folder: PathBuf,
    /// Without a database: each test makes its own in it.
    pub url: String,
}

/// The folder of `initdb` and `postgres`: the newest that is here, Debian's or what is on the path, if it is new enough.
pub fn programs() -> Option<PathBuf> {
    found().pop().filter(|(version, _)| *version >= VERSION_MIN).map(|(_, folder)| folder)
}

/// Every PostgreSQL that is here, with its version, the newest last; of the same version Debian's.
fn found() -> Vec<(u32, PathBuf)> {
    let of_debian: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| {
            let versions = entries.flatten().map(|entry| entry.path());
            versions.filter_map(|path| Some((path.file_name()?.to_str()?.parse().ok()?, path.join("bin")))).collect()
        })
        .unwrap_or_default();
    let is_whole = |folder: &Path| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    let mut found: Vec<_> = on_path().into_iter().chain(of_debian).filter(|(_, folder)| is_whole(folder)).collect();
    found.sort_by_key(|(version, _)| *version);
    found
}

fn on_path() -> Option<(u32, PathBuf)> {
    let folder = workspace::on_path(&["initdb"])?.canonicalize().ok()?.parent()?.to_path_buf();
    let said = workspace::output(workspace::command(folder.join("postgres"), &["--version"])).ok()?;
    Some((version(&said)?, folder))
}

/// The first number of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn version(said: &str) -> Option<u32> {
    let number = said.split_once("(PostgreSQL) ")?.1;
    number.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

/// What to say where there is none for the tests.
fn missing() -> String {
    let older = found().pop().map(|(version, _)| format!(" but for {version}: the tests need {VERSION_MIN} or newer"));
    format!("PostgreSQL is not installed{}.", older.unwrap_or_default())
}

impl Cluster {
    pub fn start(holds: Holds) -> Done<Self> {
        let programs = programs().ok_or_else(missing)?;
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("shanhuo-postgres-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
        let user = unprivileged(&folder)?;
        let data = folder.join("data");

        let mut make = as_user(user, &programs.join("initdb"), &folder);
        make.args(["--username=shanhuo", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"]).arg(&data);
        workspace::output(make)?;

        let port = free_port()?;
        let log = std::fs::File::create(folder.join("log")).map_err(|error| format!("no log for PostgreSQL: {error}"))?;
        let mut serve = as_user(user, &programs.join("postgres"), &folder);
        serve.arg("-D").arg(&data).arg("-k").arg(&folder).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        for setting in holds.settings() {
            serve.args(["-c", setting]);
        }
        println!("      $ {}", crate::steps::plain(&serve));
        let server = serve.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
        let server = server.map_err(|error| format!("PostgreSQL could not start: {error}"))?;
        let url = format!("postgres://shanhuo@127.0.0.1:{port}");
        let mut cluster = Self { server, folder, url };
        cluster.wait(&programs, port)?;
        Ok(cluster)
    }

    fn wait(&mut self, programs: &Path, port: u16) -> Done {
        let begun = Instant::now();
        let port = port.to_string();
        while begun.elapsed() < Duration::from_secs(START_SECONDS_MAX) {
            let ready = programs.join("pg_isready");
            let probe = workspace::command(ready, &["-q", "-h", "127.0.0.1", "-p", &port, "-t", "1"]).status();
            if probe.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            if let Ok(Some(status)) = self.server.try_wait() {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL stopped at once ({status}):\n{log}"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("PostgreSQL did not answer within {START_SECONDS_MAX} seconds."))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown; the standard library can only send SIGKILL.
        let asked = Command::new("kill").args(["-INT", &self.server.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            self.server.kill().ok();
        }
        self.server.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// PostgreSQL refuses to run as root: then the folder is given to `postgres`, or to `nobody`, who also runs it.
fn unprivileged(folder: &Path) -> Done<Option<(u32, u32)>> {
    if !setup::is_root() {
        return Ok(None);
    }
    let number = |kind: &str, name: &str| -> Option<u32> {
        workspace::output(workspace::command("id", &[kind, name])).ok()?.trim().parse().ok()
    };
    let user = ["postgres", "nobody"].iter().find_map(|name| Some((number("-u", name)?, number("-g", name)?)));
    let (user, group) = user.ok_or("PostgreSQL must not run as root, and there is neither a user `postgres` nor `nobody`.")?;
    std::os::unix::fs::chown(folder, Some(user), Some(group))
        .map_err(|error| format!("{} cannot be given to user {user}: {error}", folder.display()))?;
    Ok(Some((user, group)))
}

fn as_user(user: Option<(u32, u32)>, program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    command
}

fn free_port() -> Done<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("no free port: {error}"))?;
    listener.local_addr().map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_is_not_zero() {
        assert_ne!(free_port().unwrap_or_default(), 0);
    }

    #[test]
    fn a_version_is_read_from_what_its_server_says() {
        assert_eq!(version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(version("postgres (PostgreSQL) 9.6.24\n"), Some(9));
        assert_eq!(version("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(version("postgres: command not found"), None);
    }
}
