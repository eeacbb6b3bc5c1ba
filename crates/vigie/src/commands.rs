//! What the operator asks at the terminal.

use std::{
    io::{BufRead as _, IsTerminal as _},
    path::PathBuf,
};

use access::{Caller, Role, Standing};
use accounts::NewAccount;
use directory::{Completeness, Download, Fetched, Progress, Report, Source, Stage};
use indicatif::{ProgressBar, ProgressStyle};
use jobs::Worker;
use vocabulary::{Failure, Id, Language, Problem, Refused};

use crate::{
    arguments::{Account, Import, Token},
    lists, sentences,
    wiring::House,
};

/// The operator at the terminal may do what an administrator may, and the trail says that it was the operator.
pub const OPERATOR: Caller = Caller::Program("operator");
/// Refused lines that are shown.
const SHOWN: usize = 20;

/// `vigie import`
pub async fn import(house: &House, what: Import) -> Result<(), Problem> {
    let (files, download, partial, whole) = match what {
        Import::Facilities { files, download, partial, whole } => (files, download, partial, whole),
        Import::WarningLists { files } => return lists::import(house, &files).await,
    };
    let directory = &house.services.directory;
    let files = if download {
        let folder = house.settings.data_dir.join("register");
        let bar = bar();
        let shown = bar.clone();
        let from = Download { address: house.settings.register_url.clone(), ..Download::default() };
        let step = move |fetched: Fetched| advance(&shown, fetched.bytes, fetched.total);
        let found = directory.download(&OPERATOR, from, folder, step).await?;
        bar.finish_and_clear();
        vec![found]
    } else {
        files
    };
    let completeness = match (partial, whole) {
        (true, _) => Completeness::Partial,
        (_, true) => Completeness::Whole,
        _ => Completeness::Unsaid,
    };
    let report = load(house, files, completeness).await?;
    say(&report);
    Ok(())
}

/// Loads a register from files, with a bar in sight that says how much of them is left.
pub async fn load(house: &House, files: Vec<PathBuf>, completeness: Completeness) -> Result<Report, Problem> {
    let size = |file: &PathBuf| std::fs::metadata(file).map(|data| data.len());
    let total = files.iter().map(size).sum::<Result<u64, _>>().ok();
    load_from(house, files.into_iter().map(Source::file).collect(), total, completeness).await
}

/// The same from anything, of which the size in all may be known.
pub async fn load_from(
    house: &House,
    sources: Vec<Source>,
    total: Option<u64>,
    completeness: Completeness,
) -> Result<Report, Problem> {
    let bar = bar();
    let shown = bar.clone();
    let step = move |progress: Progress| {
        advance(&shown, progress.bytes, total);
        shown.set_message(match progress.stage {
            Stage::Facilities => format!("{} rows", progress.rows),
            Stage::Finishing => format!("{} rows, being written", progress.rows),
        });
    };
    let report = house.services.directory.import(&OPERATOR, sources, completeness, step).await?;
    bar.finish_and_clear();
    Ok(report)
}

fn say(report: &Report) {
    let counts = &report.import;
    out!(
        "{} new, {} changed, {} unchanged, {} closed, {} refused",
        counts.added,
        counts.changed,
        counts.unchanged,
        counts.closed,
        counts.refused
    );
    for line in report.refusals.iter().take(SHOWN) {
        out!("  {}:{}: {}", line.file, line.line, sentences::refused_line(line));
    }
    let more = counts.refused - i64::try_from(report.refusals.len().min(SHOWN)).unwrap_or(0);
    if more > 0 {
        out!("  and {more} more");
    }
}

/// A bar where there is a terminal, and nothing elsewhere. It turns for as long as nobody knows how much there is.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// So many bytes of so many: from then on it is a bar.
fn advance(bar: &ProgressBar, bytes: u64, total: Option<u64>) {
    if let Some(total) = total.filter(|_| bar.length().is_none())
        && let Ok(style) =
            ProgressStyle::with_template("{elapsed} {bar:30} {percent:>3} %  {bytes} of {total_bytes}  {msg}")
    {
        bar.set_length(total);
        bar.set_style(style);
    }
    bar.set_position(bytes);
}

/// `vigie search rebuild`
pub async fn rebuild_search(house: &House) -> Result<(), Problem> {
    let bar = bar();
    let step = |done: usize, all: usize| {
        bar.set_message(format!("{done} of {all} texts"));
        bar.tick();
    };
    let published = house.services.publications.reindex(&OPERATOR, step).await?;
    bar.finish_and_clear();
    out!("{published} published texts can be found.");
    Ok(())
}

