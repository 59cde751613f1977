//! How soon the first page comes, and what an idle market keeps in memory.

use super::server::Server;
use crate::steps::{Done, Steps};
use std::time::Duration;

pub fn run(steps: &mut Steps, _arguments: &[&str]) -> Done {
    let server = Server::open(steps)?;
    for path in ["/", "/cart", "/rules"] {
        server.body(path)?;
    }
    std::thread::sleep(Duration::from_secs(3));
    let memory = server.resident_kilobytes().unwrap_or(0);
    println!("first page after {:.3} s; {:.1} MB resident when idle", server.first_page.as_secs_f64(), memory as f64 / 1024.0);
    Ok(())
}
