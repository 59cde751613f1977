//! `shanhuo`: the market in one executable. Command line, HTTP wiring, jobs and adapters to the outside world; no rule of the
//! trade lives here.

// A view is one type of all its elements; pages nest deeper than the compiler expects of types.
#![recursion_limit = "512"]

mod boot;
mod cli;
mod clock;
mod http;
mod jobs;
mod keyring;
mod mail;
mod payments;
mod photos;
mod regions;
mod seed;
mod site;
#[cfg(test)]
mod testing;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("The machine gives no threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(cli::run()) {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
