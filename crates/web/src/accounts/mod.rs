//! Signing in and out.

use accounts::{Accounts, Place};
use askama::Template;
use axum::http::{HeaderName, StatusCode};
use vocabulary::{Problem, Refused};

use crate::{
    answer::{Answer, Shell, refusal_text},
    forms::{self, Form},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "accounts/sign-in.html")]
struct SignIn<'a> {
    shell: Shell<'a>,
    token: String,
    email: String,
    towards: String,
    error: Option<String>,
    /// The accounts of a demonstration, and their password.
    demonstration: Vec<(String, &'static str)>,
    password: &'static str,
}

/// `/connexion`
pub(crate) async fn form(visit: Visit) -> Answer {
    let towards = visit.parameter("vers");
    page(&visit, "", &towards, None, StatusCode::OK)
}

fn page(visit: &Visit, email: &str, towards: &str, error: Option<String>, status: StatusCode) -> Answer {
    let demonstration = visit.site.settings.demonstration;
    let page = SignIn {
        shell: Shell::new(visit, visit.words.t("page-sign-in"), "sign-in"),
        token: forms::token(visit),
        email: email.to_owned(),
        towards: towards.to_owned(),
        error,
        demonstration: if demonstration { Accounts::demonstration_accounts() } else { Vec::new() },
        password: Accounts::DEMONSTRATION_PASSWORD,
    };
    Answer::page(visit, status, &page)
}

/// An address and a password were typed.
pub(crate) async fn sign_in(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (email, towards) = (form.value("email"), form.value("vers"));
    match visit
        .site
        .services
        .accounts
        .sign_in(email, form.value("password"), Place { address: &visit.from, device: &visit.device })
        .await
    {
        Ok(signed) => {
            // Only a path of ours: never another site, never an address that a browser would read as one.
            let ours =
                towards.starts_with('/') && !towards.starts_with("//") && !towards.contains(['\\', ':']);
            let to = if ours { towards.to_owned() } else { visit.href("unit") };
            Ok(Answer::redirect(&to).cookie(&visit.set_cookie("vigie", Some(&signed.token), 12 * 3600)))
        }
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let error = refusals.first().map(|refusal| refusal_text(&visit.words, refusal));
            Ok(page(visit, email, towards, error, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(Problem::Refused(Refused::TooSoon(seconds))) => {
            let error = Some(visit.words.t1("problem-too-soon", "seconds", seconds));
            Ok(page(visit, email, towards, error, StatusCode::TOO_MANY_REQUESTS))
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// `/deconnexion`
pub(crate) async fn sign_out(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    visit.site.services.accounts.sign_out(&caller).await.map_err(|p| visit.problem(p))?;
    Ok(Answer::redirect(&visit.href("home"))
        .cookie(&visit.set_cookie("vigie", None, 0))
        .with(HeaderName::from_static("clear-site-data"), "\"cache\""))
}
