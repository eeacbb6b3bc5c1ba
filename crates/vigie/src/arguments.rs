//! What one can type after `vigie`.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// The platform of a national cybersecurity cell for health.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, about, max_term_width = 100)]
pub struct Arguments {
    /// The settings file; by default ./vigie.toml when it is there. Each setting is also a variable, VIGIE_LISTEN and so
    /// on, which wins.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages and the API, and do the background jobs.
    Serve {
        /// Leave the background jobs to other nodes.
        #[arg(long)]
        no_work: bool,
    },
    /// Do the background jobs, and serve nothing.
    Work,
    /// Bring the database to the schema of this version.
    Migrate,
    /// Fill an empty database with a demonstration: a register, accounts, sixty fictitious incidents.
    Demo {
        /// The register to load, instead of the built-in fictitious one.
        #[arg(long, value_name = "FILE", num_args = 1..)]
        register: Vec<PathBuf>,
    },
    /// Bring data in.
    Import {
        /// What is imported.
        #[command(subcommand)]
        what: Import,
    },
    /// Accounts of the staff.
    Account {
        /// What to do.
        #[command(subcommand)]
        command: Account,
    },
    /// Tokens for programs.
    Token {
        /// What to do.
        #[command(subcommand)]
        command: Token,
    },
    /// The record of who did what.
    Trail {
        /// What to do.
        #[command(subcommand)]
        command: Trail,
    },
    /// The key file with which this database is sealed.
    Key {
        /// What to do.
        #[command(subcommand)]
        command: Key,
    },
    /// What is found of what is published.
    Search {
        /// What to do.
        #[command(subcommand)]
        command: Search,
    },
    /// Take away now what has been kept long enough (settings `[retention]`), and print how many of each kind. The background
    /// jobs do so every day.
    Purge {
        /// Say what would go, and take nothing away.
        #[arg(long)]
        dry_run: bool,
    },
    /// Say what is wrong with the configuration, the database, the mail and the storage, and how to mend it.
    Check,
}

/// What is imported.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The register of facilities: official FINESS extracts or our CSV, plain, gzip or zstd.
    Facilities {
        /// The files of one register, read together.
        #[arg(value_name = "FILE", required_unless_present = "download")]
        files: Vec<PathBuf>,
        /// Fetch the current official extract from its open-data address (setting `register_url`) first.
        #[arg(long, conflicts_with = "files")]
        download: bool,
        /// The files are a part of the register: what they do not hold is not closed.
        #[arg(long)]
        partial: bool,
        /// The files are the whole register: what they do not hold is closed, however much that is.
        #[arg(long, conflicts_with = "partial")]
        whole: bool,
    },
    /// Lists of values that are no trace of anybody, as MISP writes them (`list.json`): what they name is kept out of the
    /// indicators that are found from then on.
    WarningLists {
        /// Files, or folders that hold them.
        #[arg(value_name = "FILE|FOLDER", required = true)]
        files: Vec<PathBuf>,
    },
}

/// What to do with what is found.
#[derive(Debug, Subcommand)]
pub enum Search {
    /// Make every published text findable anew, one after the other, while the program serves: after a restored back-up, or when
    /// a search answers less than it should.
    Rebuild,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Create an account; its password is read from standard input, or made up and printed.
    Create {
        /// Its mail address, with which one signs in.
        #[arg(long)]
        email: String,
        /// The name that colleagues see.
        #[arg(long)]
        name: String,
        /// A role, and where it reaches: `analyst`, `ars:53`, `facility-staff:350000022`; may be given several times.
        #[arg(long = "role", required = true, value_name = "ROLE[:WHERE]")]
        roles: Vec<String>,
    },
    /// List the accounts.
    List,
    /// Disable an account: its sessions and tokens end at once.
    Disable {
        /// Its mail address.
        email: String,
    },
    /// Print everything that is held about the person of an account, as JSON.
    Export {
        /// Its mail address.
        email: String,
    },
    /// Erase an account: its address, name, roles and secrets go, its sessions and tokens end; its identity stays in the
    /// trail. This cannot be undone.
    Erase {
        /// Its mail address.
        email: String,
    },
    /// Give an account a new password, made up and printed.
    Reset {
        /// Its mail address.
        email: String,
    },
}

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Create a token and print it, alone, on standard output. It is shown this once.
    Create {
        /// The account for which it speaks.
        #[arg(long)]
        account: String,
        /// What it may do: `incidents:read`; may be given several times.
        #[arg(long = "scope", required = true)]
        scopes: Vec<String>,
        /// Days after which it ends.
        #[arg(long, default_value_t = 90)]
        days: u32,
    },
    /// List the tokens of an account.
    List {
        /// Its mail address.
        #[arg(long)]
        account: String,
    },
    /// Revoke a token, by the identity that `list` shows.
    Revoke {
        /// Its identity.
        id: String,
    },
}

/// What to do with the key file.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Go on with the key file that is there, or a new one, because that of this database is lost for good: what was sealed
    /// with it stays unreadable, follow-up codes and second factors among it. The reason goes into the trail.
    Adopt {
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

/// What to do with the trail.
#[derive(Debug, Subcommand)]
pub enum Trail {
    /// Walk the whole chain, compare it with what was anchored outside the database, and name the first entry that was
    /// altered, if one was.
    Verify {
        /// A head that is known from elsewhere, as the log says it: `trail anchored`.
        #[arg(long, value_name = "SEQUENCE:HASH")]
        head: Option<String>,
    },
    /// Begin a new anchor: after a back-up was restored, or when the old one is lost. The old one stays beside it, and the
    /// reason goes into the trail.
    Anchor {
        /// Why.
        #[arg(long)]
        reason: String,
    },
}
