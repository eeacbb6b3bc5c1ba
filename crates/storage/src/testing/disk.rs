//! A disk of its own for a test, in a file: it can be cut, as power is, and it can be full. Mounting asks for root.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::Engine;

/// A file system in a file, mounted; unmounted and removed when dropped.
pub struct Disk {
    image: PathBuf,
    folder: PathBuf,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Disk {
    /// An empty disk of that many mebibytes.
    pub fn new(mebibytes: u64) -> Self {
        let image = Self::name().with_extension("img");
        let file = fs::File::create_new(&image).expect("a file for the disk");
        file.set_len(mebibytes * 1024 * 1024).expect("room for the disk");
        run(Command::new("mkfs.ext4").arg("-q").arg(&image));
        Self::mount(image)
    }

    /// Writes down all that is pending there: only what comes after is at stake.
    pub fn sync(&self) {
        run(Command::new("sync").arg("--file-system").arg(&self.folder));
    }

    /// Fills it but for so many bytes: gives back the file to remove, or to shorten, when there is to be room again.
    pub fn fill(&self, but: u64) -> PathBuf {
        let path = self.folder.join("ballast");
        let mut file = fs::File::create(&path).expect("a file in which room is kept");
        let filled = std::io::copy(&mut std::io::repeat(1), &mut file);
        assert!(filled.is_err(), "the disk is full");
        let length = file.metadata().expect("its length").len();
        file.set_len(length.saturating_sub(but)).expect("some room again");
        path
    }

    /// Where it is mounted.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The same disk as it would be found after a power cut at this instant: what was written and never synced is not
    /// there. Writers must be between two writes, or the copy would tear.
    #[must_use]
    pub fn cut(&self) -> Self {
        let image = Self::name().with_extension("img");
        run(Command::new("cp").arg("--sparse=always").arg(&self.image).arg(&image));
        Self::mount(image)
    }

    fn name() -> PathBuf {
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        std::env::temp_dir().join(format!("vigie-disk-{}-{count}", std::process::id()))
    }

    fn mount(image: PathBuf) -> Self {
        let folder = image.with_extension("mnt");
        fs::create_dir(&folder).expect("a place to mount it");
        run(Command::new("mount").args(["-o", "loop"]).arg(&image).arg(&folder));
        Self { image, folder }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazy: a process that is still being stopped may hold a file there.
        run(Command::new("umount").arg("--lazy").arg(&self.folder));
        fs::remove_dir(&self.folder).expect("the place goes");
        fs::remove_file(&self.image).expect("the disk goes");
    }
}

fn run(command: &mut Command) {
    let done = command.output();
    let said = match &done {
        Ok(output) if output.status.success() => return,
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    panic!(
        "{command:?}: {said}\nThe tests of power cuts and full disks mount a disk in a file: they run as root, on Linux."
    );
}

/// The database that stands on a disk, made there if there is none: its address, and what must live as long.
pub fn database_on(engine: Engine, disk: &Disk) -> (String, Option<Server>) {
    match engine {
        Engine::Sqlite => (format!("sqlite://{}", disk.folder().join("vigie.db").display()), None),
        Engine::Postgres => {
            let new = !disk.folder().join("cluster").exists();
            let server = if new { Server::create(disk.folder()) } else { Server::start(disk.folder()) };
            (server.url(), Some(server))
        }
    }
}

/// A PostgreSQL server whose data is in a folder, as a disk's; stopped hard when dropped.
pub struct Server {
    data: PathBuf,
    sockets: PathBuf,
}

impl Server {
    /// Makes a cluster in that folder and starts it.
    pub fn create(folder: &Path) -> Self {
        let data = folder.join("cluster");
        fs::create_dir(&data).expect("a folder for the cluster");
        run(Command::new("chown").arg("postgres:").arg(&data));
        run(program("initdb").arg("--pgdata").arg(&data).args([
            "--username=vigie",
            "--auth=trust",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
        ]));
        Self::start(folder)
    }

    /// Starts the cluster that is in that folder, recovering it if it was cut.
    pub fn start(folder: &Path) -> Self {
        let data = folder.join("cluster");
        // Outside the disk, and short: the path of a socket may not exceed 107 bytes.
        let sockets = Disk::name().with_extension("sock");
        fs::create_dir(&sockets).expect("a folder for the socket");
        run(Command::new("chown").arg("postgres:").arg(&sockets));
        let _ = fs::remove_file(data.join("postmaster.pid"));
        let options = format!("-c listen_addresses='' -c unix_socket_directories='{}'", sockets.display());
        run(program("pg_ctl")
            .arg("--pgdata")
            .arg(&data)
            .args(["--wait", "--silent", "--log=/dev/null"])
            .arg("--options")
            .arg(options)
            .arg("start"));
        Self { data, sockets }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("postgres://vigie@localhost/postgres?host={}", self.sockets.display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        run(program("pg_ctl").arg("--pgdata").arg(&self.data).args([
            "--mode=immediate",
            "--wait",
            "--silent",
            "stop",
        ]));
        fs::remove_dir_all(&self.sockets).expect("the folder of the socket goes");
    }
}

/// One of the server's programs, run as its own user: PostgreSQL refuses root.
fn program(name: &str) -> Command {
    let versions =
        fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed (Debian's postgresql)");
    let folder =
        versions.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).max().expect("a version of it");
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
        .arg(folder.join(name))
        .current_dir("/");
    command
}
