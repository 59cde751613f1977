//! Requests a second of pages, as shares of a constant body of the same size from the same binary in the same run. One thread of
//! `wrk`, 32 connections, 8 seconds each after 3 to warm up; the two cores are shared by server and load, for both alike.

use super::server::Server;
use crate::steps::{Done, Steps};
use crate::workspace;
use budget::Verdict;

/// 腊肉
const SEARCH: &str = "/search?q=%E8%85%8A%E8%82%89";

pub fn run(steps: &mut Steps, _arguments: &[&str]) -> Done {
    if workspace::on_path(&["wrk"]).is_none() {
        return Err("this measurement needs wrk: apt-get install -y wrk".to_owned());
    }
    let server = Server::open(steps)?;
    let home = String::from_utf8_lossy(&server.body("/")?).into_owned();
    let product = link(&home, "/p/").ok_or("home shows no product.")?;
    let category = link(&home, "/c/").ok_or("home shows no category.")?;
    println!("{:<10} {:>8} {:>10} {:>12} {:>7}", "page", "bytes", "pages/s", "constant/s", "share");
    let pages = [
        (budget::PRODUCT_PAGE, "product", product.as_str()),
        (budget::LIST_PAGE, "home", "/"),
        (budget::LIST_PAGE, "category", category.as_str()),
        (budget::LIST_PAGE, "search", SEARCH),
    ];
    let mut verdict = Verdict::default();
    for (budget, name, path) in pages {
        let bytes = server.body(path)?.len();
        let pages = rate(&server.address, path)?;
        let constant = rate(&server.address, &format!("/bench/constant/{bytes}"))?;
        println!("{name:<10} {bytes:>8} {pages:>10.0} {constant:>12.0} {:>7.2}", pages / constant);
        verdict.judge(budget, name, pages / constant);
    }
    verdict.end()
}

/// The first link on a page that begins like this, without the mark by which openings are counted.
fn link(html: &str, beginning: &str) -> Option<String> {
    let start = html.find(&format!("href=\"{beginning}"))? + 6;
    html[start..].split(['"', '?']).next().map(str::to_owned)
}

/// As browsers send it: `wrk` takes no other characters.
fn in_ascii(path: &str) -> String {
    path.bytes().map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn rate(address: &str, path: &str) -> Done<f64> {
    let url = format!("http://{address}{}", in_ascii(path));
    workspace::output(workspace::command("wrk", &["-t1", "-c32", "-d3s", &url]))?;
    let report = workspace::output(workspace::command("wrk", &["-t1", "-c32", "-d8s", &url]))?;
    if report.contains("Non-2xx") {
        return Err(format!("{path} answered with errors:\n{report}"));
    }
    let line = report.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
    line.and_then(|number| number.trim().parse().ok()).ok_or_else(|| format!("wrk said nothing of {path}:\n{report}"))
}
