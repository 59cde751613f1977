//! The site is embedded when this crate is compiled for release (`cargo dev build` assembles it first); the quick profile reads
//! it from the folder at run time, so that a new style sheet needs no new binary.

fn main() {
    let site = "../target/site";
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={site}");
    }
    // Without a site the server still compiles, for its tests.
    if let Err(error) = std::fs::create_dir_all(site) {
        println!("cargo::error={site} cannot be made: {error}");
    }
}