/// `vigie account`
pub async fn account(house: &House, command: Account) -> Result<(), Problem> {
    let accounts = &house.services.accounts;
    match command {
        Account::Create { email, name, roles } => {
            let standings = roles
                .iter()
                .map(|role| accounts::parse_standing(role).map_err(Refused::invalid))
                .collect::<Result<Vec<_>, _>>()?;
            let (password, made_up) = password(house)?;
            let new =
                NewAccount { email, name, language: Language::Fr, password: password.clone(), standings };
            accounts.create(&OPERATOR, new).await?;
            if made_up {
                out!("{password}");
            }
        }
        Account::List => {
            for (account, standings) in accounts.list(&OPERATOR).await? {
                let roles: Vec<String> = standings.iter().map(accounts::standing_words).collect();
                let state = if account.disabled_at.is_some() { " (disabled)" } else { "" };
                out!("{}\t{}\t{}{state}", account.email, account.name, roles.join(" "));
            }
        }
        Account::Disable { email } => {
            accounts.disable(&OPERATOR, &email).await?;
            // An account that is abused must end at once, the last one too: whoever sits here can make another.
            let all = accounts.list(&OPERATOR).await?;
            let manages = |standings: &[Standing]| {
                standings.iter().any(|standing| standing.role == Role::Administrator)
            };
            if !all.iter().any(|(account, standings)| account.disabled_at.is_none() && manages(standings)) {
                out!(
                    "Nobody manages accounts any more: `vigie account create --role administrator …` makes somebody who does."
                );
            }
        }
        Account::Export { email } => {
            let mut held = accounts.export_of(&OPERATOR, &email).await?;
            let account = accounts.identity_of(&OPERATOR, &email).await?;
            let mut unit = house.desk.store.read().await?;
            let membership = members::Members::export_in(&mut unit, account).await?;
            if let Some(all) = held.as_object_mut() {
                all.insert("private_space".to_owned(), membership);
            }
            out!("{held:#}");
        }
        Account::Erase { email } => {
            let wanted = email.trim().to_lowercase();
            let listed = accounts.list(&OPERATOR).await?;
            let found = listed.into_iter().find(|(account, _)| account.email == wanted);
            let (account, _) = found.ok_or(Refused::NotFound)?;
            house.services.retention.erase(&OPERATOR, account.id).await?;
            Worker::new(house.desk.clone(), retention::jobs::removal(&house.services.retention))
                .drain()
                .await?;
        }
        Account::Reset { email } => {
            let password = made_up(house);
            accounts.reset(&OPERATOR, &email, &password).await?;
            out!("{password}");
        }
    }
    Ok(())
}

/// A password piped in, or made up.
fn password(house: &House) -> Result<(String, bool), Failure> {
    if std::io::stdin().is_terminal() {
        return Ok((made_up(house), true));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| Failure::new("read the password", error))?;
    let given = line.trim_end_matches(['\r', '\n']);
    Ok(if given.is_empty() { (made_up(house), true) } else { (given.to_owned(), false) })
}

/// 100 random bits in twenty letters and digits that are not mistaken for one another, in groups.
fn made_up(house: &House) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789=";
    let mut bytes = [0; 20];
    house.services.ids.fill(&mut bytes);
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).map_or('a', |letter| char::from(*letter));
    let letters: Vec<char> = bytes.iter().map(letter).collect();
    letters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// `vigie token`
pub async fn token(house: &House, command: Token) -> Result<(), Problem> {
    let accounts = &house.services.accounts;
    match command {
        Token::Create { account, scopes, days } => {
            out!("{}", accounts.token_create(&OPERATOR, &account, &scopes, days).await?);
        }
        Token::List { account } => {
            for token in accounts.token_list(&OPERATOR, &account).await? {
                let state = if token.revoked_at.is_some() { "revoked" } else { "until" };
                out!("{}\t{}\t{state} {}", token.id, token.scopes.join(" "), token.expires_at);
            }
        }
        Token::Revoke { id } => {
            let id = Id::parse(&id).map_err(|_| Refused::NotFound)?;
            accounts.token_revoke(&OPERATOR, id).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_turns_until_it_knows_how_much_there_is() {
        let bar = ProgressBar::hidden();
        advance(&bar, 10, None);
        assert_eq!((bar.position(), bar.length()), (10, None));
        advance(&bar, 25, Some(100));
        advance(&bar, 50, Some(100));
        assert_eq!((bar.position(), bar.length()), (50, Some(100)));
    }
}
