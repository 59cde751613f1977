//! `cargo dev site`: everything that a browser is given, assembled in `target/site` and embedded by the server.
//!
//!     target/site/pkg/…            bundles and sheets under names that carry the hash of their content: cached for ever
//!     target/site/regions/…        provinces, and one file of cities, areas and towns for each (`xtask/node/regions.mjs`)
//!     target/site/…                `public/` as it is
//!     target/site/names.json       logical name → address: `{"storefront.css": "/pkg/storefront.0123456789abcdef.css", …}`
//!     …​.br, ….gz                    beside each file that gets smaller by them
//!
//! A piece is made anew only when what it is made from has changed; the stamps lie in `target/site-work`.

mod bundle;
mod folder;
mod names;
mod pack;
mod sheet;
pub mod stamp;

use crate::setup::{self, For};
use crate::steps::{Done, Steps};
use crate::workspace::{self, Profile};
use names::Names;

const BUNDLES: [&str; 2] = ["storefront", "workbench"];

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let profile = if arguments.contains(&"--release") { Profile::Release } else { Profile::Dev };
    setup::ensure(steps, For::Building)?;
    assemble(steps, profile)
}

pub fn assemble(steps: &mut Steps, profile: Profile) -> Done {
    let mut names = Names::default();
    for name in BUNDLES {
        bundle::make(steps, name, profile, &mut names)?;
        sheet::make(steps, name, &mut names)?;
    }
    regions(steps)?;
    steps.work("static files and names", || {
        folder::copy_public()?;
        folder::write(&workspace::site().join("names.json"), names.json().as_bytes())?;
        folder::forget_old(&names)?;
        Ok(format!("{} names", names.len()))
    })?;
    pack::compress(steps)
}

/// The four levels of Chinese divisions, from the npm package, each province in a file of its own.
fn regions(steps: &mut Steps) -> Done {
    let script = "xtask/node/regions.mjs";
    let root = workspace::root();
    let target = workspace::site().join("regions");
    let inputs = stamp::of_files(&[root.join(script), root.join("package-lock.json")])?;
    if target.join("index.json").is_file() && stamp::is_current("regions", &inputs) {
        return Ok(());
    }
    folder::empty(&target)?;
    steps.command("the divisions of China", workspace::node(script, &["target/site/regions"]))?;
    stamp::set("regions", &inputs)
}
