//! Entries to take away, as CSV for people and as NDJSON for programs.

use std::collections::VecDeque;

use audit::{Export, Line};
use axum::{body::Bytes, http::header};
use serde_json::json;
use vocabulary::Problem;

use super::{
    search::{auditor, query},
    words,
};
use crate::{
    answer::{Answer, disposition},
    csv,
    locale::Words,
    visit::Visit,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Ndjson,
}

/// `/administration/trace.csv`
pub(crate) async fn csv(visit: Visit) -> Result<Answer, Answer> {
    export(&visit, Format::Csv).await
}

/// `/administration/trace.ndjson`
pub(crate) async fn ndjson(visit: Visit) -> Result<Answer, Answer> {
    export(&visit, Format::Ndjson).await
}

async fn export(visit: &Visit, format: Format) -> Result<Answer, Answer> {
    let caller = auditor(visit).await?;
    let (code, kind) = match format {
        Format::Csv => ("csv", "text/csv; charset=utf-8"),
        Format::Ndjson => ("ndjson", "application/x-ndjson"),
    };
    let audit = &visit.site.services.audit;
    let export = audit.export(&caller, &query(visit), code).await.map_err(|p| visit.problem(p))?;
    let outlet = Outlet { export: Some(export), words: visit.words.clone(), format, ready: VecDeque::new() };
    let body = Answer::parts(futures_util::stream::unfold(outlet.begun(), |mut outlet| async move {
        let part = outlet.next().await.transpose()?;
        Some((part.map_err(|problem| std::io::Error::other(problem.to_string())), outlet))
    }));
    let day = visit.now().to_string().chars().take(10).collect::<String>();
    Ok(Answer::file("", None, body)
        .with(header::CONTENT_TYPE, kind)
        .with(header::CONTENT_DISPOSITION, &disposition("attachment", &format!("vigie-{day}.{code}"))))
}

/// An export on its way out.
struct Outlet {
    /// Gone once it is over.
    export: Option<Export>,
    words: Words,
    format: Format,
    ready: VecDeque<Bytes>,
}

impl Outlet {
    /// The same, with what stands before the first entry.
    fn begun(mut self) -> Self {
        if self.format == Format::Csv {
            let columns = COLUMNS.map(|name| self.words.t(&format!("trail-column-{name}")));
            self.ready.push_back(Bytes::from(format!("{}{}", csv::MARK, csv::record(&self.words, &columns))));
        }
        self
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        if let Some(ready) = self.ready.pop_front() {
            return Ok(Some(ready));
        }
        let Some(export) = &mut self.export else { return Ok(None) };
        let lines = match export.next().await {
            Ok(lines) => lines,
            Err(problem) => {
                tracing::error!(error = %problem, "an export of the trail broke off");
                self.export = None;
                return Err(problem);
            }
        };
        if !lines.is_empty() {
            let text = lines.iter().fold(String::new(), |text, line| text + &self.line(line));
            return Ok(Some(Bytes::from(text)));
        }
        let cut = export.is_cut();
        self.export = None;
        Ok(cut.then(|| Bytes::from(self.cut())))
    }

    fn line(&self, line: &Line) -> String {
        let entry = &line.recorded;
        match self.format {
            Format::Csv => csv::record(&self.words, &[
                entry.sequence.to_string(),
                entry.at.to_string(),
                words::who(&self.words, &entry.actor, line.name.clone()),
                entry.actor.clone(),
                words::action(&self.words, &entry.action),
                entry.action.clone(),
                words::named(&self.words, line.about.clone(), line.exercise).unwrap_or_default(),
                entry.object.clone(),
                entry.session.clone().unwrap_or_default(),
                entry.detail.clone(),
                entry.hash.clone(),
            ]),
            // Everything that the hash covers, so that whoever holds the file can compute it again.
            Format::Ndjson => {
                json!({
                    "sequence": entry.sequence, "at": entry.at.to_string(), "at_millis": entry.at.millis(),
                    "actor": entry.actor, "name": line.name, "session": entry.session, "action": entry.action,
                    "object": entry.object, "about": line.about, "exercise": line.exercise, "detail": entry.detail,
                    "previous": entry.previous, "hash": entry.hash,
                })
                .to_string()
                    + "\n"
            }
        }
    }

    /// The last line of an export that could not hold all: who reads it must not take it for the whole.
    fn cut(&self) -> String {
        match self.format {
            Format::Csv => csv::record(&self.words, &[self.words.t("trail-export-cut")]),
            Format::Ndjson => json!({ "cut": true }).to_string() + "\n",
        }
    }
}

const COLUMNS: [&str; 11] =
    ["sequence", "at", "who", "actor", "what", "action", "about", "object", "session", "detail", "hash"];
