//! `vigie`: settings, commands, wiring; nothing else.

#[macro_use]
mod output;

mod ambient;
mod arguments;
mod check;
mod commands;
mod delays;
mod demonstration;
mod files;
mod lists;
mod providers;
mod purge;
mod recipients;
mod sentences;
mod serve;
mod settings;
mod trail;
mod wiring;

use std::{io::IsTerminal as _, process::ExitCode, sync::Arc};

use clap::Parser as _;
use tracing_subscriber::EnvFilter;
use vocabulary::Problem;

use crate::{
    ambient::{MachineIds, clock},
    arguments::{Arguments, Command, Key, Search},
    sentences::in_words,
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
            out!("The database has the schema of this version.");
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
    // What PostgreSQL remarks ("already exists, skipping") tells an operator nothing, unless they ask for it by its name.
    let filter = EnvFilter::try_new(format!("sqlx::postgres::notice=warn,{}", settings.log))
        .unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() { builder.compact().init() } else { builder.json().init() }
}
