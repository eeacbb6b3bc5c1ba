//! What one can ask of the directory.

use std::path::PathBuf;

use access::{Caller, Resource, decide, permit};
use storage::{Desk, Unit};
use vocabulary::{Failure, FinessNumber, Problem, Refused, Region};

use crate::{
    Completeness, Download, Fetched, Found, LegalCategory, Listed, PastImport, Progress, RefusedLine, Report,
    Source, import,
    search::{self, Query},
    store::{self, Match},
};

/// How many candidates are brought into the better order: a screen shows far fewer.
const CANDIDATES: i64 = 50;

/// The register of facilities. Cheap to clone.
#[derive(Clone)]
pub struct Directory {
    desk: Desk,
}

impl Directory {
    /// On this desk.
    pub fn new(desk: Desk) -> Self {
        Self { desk }
    }

    /// Facilities for what somebody typed, at most `limit` (and 50): a number of a site or of a legal entity, whole or
    /// begun, with or without spaces; or words of name, town, postcode and kind, in any order, with or without accents,
    /// each perhaps only begun. The register is open data: anybody may look.
    ///
    /// Refused ([`Refused::Invalid`]) when it is a number of nine characters or more that is not one, with what is wrong.
    pub async fn search(&self, _caller: &Caller, text: &str, limit: usize) -> Result<Vec<Found>, Problem> {
        let query = Query::parse(text).map_err(Refused::invalid)?;
        let mut unit = self.desk.store.read().await?;
        let most = i64::try_from(limit).unwrap_or(CANDIDATES).min(CANDIDATES);
        let mut found = match query {
            Query::Nothing => Vec::new(),
            Query::Number(number) => store::by_number(&mut unit, number.as_str(), most).await?,
            Query::Beginning(beginning) => store::by_number(&mut unit, &beginning, most).await?,
            Query::Words(words) => by_words(&mut unit, &words, limit).await?,
        };
        found.truncate(limit);
        Ok(found)
    }

    /// One site by its number, closed or not.
    pub async fn find(&self, _caller: &Caller, number: FinessNumber) -> Result<Option<Listed>, Problem> {
        let mut unit = self.desk.store.read().await?;
        Ok(store::site(&mut unit, number).await?)
    }

    /// One site by its number, in the transaction of another capability.
    pub async fn find_in(unit: &mut Unit, number: FinessNumber) -> Result<Option<Listed>, Failure> {
        store::site(unit, number).await
    }

    /// The shape of a region as its open sites draw it: places `high` by `wide` millionths of a degree, each once.
    pub async fn places_in(
        unit: &mut Unit,
        region: Region,
        (high, wide): (i64, i64),
    ) -> Result<Vec<(i64, i64)>, Failure> {
        store::places(unit, region, (high, wide)).await
    }

    /// Where some sites stand, in millionths of a degree: latitude, longitude. Those of which it is not known are left out.
    pub async fn positions_in(
        unit: &mut Unit,
        numbers: &[FinessNumber],
    ) -> Result<Vec<(FinessNumber, i64, i64)>, Failure> {
        store::positions(unit, numbers).await
    }

    /// The open sites of a legal entity, at most 200, hospitals first.
    pub async fn sites_of(&self, _caller: &Caller, entity: FinessNumber) -> Result<Vec<Listed>, Problem> {
        let mut unit = self.desk.store.read().await?;
        Ok(store::sites_of(&mut unit, entity).await?)
    }

    /// Of each region and kind some open sites, those that people look up most first: what there is to choose from. The register is
    /// open data.
    pub async fn samples(&self, most: i64) -> Result<Vec<(Region, LegalCategory, FinessNumber)>, Problem> {
        let mut unit = self.desk.store.read().await?;
        Ok(store::samples(&mut unit, most).await?)
    }

    /// How many facilities are open.
    pub async fn count(&self, _caller: &Caller) -> Result<i64, Problem> {
        let mut unit = self.desk.store.read().await?;
        Ok(store::count(&mut unit).await?)
    }

    /// Replaces the register by what these files, taken together, hold: all of it, or nothing when it is interrupted.
    /// `progress` is called after each batch of lines.
    ///
    /// Refused: without the right; when a file is no register or cannot be read to its end; when it would close much and
    /// nobody said that it is whole (`register-looks-partial`); when another import came first (`register-changed`).
    pub async fn import(
        &self,
        caller: &Caller,
        sources: Vec<Source>,
        completeness: Completeness,
        progress: impl Fn(Progress) + Send + Sync,
    ) -> Result<Report, Problem> {
        decide::<permit::RegisterImport>(caller, &Resource::default())?;
        import::run(&self.desk, caller, sources, completeness, &progress).await
    }

    /// Fetches the current official extract into a folder, for an import that follows; see [`Download::fetch`]. Its thread
    /// goes on to its own limits when this is dropped.
    pub async fn download(
        &self,
        caller: &Caller,
        from: Download,
        folder: PathBuf,
        progress: impl Fn(Fetched) + Send + 'static,
    ) -> Result<PathBuf, Problem> {
        decide::<permit::RegisterImport>(caller, &Resource::default())?;
        tokio::task::spawn_blocking(move || from.fetch(&folder, &progress))
            .await
            .map_err(|error| Failure::new("download the register", error))?
    }

    /// The last import, and the first thousand lines that it refused. For those who may import.
    pub async fn latest_import(
        &self,
        caller: &Caller,
    ) -> Result<Option<(PastImport, Vec<RefusedLine>)>, Problem> {
        decide::<permit::RegisterImport>(caller, &Resource::default())?;
        let mut unit = self.desk.store.read().await?;
        let Some(import) = store::latest(&mut unit).await? else { return Ok(None) };
        let refusals = store::refusals(&mut unit, import.id).await?;
        Ok(Some((import, refusals)))
    }
}

/// Candidates of the engine's index, in the better order: those that have the very words; when they are few, those that
/// have words beginning so; when they are still few, those at the box numbers of the same town.
async fn by_words(unit: &mut Unit, words: &[String], limit: usize) -> Result<Vec<Found>, Failure> {
    let attempts = [
        (Some(words.to_vec()), Match::Whole),
        (Some(words.to_vec()), Match::Beginning),
        (search::loosened(words), Match::Beginning),
    ];
    let mut found: Vec<Found> = Vec::new();
    for (words, how) in attempts {
        let Some(words) = words.filter(|_| found.len() < limit) else { continue };
        let more = store::by_words(unit, &words, how, CANDIDATES).await?;
        let fresh = more.into_iter().filter(|one| found.iter().all(|other| other.finess != one.finess));
        found.extend(fresh.collect::<Vec<_>>());
    }
    found.sort_by_cached_key(|one| (std::cmp::Reverse(search::score(words, &one.words)), one.place));
    Ok(found)
}
