//! Programs that serve on this machine while they are measured, and stop with what started them.

use std::{
    fs::File,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{Outcome, ground::Ground, http::Connection};

/// A program that serves.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the program to its first page.
    pub started: Duration,
}

impl Server {
    /// Vigie on the demonstration of this run, with more settings.
    pub async fn vigie(ground: &Ground, settings: &[(&str, &str)]) -> Outcome<Self> {
        let data = demonstration(ground)?;
        Self::vigie_on(ground, &data, settings).await
    }

    /// Vigie on a folder that was filled.
    pub async fn vigie_on(ground: &Ground, data: &Path, settings: &[(&str, &str)]) -> Outcome<Self> {
        let address = free()?;
        let log = File::create(ground.folder.join("vigie.log"))?;
        let mut command = vigie(data)?;
        command
            .arg("serve")
            .env("VIGIE_LISTEN", address.to_string())
            .envs(settings.iter().copied())
            .stderr(log);
        Self::start(command, address).await
    }

    /// nginx, serving the files of a folder, with its log of requests as it comes from its makers.
    pub async fn nginx(ground: &Ground, root: &Path) -> Outcome<Self> {
        let (address, folder) = (free()?, ground.folder.display());
        let settings = format!(
            "daemon off; worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log;\n\
             events {{ worker_connections 512; }}\n\
             http {{ access_log {folder}/nginx.log; default_type text/html; gzip_static on; sendfile on; tcp_nopush on;\n\
             keepalive_requests 1000000; client_body_temp_path {folder}/nginx-body; proxy_temp_path {folder}/nginx-proxy;\n\
             fastcgi_temp_path {folder}/nginx-f; uwsgi_temp_path {folder}/nginx-u; scgi_temp_path {folder}/nginx-s;\n\
             server {{ listen {address}; root {}; }} }}\n",
            root.display()
        );
        // Its workers read what is in a folder of ours, which others may not.
        let user = if am_root()? { "user root;\n" } else { "" };
        let file = ground.folder.join("nginx.conf");
        std::fs::write(&file, format!("{user}{settings}"))?;
        let mut command = Command::new("nginx");
        command.arg("-c").arg(file).stderr(Stdio::null());
        Self::start(command, address).await
    }

    async fn start(mut command: Command, address: SocketAddr) -> Outcome<Self> {
        let began = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let mut server = Self { child, address, started: Duration::ZERO };
        while began.elapsed() < Duration::from_mins(1) {
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("{command:?} stopped at once: {status}").into());
            }
            if let Ok(mut connection) = Connection::open(address).await {
                connection.get("/declarer", "").await?;
                server.started = began.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Err(format!("{command:?} answers nothing").into())
    }

    /// MiB of memory: now, and at most since it started.
    pub fn memory(&self) -> Outcome<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let mebibytes = |name: &str| -> Outcome<f64> {
            let line =
                status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line in /proc")?;
            Ok(line.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
        };
        Ok((mebibytes("VmRSS")?, mebibytes("VmHWM")?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Politely, so that nginx takes its workers along.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        if asked.is_err() || self.child.wait().is_err() {
            eprintln!("process {} may still run", self.child.id());
        }
    }
}

/// The folder of the demonstration on the whole register, filled by the first that asks.
pub fn demonstration(ground: &Ground) -> Outcome<PathBuf> {
    let data = ground.folder.join("demonstration");
    if !data.exists() {
        fill(&data, &ground.register.whole, &[])?;
    }
    Ok(data)
}

/// Fills a new folder with a demonstration on that register.
pub fn fill(data: &Path, register: &Path, settings: &[(&str, String)]) -> Outcome {
    std::fs::create_dir(data)?;
    let mut command = vigie(data)?;
    command.args(["demo", "--register"]).arg(register);
    let filled = command.envs(settings.iter().map(|(name, value)| (name, value))).output()?;
    if !filled.status.success() {
        let said = String::from_utf8_lossy(&filled.stderr);
        return Err(format!("vigie demo: {}: {said}", filled.status).into());
    }
    Ok(())
}

/// The program that people run, beside this one; of the settings around it, none counts.
fn vigie(data: &Path) -> Outcome<Command> {
    let mut command = Command::new(std::env::current_exe()?.with_file_name("vigie"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VIGIE_")) {
        command.env_remove(name);
    }
    command.env("VIGIE_DATA_DIR", data).env("VIGIE_DEMO", "on");
    Ok(command)
}

/// A port that nobody listens on.
fn free() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// Whether this runs as root; nginx then needs to be told whom its workers are to be.
fn am_root() -> Outcome<bool> {
    Ok(std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self")?) == 0)
}
