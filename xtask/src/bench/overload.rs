//! What a market sells when five times as many come as it can serve; the buyers are `xtask/node/overload.mjs`.

use super::server::Server;
use crate::steps::{Done, Steps};
use crate::workspace;

pub fn run(steps: &mut Steps, _arguments: &[&str]) -> Done {
    let server = Server::open(steps)?;
    let url = format!("http://{}", server.address);
    let mut buyers = workspace::node("xtask/node/overload.mjs", &[&url]);
    buyers.arg(server.data()).arg(server.id().to_string());
    steps.command("more buyers than it can serve", buyers)
}
