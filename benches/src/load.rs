//! Load, by wrk.

use std::process::Command;

use crate::{Outcome, server::Server};

/// Seconds of load in a turn.
pub const SECONDS: u32 = 3;
/// The header of a browser, which takes what is compressed.
pub const GZIP: &str = "Accept-Encoding: gzip\r\n";

/// Requests a second that are answered.
pub fn at(server: &Server, path: &str, header: &str, connections: u32) -> Outcome<f64> {
    let mut command = Command::new("wrk");
    command.args([
        "--threads",
        "1",
        "--connections",
        &connections.to_string(),
        "--duration",
        &SECONDS.to_string(),
    ]);
    if !header.is_empty() {
        command.args(["--header", header.trim()]);
    }
    let done =
        tokio::task::block_in_place(|| command.arg(format!("http://{}{path}", server.address)).output())?;
    let said = String::from_utf8_lossy(&done.stdout);
    if !done.status.success() || said.contains("Non-2xx") || said.contains("Socket errors") {
        return Err(format!("wrk: {said}{}", String::from_utf8_lossy(&done.stderr)).into());
    }
    let rate = said.lines().find_map(|line| line.strip_prefix("Requests/sec:")).ok_or("wrk says no rate")?;
    Ok(rate.trim().parse()?)
}
