//! `vigie`: settings, commands, wiring; nothing else.

mod ambient;
mod arguments;
mod check;
mod commands;
mod demonstration;
mod files;
mod lists;
mod providers;
mod purge;
mod serve;
mod settings;
mod trail;
mod wiring;

use std::{io::IsTerminal as _, process::ExitCode, sync::Arc};

use clap::Parser as _;
use tracing_subscriber::EnvFilter;
use vocabulary::{Problem, Refused};

use crate::{
    ambient::{MachineIds, clock},
    arguments::{Arguments, Command, Key, Search},
    settings::Settings,
    wiring::House,
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("vigie: could not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("vigie: {}", in_words(&problem));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Problem> {
    let mut settings = Settings::read(arguments.config.as_deref(), std::env::vars())?;
    settings.demo |= matches!(arguments.command, Command::Demo { .. });
    log(&settings);
    if matches!(arguments.command, Command::Check) {
        return Box::pin(check::check(settings)).await;
    }
    if let Command::Demo { register } = arguments.command {
        return Box::pin(demonstration::fill(settings, register)).await;
    }
    let clock = clock(settings.demo);
    if let Command::Key { command: Key::Adopt { reason } } = &arguments.command {
        return Ok(files::adopt_key(&settings, (clock, Arc::new(MachineIds)), reason).await?);
    }
    let house = House::build(settings, clock, Arc::new(MachineIds)).await?;
    match arguments.command {
        Command::Serve { no_work } => {
            house.services.accounts.check_start().await?;
            house.load_library().await?;
            return Ok(Box::pin(serve::serve(house, !no_work)).await?);
        }
        Command::Work => {
            house.services.accounts.check_start().await?;
            return Ok(Box::pin(serve::work(house)).await?);
        }
        // Building the house brought the schema up.
        Command::Migrate | Command::Check | Command::Demo { .. } | Command::Key { .. } => {
            println!("The database has the schema of this version.");
        }
        Command::Import { what } => Box::pin(commands::import(&house, what)).await?,
        Command::Account { command } => commands::account(&house, command).await?,
        Command::Token { command } => commands::token(&house, command).await?,
        Command::Search { command: Search::Rebuild } => commands::rebuild_search(&house).await?,
        Command::Purge { dry_run } => purge::run(&house, dry_run).await?,
        // Looking must leave everything as it is.
        Command::Trail { command } => return trail::run(&house, command).await,
    }
    house.anchor_head().await;
    Ok(())
}

/// One line an event: for people on a terminal, as JSON elsewhere.
fn log(settings: &Settings) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() { builder.compact().init() } else { builder.json().init() }
}

/// A problem as the operator reads it.
fn in_words(problem: &Problem) -> String {
    match problem {
        Problem::Failed(failure) => failure.chain(),
        Problem::Refused(Refused::NotFound) => "there is no such thing".to_owned(),
        Problem::Refused(
            Refused::SignInFirst | Refused::SecondFactorFirst | Refused::ProveAgain | Refused::Forbidden,
        ) => "that is not allowed".to_owned(),
        Problem::Refused(Refused::TooSoon(seconds) | Refused::Crowded(seconds)) => {
            format!("too soon: try again in {seconds} s")
        }
        Problem::Refused(Refused::Conflict(refusal)) => sentence(refusal),
        Problem::Refused(Refused::Invalid(refusals)) => {
            refusals.iter().map(sentence).collect::<Vec<_>>().join("; ")
        }
    }
}

fn sentence(refusal: &vocabulary::Refusal) -> String {
    let given = |name: &str| refusal.parameters.get(name).map_or("", String::as_str);
    match refusal.code {
        "demonstration-on-real" => {
            "this database holds real accounts: a demonstration needs one of its own (VIGIE_DATA_DIR)".to_owned()
        }
        "real-on-demonstration" => {
            "this database holds a demonstration: start it with VIGIE_DEMO=on, or choose another (VIGIE_DATA_DIR)".to_owned()
        }
        "register-looks-partial" => format!(
            "these files would close {} of {} facilities: say --partial if they hold a part of the register, --whole if \
             they hold all of it",
            given("absent"),
            given("open")
        ),
        "register-changed" => "another import came first: run this one again".to_owned(),
        "file-unreadable" | "file-too-large" | "file-not-a-register" | "file-column-missing" => {
            format!("{}: {}", given("file"), given("why"))
        }
        "role-unknown" => format!("there is no role {:?}", given("role")),
        "role-reach" => format!("the role {} needs a place (ars:53, facility-staff:350000022) or takes none", given("role")),
        "scope-unknown" => format!("there is no scope {:?}", given("scope")),
        "last-administrator" => "this is the last account that manages accounts: create another one first".to_owned(),
        "email-taken" => "this address already has an account".to_owned(),
        code => {
            let details: Vec<String> = refusal.parameters.iter().map(|(name, value)| format!("{name} {value}")).collect();
            let field = refusal.field.as_ref().map(|field| format!("{field}: ")).unwrap_or_default();
            format!("{field}{} {}", code.replace('-', " "), details.join(", ")).trim_end().to_owned()
        }
    }
}
