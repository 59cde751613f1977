//! How soon the first page comes, and what an idle market keeps in memory.

use super::server::Server;
use crate::steps::{Done, Steps};
use budget::Verdict;
use std::time::Duration;

pub fn run(steps: &mut Steps, _arguments: &[&str]) -> Done {
    let server = Server::open(steps)?;
    for path in ["/", "/cart", "/rules"] {
        server.body(path)?;
    }
    std::thread::sleep(Duration::from_secs(3));
    let memory = server.resident_kilobytes().map_or(f64::NAN, |kilobytes| kilobytes as f64 / 1024.0);
    let first_page = server.first_page.as_secs_f64();
    println!("first page after {first_page:.3} s; {memory:.1} MB resident when idle");
    let mut verdict = Verdict::default();
    verdict.judge(budget::FIRST_PAGE, "the demo market", first_page);
    verdict.judge(budget::IDLE_MEMORY, "the demo market", memory);
    verdict.end()
}
