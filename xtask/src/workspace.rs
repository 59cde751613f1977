//! Where things are: the workspace, cargo's target folder, the site, the tools of Node.js.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// How the WebAssembly and the server are compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

/// Cargo says where it was started from. What was compiled in is only asked where the program runs without cargo: worktrees that
/// share a target folder also share this program.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let member = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        Path::new(&member).parent().unwrap_or(Path::new(".")).to_path_buf()
    })
}

/// Cargo's own folder: `CARGO_TARGET_DIR` where it is set. Several worktrees may share it.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The assembled site always lies inside the workspace, because the server embeds it from there.
pub fn site() -> PathBuf {
    root().join("target/site")
}

/// What the site is made from on the way, and the stamps that say which inputs it was made of.
pub fn site_work() -> PathBuf {
    root().join("target/site-work")
}

pub fn binary(profile: Profile) -> PathBuf {
    target().join(match profile {
        Profile::Dev => "debug/shanhuo",
        Profile::Release => "release/shanhuo",
    })
}

/// What the server is made of, with its tests. The pages are chosen for theirs: the server turns on their feature `ssr`, which most of
/// them need. Cargo gives every crate the features that the chosen packages want of it: with another choice three hundred crates
/// are built once more. These packages are therefore always chosen together, and share their builds with the server that browsers are
/// driven against.
pub const SERVER_SIDE: [&str; 16] = [
    "-p",
    "market",
    "-p",
    "migrations",
    "-p",
    "search",
    "-p",
    "app-kit",
    "-p",
    "app-storefront",
    "-p",
    "app-workbench",
    "-p",
    "server",
    "--features",
    "market/testkit",
];

/// A command that runs in the workspace's root.
pub fn command(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Cargo as somebody would call it in a shell.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = command("cargo", arguments);
    as_in_a_shell(&mut command);
    command
}

/// Lets this command lint the members that it builds, as `cargo clippy -- -D warnings` would, which builds nothing that can run: whoever
/// builds them anyway need not have five hundred crates looked through once more for it. Commands with and without this do not share
/// their builds of members. clippy's compiler is for linting: what it builds is right, but may be slower, and is not what we ship.
pub fn lint(command: &mut Command) -> &mut Command {
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__")
}

/// Takes out what the outer cargo says of this very command (`CARGO_PKG_…`): build scripts that look at it, such as ring's, would run
/// anew, and the whole database stack after them, whenever the two take turns.
pub fn as_in_a_shell(command: &mut Command) {
    let of_this_command = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(of_this_command) {
            command.env_remove(name);
        }
    }
}

/// A program of an npm package, by the file that its package names.
pub fn node(script: &str, arguments: &[&str]) -> Command {
    let mut command = command("node", &[script]);
    command.args(arguments);
    command
}

/// The first of these programs that is on the path.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&folders).map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}

/// What a command prints, or the sentence why it could not.
pub fn output(mut command: Command) -> Result<String, String> {
    let shown = crate::steps::plain(&command);
    let output = command.output().map_err(|error| format!("`{shown}` could not start: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{shown}` failed: {}", said.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
