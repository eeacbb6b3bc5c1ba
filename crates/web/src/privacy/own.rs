//! What is held about somebody with an account: theirs to see, to take along, and to have erased.

use access::Caller;
use accounts::Personal;
use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
};
use vocabulary::{Failure, Language, Problem, Refused};

use crate::{
    accounts::administration::standing_words,
    answer::{Answer, Shell},
    forms::{self, Form},
    visit::Visit,
};

/// Where moments on these pages are told: the cell's own time.
pub(super) const ZONE: &str = "Europe/Paris";

#[derive(Template)]
#[template(path = "privacy/own.html")]
struct Own<'a> {
    shell: Shell<'a>,
    token: String,
    /// What the account is.
    said: Vec<(String, String)>,
    /// When, and what.
    trail: Vec<(String, String)>,
    erasure: Option<Asked>,
}

impl Own<'_> {
    /// Whether no request waits.
    fn may_ask(&self) -> bool {
        self.erasure.as_ref().is_none_or(|asked| asked.declined.is_some())
    }
}

/// What became of a request to be erased.
struct Asked {
    when: String,
    /// When it was declined, and why.
    declined: Option<(String, String)>,
}

/// `/mon-espace/donnees`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.person().await?;
    let held = visit.site.services.accounts.personal(&caller).await.map_err(|p| visit.problem(p))?;
    let words = &visit.words;
    let mut shell = Shell::new(&visit, words.t("page-my-data"), "my-data");
    shell.person = Some(held.account.name.clone());
    let page = Own {
        token: forms::token(&visit),
        said: said(&visit, &held),
        trail: held.trail.iter().map(|e| (words.moment(e.at, ZONE), deed(&visit, &e.action))).collect(),
        erasure: held.erasure.map(|asked| Asked {
            when: words.moment(asked.asked_at, ZONE),
            declined: asked.declined_at.map(|at| (words.moment(at, ZONE), asked.reason)),
        }),
        shell,
    };
    Ok(Answer::ok(&visit, &page))
}

fn said(visit: &Visit, held: &Personal) -> Vec<(String, String)> {
    let (words, account) = (&visit.words, &held.account);
    let or_none = |list: &[String]| if list.is_empty() { words.t("my-data-none") } else { list.join(", ") };
    let language = if account.language == Language::Fr { "language-fr" } else { "language-en" };
    let roles: Vec<String> = held.standings.iter().map(|standing| standing_words(visit, standing)).collect();
    let line = |key: &str, value: String| (words.t(key), value);
    vec![
        line("my-data-name", account.name.clone()),
        line(
            "my-data-email",
            if account.has_address() { account.email.clone() } else { words.t("my-data-none") },
        ),
        line("my-data-language", words.t(language)),
        line("my-data-since", words.moment(account.created_at, ZONE)),
        line("my-data-roles", or_none(&roles)),
        line("my-data-factors", held.factors.len().to_string()),
        line("my-data-identities", held.identities.len().to_string()),
        line("my-data-sessions", held.sessions.len().to_string()),
        line("my-data-tokens", held.tokens.len().to_string()),
        line("my-data-places", or_none(&held.places)),
    ]
}

/// What was done, in words; by its name in the trail where there are none.
fn deed(visit: &Visit, action: &str) -> String {
    visit.words.maybe(&format!("deed-{}", action.replace('.', "-"))).unwrap_or_else(|| action.to_owned())
}

/// `/mon-espace/donnees/export.json`
pub(crate) async fn export(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.person().await?;
    let services = &visit.site.services;
    let mut held = services.accounts.export(&caller).await.map_err(|p| visit.problem(p))?;
    let membership = services.members.export(&caller).await.map_err(|p| visit.problem(p))?;
    if let Some(all) = held.as_object_mut() {
        all.insert("private_space".to_owned(), membership);
    }
    let text = serde_json::to_string_pretty(&held)
        .map_err(|error| visit.problem(Failure::new("write an export", error).into()))?;
    let mut answer = Answer::file("vigie.json", i64::try_from(text.len()).ok(), Body::from(text));
    answer.0.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(answer)
}

/// Asks to be erased, or wants to stay after all.
pub(crate) async fn act(Path(act): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller: Caller = visit.person().await?;
    let accounts = &visit.site.services.accounts;
    let done = match act.as_str() {
        "effacement" => accounts.ask_erasure(&caller).await,
        "maintien" => accounts.withdraw_erasure(&caller).await,
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        // Two clicks, or an answer that came meanwhile: the page says how things stand.
        Ok(()) | Err(Problem::Refused(Refused::Conflict(_))) => Ok(Answer::redirect(&visit.href("my-data"))),
        Err(problem) => Err(visit.problem(problem)),
    }
}
