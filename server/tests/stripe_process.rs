//! The executable with Stripe behind it: it starts for real money, believes what is signed, and tells nobody its keys.

#[path = "support/simulator/mod.rs"]
#[expect(dead_code, reason = "the adapter's own tests use the rest of it")]
mod simulator;

use market::kernel::{Clock, SystemClock};
use simulator::{KEY, Simulator, WEBHOOK_SECRET, sign};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Long enough for a busy machine; a test that hangs fails.
const PATIENCE: Duration = Duration::from_secs(60);

fn key_file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, format!("{text}\n")).expect("a file");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("permissions");
    file
}

/// `shanhuo serve` in this folder, in this mode, on a free port.
fn serve(folder: &Path, mode: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shanhuo"));
    command.arg("--data").arg(folder.join("data")).args(["--mode", mode, "--smtp", "smtp://127.0.0.1:9"]);
    command.args(["serve", "--addr", "127.0.0.1:0"]).env_remove("DATABASE_URL").env_remove("SHANHUO_TEST_CLOCK");
    command.env("SHANHUO_LOG", "trace").stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn with_keys(mut command: Command, folder: &Path, key: &str, url: &str) -> Command {
    command.arg("--stripe-key-file").arg(key_file(folder, "key", key));
    command.arg("--stripe-webhook-secret-file").arg(key_file(folder, "webhooks", WEBHOOK_SECRET));
    command.args(["--stripe-url", url]);
    command
}

fn refused(command: &mut Command) -> String {
    let Output { status, stderr, .. } = command.output().expect("it ran");
    let said = String::from_utf8_lossy(&stderr).into_owned();
    assert!(!status.success(), "it started: {said}");
    said.lines().last().unwrap_or_default().to_owned()
}

/// One request on a connection of its own: the whole answer.
async fn ask(address: &str, head: &str, body: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
    let request = format!("{head}\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

async fn told(address: &str, signature: &str, body: &str) -> String {
    let head = format!("POST /webhooks/stripe HTTP/1.1\r\nstripe-signature: {signature}");
    ask(address, &head, body).await.lines().next().unwrap_or_default().to_owned()
}

struct Running {
    child: Child,
    address: String,
}

fn started(mut command: Command) -> Running {
    let mut child = command.spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its words")).read_line(&mut line).expect("a line");
    let address = line.trim().trim_start_matches("http://").to_owned();
    assert!(!address.is_empty(), "it did not start: {}", ended(&mut child));
    Running { child, address }
}

/// Ends it, and says what it logged.
fn ended(child: &mut Child) -> String {
    let _ = child.kill();
    let mut log = String::new();
    child.stderr.take().expect("its log").read_to_string(&mut log).expect("text");
    child.wait().expect("ended");
    log
}

#[tokio::test(flavor = "multi_thread")]
async fn a_market_for_real_runs_and_its_log_holds_no_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let company = Simulator::open(Arc::new(SystemClock)).await;
    let mut running = started(with_keys(serve(folder.path(), "production"), folder.path(), KEY, &company.url));
    let log = std::thread::spawn({
        let mut stderr = running.child.stderr.take().expect("its log");
        move || {
            let mut log = String::new();
            stderr.read_to_string(&mut log).expect("text");
            log
        }
    });
    tokio::time::timeout(PATIENCE, company.called("GET /v1/balance_transactions")).await.expect("it reads the statement");

    let head = ask(&running.address, "GET /healthz HTTP/1.1", "").await;
    assert!(head.contains(&format!("form-action 'self' {}", company.url)), "forms may lead to the company's pages: {head}");
    assert!(ask(&running.address, "GET /sandbox/pay/in_1 HTTP/1.1", "").await.starts_with("HTTP/1.1 404"), "no sandbox here");

    let now = SystemClock.now().millis() / 1_000;
    let stray = "{\"id\":\"evt_1\",\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":{\"id\":\"pi_1\"}}}";
    assert_eq!(told(&running.address, &sign(WEBHOOK_SECRET, now, stray), stray).await, "HTTP/1.1 200 OK");
    assert_eq!(told(&running.address, &sign("whsec_guessed", now, stray), stray).await, "HTTP/1.1 401 Unauthorized");
    assert_eq!(told(&running.address, &sign(WEBHOOK_SECRET, now - 400, stray), stray).await, "HTTP/1.1 401 Unauthorized");
    let odd = "{}";
    assert!(told(&running.address, &sign(WEBHOOK_SECRET, now, odd), odd).await.starts_with("HTTP/1.1 422"));

    running.child.kill().expect("ended");
    running.child.wait().expect("ended");
    let log = log.join().expect("its log");
    assert!(log.contains("a webhook was not believed"), "the log is there");
    for secret in [KEY, WEBHOOK_SECRET, &KEY[8..20], "Bearer"] {
        assert!(!log.contains(secret), "{secret} stands in the log");
    }
}

#[test]
fn what_is_missing_or_wrong_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let says = refused(&mut serve(folder.path(), "production"));
    assert!(says.contains("--stripe-key-file") && says.contains("--mode demo"), "{says}");

    let live = "sk_live_abcdefgh";
    let says = refused(&mut with_keys(serve(folder.path(), "demo"), folder.path(), live, "http://127.0.0.1:9"));
    assert!(says.contains("--mode production") && !says.contains(live), "{says}");

    let says = refused(&mut with_keys(serve(folder.path(), "production"), folder.path(), live, "http://stripe.example"));
    assert!(says.contains("https://") && !says.contains(live), "{says}");

    let mut open = with_keys(serve(folder.path(), "production"), folder.path(), live, "http://127.0.0.1:9");
    std::fs::set_permissions(folder.path().join("key"), std::fs::Permissions::from_mode(0o644)).expect("permissions");
    let says = refused(&mut open);
    assert!(says.contains("chmod 600") && !says.contains(live), "{says}");
}
