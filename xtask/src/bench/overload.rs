//! What a market sells when five times as many come as it can serve; the buyers are `xtask/node/overload.mjs`.

use super::server::Server;
use crate::steps::{Done, Steps};
use crate::workspace;
use budget::Verdict;

pub fn run(steps: &mut Steps, _arguments: &[&str]) -> Done {
    let server = Server::open(steps)?;
    let url = format!("http://{}", server.address);
    let mut buyers = workspace::node("xtask/node/overload.mjs", &[&url]);
    let figures = server.data().join("overload.txt");
    buyers.arg(server.data()).arg(server.id().to_string()).arg(&figures);
    steps.command("more buyers than it can serve", buyers)?;
    let told = std::fs::read_to_string(&figures).map_err(|error| format!("the buyers left no figures: {error}"))?;
    let mut verdict = Verdict::default();
    verdict.judge(budget::GOODPUT, "five times as many", figure(&told, "goodput")?);
    verdict.judge(budget::TURNED_AWAY, "five times, and everybody", figure(&told, "away")?);
    verdict.judge(budget::RUDENESS, "five times, and everybody", figure(&told, "rude")?);
    verdict.judge(budget::CROWD_MEMORY, "five times, and everybody", figure(&told, "memory")?);
    verdict.end()
}

/// One of the figures that the buyers left: a name and a number a line.
fn figure(told: &str, name: &str) -> Done<f64> {
    let number = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
    number.ok_or_else(|| format!("the buyers left no figure `{name}`:\n{told}"))
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn a_figure_is_found_by_its_whole_name() {
        let told = "goodput 0.98\naway 1012.5\nrude 0\n";
        assert_eq!(figure(told, "away"), Ok(1012.5));
        assert_eq!(figure(told, "rude"), Ok(0.0));
        assert!(figure(told, "good").is_err(), "a part of a name");
        assert!(figure("memory none\n", "memory").is_err(), "no number");
    }
}
