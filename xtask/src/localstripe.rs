//! `cargo dev localstripe`: the Stripe adapter against `localstripe`, a fake of Stripe that others wrote. It listens on every
//! interface, so it runs in a network namespace of its own, where there is no interface but the loopback.

use crate::setup;
use crate::steps::{Done, Steps};
use crate::workspace;
use std::path::PathBuf;
use std::process::Command;

const VERSION: &str = "1.15.10";
const PORT: &str = "8420";
/// The whole run within the namespace, compiled before.
const SECONDS_MAX: &str = "120";
/// The namespace ends with its last process: the fake is ended by its id, and everything by `timeout`.
const SCRIPT: &str = r#"ip link set lo up || exit 1
"$1" --port "$2" --from-scratch >"$1.log" 2>&1 &
fake=$!
shift 2
cargo test --offline "$@" localstripe
status=$?
kill "$fake"
exit "$status""#;

pub fn run(steps: &mut Steps) -> Done {
    if let Some(why) = missing() {
        println!("localstripe is skipped: {why}.");
        return Ok(());
    }
    let folder = install(steps)?;
    let mut build = workspace::cargo(&["test"]);
    build.args(tests()).arg("--no-run");
    steps.command("the server's tests", build)?;
    let mut command = own_network();
    command.args(["timeout", SECONDS_MAX, "sh", "-c", SCRIPT, "localstripe"]);
    command.arg(folder.join("bin/localstripe")).arg(PORT).args(tests());
    workspace::as_in_a_shell(&mut command);
    command.env("SHANHUO_LOCALSTRIPE", format!("http://127.0.0.1:{PORT}")).current_dir(workspace::root());
    steps.command("the adapter against localstripe", command)
}

/// Which tests, of which build: that of all others.
fn tests() -> impl Iterator<Item = &'static str> {
    workspace::SERVER_SIDE.into_iter().chain(["--bin", "shanhuo"])
}

/// A command of this kind runs with a loopback of its own and nothing else.
fn own_network() -> Command {
    let mut command = Command::new("unshare");
    if !setup::is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    command.arg("--net");
    command
}

fn missing() -> Option<&'static str> {
    if workspace::on_path(&["python3"]).is_none() {
        return Some("there is no python3");
    }
    if ["unshare", "ip", "timeout"].iter().any(|program| workspace::on_path(&[program]).is_none()) {
        return Some("unshare, ip and timeout are needed (util-linux, iproute2, coreutils)");
    }
    let mut probe = own_network();
    probe.args(["ip", "link", "set", "lo", "up"]);
    workspace::output(probe).is_err().then_some("this machine does not allow a network namespace of its own")
}

/// The pinned fake, in a virtual environment under `target/`.
fn install(steps: &mut Steps) -> Done<PathBuf> {
    let folder = workspace::root().join("target").join(format!("localstripe-{VERSION}"));
    if !folder.join("bin/localstripe").is_file() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&folder);
        let mut fetch = Command::new(folder.join("bin/pip"));
        fetch.args(["install", "--quiet", "--disable-pip-version-check", &format!("localstripe=={VERSION}")]);
        steps.commands("localstripe, in an environment of its own", vec![make, fetch])?;
    }
    Ok(folder)
}
