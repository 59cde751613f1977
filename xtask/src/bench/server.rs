//! A release server on a demo market in a temporary folder, for measurements. Ended when it is dropped.

use crate::steps::{Done, Steps};
use crate::workspace::{self, Profile};
use crate::{build, site};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// The server and where it lives.
pub struct Server {
    child: Child,
    folder: PathBuf,
    /// `127.0.0.1:PORT`
    pub address: String,
    /// From the start of the process to its first page.
    pub first_page: Duration,
}

impl Server {
    /// Builds, seeds and starts.
    pub fn open(steps: &mut Steps) -> Done<Self> {
        site::assemble(steps, Profile::Release)?;
        build::server(steps, Profile::Release)?;
        let folder = std::env::temp_dir().join(format!("shanhuo-bench-{}", std::process::id()));
        let binary = workspace::binary(Profile::Release);
        let data = folder.to_string_lossy().into_owned();
        steps.command("the demo market", workspace::command(&binary, &["seed", "demo", "--data", &data]))?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.map_err(|error| format!("there is no free port: {error}"))?.to_string();
        let mut command = workspace::command(&binary, &["serve", "--data", &data, "--addr", &address]);
        command.env("SHANHUO_BENCH", "1").env("SHANHUO_LOG", "error").stdout(Stdio::null());
        // Whoever makes the load stands for many addresses.
        command.env("SHANHUO_PROXY", "127.0.0.1");
        let begun = Instant::now();
        let child = command.spawn().map_err(|error| format!("the server did not start: {error}"))?;
        let mut server = Self { child, folder, address, first_page: Duration::ZERO };
        while get(&server.address, "/").is_none() {
            if begun.elapsed() > Duration::from_secs(30) {
                return Err("the server did not answer within 30 seconds.".to_owned());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        server.first_page = begun.elapsed();
        Ok(server)
    }

    /// The folder of its data.
    pub fn data(&self) -> &Path {
        &self.folder
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory in kilobytes.
    pub fn resident_kilobytes(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    /// The body at a path.
    pub fn body(&self, path: &str) -> Done<Vec<u8>> {
        get(&self.address, path).ok_or_else(|| format!("{path} did not answer."))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn get(address: &str, path: &str) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(address).ok()?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    answer.starts_with(b"HTTP/1.0 200").then(|| answer[head + 4..].to_vec())
}
